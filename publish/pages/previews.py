"""The preview images that chats and wikis show beside a link, one for each kind of page: `python -m publish.pages.previews`.

Drawn at build from SVG by vl-convert, which brings its own fonts, so that every machine draws the same picture and none needs
a browser for it. They go to `docs/assets/preview/`, beside a note of what they were drawn from, so that a second run draws nothing.
"""

import hashlib
from html import escape
from pathlib import Path

from publish import ROOT

FOLDER = ROOT / "docs" / "assets" / "preview"
WIDTH, HEIGHT = 1200, 630
INK, DEEP, TEAL, PALE, MIST = "#17324d", "#0f2236", "#63c7c2", "#e6eef2", "#9db8c6"

# kind -> (what stands large, line by line; the sentence below)
WORDS = {
    "playbook": (("Closed API,", "open weights, or both?"), "A decision framework with calculators that run in your browser"),
    "framework": (("Which strategy", "fits you today?"), "Feature or product, five questions, closed, hybrid or open-first"),
    "roadmap": (("What comes first,", "and when is it done?"), "Start closed, go hybrid, stay flexible"),
    "mistakes": (("What spoils", "most comparisons"), "Too early, too late, one basket, the wrong alternative"),
    "cases": (("Worked cases,", "checked by hand"), "Two companies and a team, with every number open to change"),
    "calculators": (("Put in", "your own numbers"), "Every result shows its formula, its inputs and its sources"),
    "reference": (("Where each number", "comes from"), "Formulas, claims and sources, glossary, rules as numbers"),
}


def circle(x: float, y: float, r: float, hollow: bool = False) -> str:
    paint = f'fill="{INK}" stroke="{PALE}" stroke-width="7"' if hollow else f'fill="{PALE}"'
    return f'<circle cx="{x}" cy="{y}" r="{r}" {paint}/>'


def line(d: str, colour: str = TEAL, width: int = 9) -> str:
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>'


def bars(heights: list[int]) -> str:
    return "".join(
        f'<rect x="{i * 62}" y="{300 - h}" width="42" height="{h}" rx="6" fill="{PALE if i % 2 else TEAL}"/>' for i, h in enumerate(heights)
    )


def rules(lengths: list[int]) -> str:
    return "".join(line(f"M0 {20 + i * 62}h{length}", TEAL if i == 0 else MIST, 12) for i, length in enumerate(lengths))


def sliders(places: list[int]) -> str:
    return "".join(
        line(f"M0 {40 + i * 100}h290", MIST) + line(f"M0 {40 + i * 100}h{place}") + circle(place, 40 + i * 100, 22)
        for i, place in enumerate(places)
    )


# What each kind of page is about, drawn in a field of 300 by 300.
PICTURES = {
    "playbook": line("M60 270V120M60 200c0-90 180-40 180-140")
    + circle(60, 258, 34)
    + circle(240, 50, 34)
    + circle(60, 92, 30, hollow=True),
    "framework": line("M150 60v70M150 130 40 230M150 130l110 100M150 130v100")
    + circle(150, 45, 34)
    + "".join(circle(x, 250, 30, x != 150) for x in (40, 150, 260)),
    "roadmap": line("M20 270C140 270 20 150 150 150S160 30 280 30")
    + circle(24, 268, 28)
    + circle(150, 150, 28)
    + circle(276, 32, 28, hollow=True),
    "mistakes": line("M20 250C110 250 170 240 280 40") + line("M20 110 280 250", MIST) + circle(188, 200, 32, hollow=True),
    "cases": bars([90, 130, 110, 190, 280]),
    "calculators": sliders([90, 210, 150]),
    "reference": rules([300, 240, 280, 190, 260]),
}


MARK = (  # as in docs/assets/favicon.svg
    f'<g transform="translate(80 74) scale(1.9)"><path d="M9 26V14M9 20c0-6 14-3 14-12" fill="none" stroke="{TEAL}" stroke-width="3"/>'
    '<g fill="#fff"><circle cx="9" cy="25" r="3.5"/><circle cx="23" cy="8" r="3.5"/></g>'
    '<circle cx="9" cy="9" r="3.5" fill="none" stroke="#fff" stroke-width="2.5"/></g>'
)


def svg(kind: str, site: str = "The open-closed playbook") -> str:
    """The picture of one kind of page."""
    large, small = WORDS[kind]
    titles = "".join(
        f'<text x="80" y="{282 + i * 82}" font-size="64" font-weight="700" fill="#fff">{escape(words)}</text>'
        for i, words in enumerate(large)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Liberation Sans">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{INK}"/><rect x="840" width="360" height="{HEIGHT}" fill="{DEEP}"/>'
        f'<rect y="618" width="{WIDTH}" height="12" fill="{TEAL}"/>{MARK}'
        f'<text x="150" y="118" font-size="32" fill="{PALE}">{escape(site)}</text>{titles}'
        f'<text x="80" y="440" font-size="26" fill="{MIST}">{escape(small)}</text>'
        f'<text x="80" y="548" font-size="28" font-weight="700" fill="{TEAL}">{"" if kind == "playbook" else kind.capitalize()}</text>'
        f'<g transform="translate(874 165)">{PICTURES[kind]}</g></svg>'
    )


def draw(folder: Path = FOLDER) -> list[str]:
    """Draw what is not drawn yet; the kinds that were."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for kind in WORDS:
        picture = svg(kind)
        image, note = folder / f"{kind}.png", folder / f".{kind}"
        mark = hashlib.sha256(picture.encode()).hexdigest()
        if image.exists() and note.exists() and note.read_text() == mark:
            continue
        from vl_convert import svg_to_png  # large: only where there is something to draw

        image.write_bytes(svg_to_png(picture, scale=1))
        note.write_text(mark)
        drawn.append(kind)
    return drawn


if __name__ == "__main__":
    print(f"preview images: {', '.join(draw()) or 'nothing new to draw'}")
