"""`embed/<calculator>/`: each calculator alone, for the frame of a wiki, and its oEmbed description.

Written after the build, so that neither the sitemap nor the search knows these pages. A wiki's frame is
sandboxed: there is no storage, and every file has to be allowed to a page without an origin. So an embed
carries no theme, only the calculator's own scripts and one style sheet.
"""

import json
import re
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urljoin

from calculator.models.registry import CALCULATORS
from publish import ROOT, project
from publish.pages.form import calculator_html
from publish.pages.snippet import frame_html
from publish.record.heights import height

TEMPLATES = Path(__file__).parent / "templates"
TROUBLE = ROOT / "publish" / "pages" / "theme" / "partials" / "trouble.html"  # what the theme's pages have too
FOLDER = "embed"
IMPORT = re.compile(r"""^import\s[^"']*["']\./([^"']+)["']""", re.MULTILINE)
DARK = re.compile(r'\[data-md-color-scheme="slate"\] (\{\n.*?^\}\n)', re.MULTILINE | re.DOTALL)
SERVED_FACE = re.compile(r'@font-face \{[^}]*url\("fonts/[^}]*\}\n')
UNREAD = re.compile(
    r"/\*.*?\*/|^\s+|(?<=[{};,])\s+|(?<=\w:)\s+|\s+(?=\{)|;\s*(?=\})", re.MULTILINE | re.DOTALL
)  # comments and white space, a quarter of the weight
# What only pages have: the theme's parts, and of ours what stands in their text. A rule for these alone would weigh on an embed for nothing.
OF_PAGES = re.compile(
    r"\[data-md-|\.md-(?!typeset\b)|\.md-typeset__|\barticle\b|\.headerlink|\btable\[data-rows|\bpb-link-picker|\.pb-(?:alias|below|brace|case|cases|code"
    r"|figure|find|formula|formula-list|in-words|left-out|link-menu|math|moved|offline|old|permalink|picker-links|signature|step|tall|verified|worked)(?![\w-])"
)
RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
WITHIN = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"  # brackets, four deep
BETWEEN = re.compile(rf"((?:[^(),]|{WITHIN})+)")  # the selectors of a list, whose brackets may hold commas too
NOT, ANY = re.compile(rf":not{WITHIN}"), re.compile(rf":is({WITHIN})")
WIDTH = 800


def scripts(assets: Path, first: str = "embed.mjs") -> list[str]:
    """The module and all that it imports, in the order in which a browser comes to know of them."""
    found = [first]
    for name in found:
        text = (assets / name).read_text(encoding="utf-8")
        found.extend(dict.fromkeys(imported for imported in IMPORT.findall(text) if imported not in found))
    return found


def of_pages(selector: str) -> bool:
    """Whether it can match nothing in an embed."""
    plain = ANY.sub(lambda any: any[0] if all(map(of_pages, BETWEEN.findall(any[1][1:-1]))) else "", NOT.sub("", selector))
    return bool(OF_PAGES.search(plain))


def _kept(rule: re.Match[str]) -> str:
    selectors = BETWEEN.findall(rule[1])
    if ",".join(selectors) != rule[1]:
        raise SystemExit(f"playbook.css has brackets deeper than the embeds' style sheet is cut by: {rule[1]}")
    left = ",".join(selector for selector in selectors if not of_pages(selector))
    return left + rule[2] if left else ""


def style(assets: Path) -> str:
    """One style sheet: the calculators' own, with the theme's dark colours for readers whose system is dark."""
    ours = (assets / "playbook.css").read_text(encoding="utf-8")
    dark = DARK.search(ours)
    if not dark:
        raise SystemExit("playbook.css has no block of dark colours, which the embeds take from there")
    ours = SERVED_FACE.sub("", ours)  # it would weigh as much as all else: the face of the reader's system stands in
    own = Template((TEMPLATES / "embed.css").read_text(encoding="utf-8")).substitute(dark=dark[1].strip("{}\n") + "\n")
    return RULE.sub(_kept, UNREAD.sub("", ours + own))


def oembed(id: str, base: str, site: str) -> dict[str, Any]:
    """What an oEmbed consumer is told about a calculator; `base` is the site's address."""
    return {
        "version": "1.0",
        "type": "rich",
        "title": CALCULATORS[id].title,
        "provider_name": site,
        "provider_url": base,
        "cache_age": 86400,
        "html": frame_html(id, urljoin(base, f"{FOLDER}/{id}/")),
        "width": WIDTH,
        "height": height(id),
    }


def page(id: str, base: str, site: str, preloads: list[str], runtime: str) -> str:
    calculator, link = CALCULATORS[id], f"../../calculators/{id}/"
    words = {
        "title": calculator.title,
        "site": site,
        "description": f"{calculator.title}: the calculator alone, to embed in a wiki.",
        "oembed": urljoin(base, f"{FOLDER}/{id}/oembed.json"),
        "page": link,
    }
    return Template((TEMPLATES / "embed.html").read_text(encoding="utf-8")).substitute(
        {name: escape(text) for name, text in words.items()},
        calculator=calculator_html(id, runtime, page=link),
        trouble=TROUBLE.read_text(encoding="utf-8"),
        preloads="\n".join(f'<link rel="modulepreload" href="../../assets/{name}" crossorigin>' for name in preloads),
    )


def write(folder: Path, root: Path = ROOT) -> int:
    """Add the embeds to the built site in `folder`; how many."""
    base, site, preloads = project.address(folder), project.name(folder), scripts(folder / "assets")[1:]
    runtime = json.loads((root / "build" / "runtime.json").read_text(encoding="utf-8"))["hash"]
    for id in CALCULATORS:
        place = folder / FOLDER / id
        place.mkdir(parents=True, exist_ok=True)
        (place / "index.html").write_text(page(id, base, site, preloads, runtime), encoding="utf-8")
        (place / "oembed.json").write_text(json.dumps(oembed(id, base, site), indent=1, ensure_ascii=False), encoding="utf-8")
    (folder / FOLDER / "embed.css").write_text(style(folder / "assets"), encoding="utf-8")
    return len(CALCULATORS)
