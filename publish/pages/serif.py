"""The serif of titles and verdicts: `python -m publish.pages.serif`.

Source Serif 4 from npm, cut at build to the letters that titles have, and served from the site itself. Its licence keeps the name "Source" for
the font as it came, so what is cut from it has a name of its own. The file is named after a hash of its bytes, and
docs/assets/playbook.css, which alone can tell a browser of it, names it.
"""

import hashlib
import re
from io import BytesIO
from pathlib import Path

from publish import ROOT

SOURCE = ROOT / "node_modules" / "@fontsource" / "source-serif-4" / "files" / "source-serif-4-latin-600-normal.woff2"
DOCS = ROOT / "docs"
FOLDER, STYLE = DOCS / "assets" / "fonts", DOCS / "assets" / "playbook.css"
NAME = "Playbook Serif"
MOST_BYTES = 35_000  # of all fonts that a page loads
# What an English title is written with, and the letters of the names that readers give: a provider, a workload.
LETTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—‘’“”…€−"
FEATURES = ["kern", "liga", "ccmp", "mark", "locl"]
NAMED = re.compile(r'url\("fonts/(serif-[0-9a-f]+\.woff2)"\)')


def cut(source: Path = SOURCE, letters: str = LETTERS) -> bytes:
    """The font with these letters alone, under its own name, as WOFF2; the same bytes on every machine."""
    from fontTools import subset  # slow to load, and only a build cuts
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.drop_tables += ["STAT"]  # which tells of other weights
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    for entry in font["name"].names:
        if entry.nameID in (1, 4, 6):
            entry.string = NAME if entry.nameID != 6 else NAME.replace(" ", "")
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def named(style: str) -> str:
    """The file's name, as the style sheet has it."""
    found = NAMED.findall(style)
    if len(found) != 1:
        raise SystemExit(f"playbook.css names {len(found)} files of the serif, where one is served")
    return str(found[0])


def build(folder: Path = FOLDER, source: Path = SOURCE, style: Path = STYLE) -> str:
    """Write the file that the style sheet names, unless it is there; its name."""
    wanted = named(style.read_text(encoding="utf-8"))
    if not (folder / wanted).is_file():
        body = cut(source)
        name = f"serif-{hashlib.sha256(body).hexdigest()[:16]}.woff2"
        if name != wanted:
            raise SystemExit(f"The serif is {name} now, and playbook.css names {wanted}: write the new name there.")
        if len(body) > MOST_BYTES:
            raise SystemExit(f"The serif has {len(body)} bytes, more than {MOST_BYTES}: leave letters out.")
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / name).write_bytes(body)
    return wanted


if __name__ == "__main__":
    print(f"serif: {build()}")
