"""One calculator a file, or a folder where it has helpers. To add one: write it, then name it in `registry.py`."""
