"""What mkdocs tells the extension: which page it is at, and when a build begins.

While `make serve` runs, a change of the calculators is read as well: Python would go on with the modules that it has, and the browser
with the runtime that it has.
"""

# mkdocs loads this file with its own folder first on the path, where `markdown` is ours: whatever else it needs it imports later.
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

EXTENSION = "publish.pages.markdown"
OURS = ("calculator", "publish")
serving = False


def on_startup(command: str, dirty: bool) -> None:
    global serving
    serving = command == "serve"


def on_pre_build(config: "MkDocsConfig") -> None:
    """What pages share is read anew in every build."""
    if serving:
        forget()
        renew()
    from pathlib import Path

    from publish.pages import serif
    from publish.pages.shared import Inventory

    style = Path(config.docs_dir) / serif.STYLE.relative_to(serif.DOCS)
    if style.is_file():  # the theme's pages ask for the font early
        config.extra["serif"] = serif.named(style.read_text(encoding="utf-8"))
    options = config.mdx_configs.setdefault(EXTENSION, {})
    options["shared"] = Inventory(Path(options.get("root", ".")).resolve())


def on_page_markdown(markdown: str, page: "Page", config: "MkDocsConfig", files: object) -> str:
    config.mdx_configs[EXTENSION]["page"] = page.file.src_uri
    return markdown


def forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]


def renew() -> None:
    """The runtime, if anything that it is made of has changed."""
    from mkdocs.exceptions import PluginError

    from publish.runtime.build import build

    try:
        build()
    except SystemExit as error:  # which would end the server, where the next save may mend it
        raise PluginError(str(error)) from error
