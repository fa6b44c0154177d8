"""The preview pictures: one for each kind of page, of the size that previews want, drawn once."""

import re

from publish import ROOT
from publish.finish.check import png_size
from publish.pages.previews import HEIGHT, WIDTH, WORDS, draw, svg


def test_drawn_once_and_again_when_something_changed(tmp_path):
    """Pictures of the right size; nothing to do the second time; one that is gone is drawn again, the same to the byte."""
    assert draw(tmp_path) == list(WORDS)
    assert {png_size(file) for file in tmp_path.glob("*.png")} == {(WIDTH, HEIGHT)} and len(list(tmp_path.glob("*.png"))) == len(WORDS)
    assert draw(tmp_path) == []
    before = (tmp_path / "cases.png").read_bytes()
    (tmp_path / "cases.png").unlink()
    assert draw(tmp_path) == ["cases"] and (tmp_path / "cases.png").read_bytes() == before


def test_every_folder_of_pages_has_one():
    """A new kind of page gets a picture of its own, but for what is about the site itself; the theme's list of kinds is this one."""
    folders = {path.name for path in (ROOT / "docs").iterdir() if path.is_dir()} - {"assets", "use", "contributing"}
    theme = (ROOT / "publish" / "pages" / "theme" / "main.html").read_text()
    assert folders == set(re.findall(r'"(\w+)"', re.search(r"folder in \[(.*?)\]", theme)[1])) == set(WORDS) - {"playbook"}


def test_bear_the_sites_name():
    """The preview is signed with the name that mkdocs.yml has."""
    assert f"site_name: {re.search('>(The [^<]+)</text>', svg('playbook'))[1]}\n" in (ROOT / "mkdocs.yml").read_text()
