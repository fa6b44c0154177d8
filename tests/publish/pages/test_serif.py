"""The serif of titles and verdicts: every letter that they have, few bytes, and a name of its own."""

import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from calculator import calculators, run
from publish import ROOT
from publish.pages import serif

HEADING = re.compile(r"^#{1,3} (.+?)(?: \{#.*)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def cut() -> bytes:
    return serif.cut()


def test_has_every_letter_of_titles_and_verdicts(cut):
    """A letter that is not in it would stand there in another face."""
    titles = {title for file in (ROOT / "docs").rglob("*.md") for title in HEADING.findall(file.read_text(encoding="utf-8"))}
    verdicts = {run(id).answer["verdict"] for id in calculators()}
    here = set(map(chr, TTFont(BytesIO(cut)).getBestCmap()))
    assert {letter for words in titles | verdicts for letter in words} <= here and set(serif.LETTERS) <= here
    assert "→" not in here


def test_is_small_and_the_same_every_time(cut):
    """Half of what a page may load leaves room for a second weight; a hash names it only if its bytes are always the same."""
    assert len(cut) < serif.MOST_BYTES / 1.5 and serif.cut() == cut


def test_bears_no_reserved_name(cut):
    """Its licence keeps "Source" for the font as it came; who made it stays in it."""
    names = {entry.nameID: str(entry) for entry in TTFont(BytesIO(cut))["name"].names}
    assert not any("Source" in words for number, words in names.items() if number != 0)
    assert "Adobe" in names[0] and names[4] == serif.NAME


def test_a_file_that_is_not_the_one_named_stops_the_build(tmp_path):
    """The style sheet's name is that of the bytes: the sentence says what to write there; an old file goes."""
    style = tmp_path / "playbook.css"
    style.write_text('@font-face { src: url("fonts/serif-0123.woff2"); }', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"is serif-\w{16}\.woff2 now, and playbook\.css names serif-0123\.woff2"):
        serif.build(tmp_path / "fonts", style=style)
    style.write_text("", encoding="utf-8")
    with pytest.raises(SystemExit, match="names 0 files"):
        serif.build(tmp_path / "fonts", style=style)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "serif-old.woff2").touch()
    name = serif.build(tmp_path / "fonts")
    assert [file.name for file in (tmp_path / "fonts").iterdir()] == [name]
