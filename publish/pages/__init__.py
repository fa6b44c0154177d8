"""Markdown to HTML while mkdocs builds: the extensions, what their blocks become, and the theme."""
