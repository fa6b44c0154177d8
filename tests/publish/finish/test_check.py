"""The checks of the built site: each has a site that it must refuse, and one that all accept."""

import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from publish.finish.check import CHECKS, PREVIEW, automatic_ids, problems
from publish.site import Site
from tests.calculator.given import ROOT

HEAD = """<title>{title} - The site</title>
<meta name="description" content="{title}: a description that is long enough to serve as a preview.">
<link rel="canonical" href="https://playbook.example/{title}/">
<meta property="og:site_name" content="The site">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{title}: a description that is long enough to serve as a preview.">
<meta property="og:url" content="https://playbook.example/{title}/">
<meta property="og:image" content="https://playbook.example/preview.png">
<meta property="og:image:alt" content="A picture">
<meta name="twitter:card" content="summary_large_image">"""
PAGE = '<!doctype html><html lang="en"><head>' + HEAD + "</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def png(width: int, height: int) -> bytes:
    """As much of a picture as the check looks at."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


def build(folder: Path, **bodies: str) -> Path:
    (folder / "preview.png").write_bytes(png(1200, 630))
    for name, body in bodies.items():
        (folder / name).mkdir()
        (folder / name / "index.html").write_text(PAGE.format(title=name, body=body))
    return folder


def test_a_good_site_passes(tmp_path):
    """None of the checks refuses what is right."""
    label = '<pb-calculator><label for="f">A</label><input id="f" aria-describedby="h"><p id="h">help</p></pb-calculator>'
    assert problems(build(tmp_path, one=f'<h2 id="a-b">A</h2><a href="../two/?x=1#c-d">two</a>{label}', two='<h2 id="c-d">C</h2>')) == []


@pytest.mark.parametrize(
    ("check", "body", "message"),
    [
        ("broken_links", '<a href="../three/">x</a>', "leads to nothing"),
        ("broken_links", '<a href="../two/#gone">x</a>', "names an id that two/index.html does not have"),
        ("broken_links", '<a href="../../elsewhere/">x</a>', "leads to nothing"),
        ("broken_links", '<img src="gone.png" alt="">', "leads to nothing"),
        ("repeated_ids", '<p id="a">x</p><p id="a">y</p>', "stands 2 times"),
        ("repeated_ids", '<h2 id="c-d">C</h2>', "stands in 2 pages"),
        ("bad_headings", "<h2>A</h2>", "no lowercase-kebab id"),
        ("bad_headings", '<h2 id="A_b">A</h2>', "no lowercase-kebab id"),
        ("bad_headings", "<h1>Again</h1>", "has 2 h1 headings"),
        ("foreign_requests", '<script src="https://example.org/a.js"></script>', "<script> loads"),
        ("foreign_requests", '<link rel="stylesheet" href="//example.org/a.css">', "<link> loads"),
        ("foreign_requests", '<img srcset="a.png 1x, https://example.org/a.png 2x" alt="">', "<img> loads https://example.org/a.png"),
        ("foreign_requests", '<video poster="//example.org/a.png"></video>', "<video> loads"),
        ("foreign_requests", '<p style="background: url(https://example.org/a.png)">x</p>', "<p> loads"),
        ("foreign_requests", "<style>@font-face { src: url('//example.org/a.woff2') }</style>", "<style> loads"),
        ("foreign_requests", '<script type="module">import { a } from "https://example.org/a.mjs";</script>', "<script> loads"),
        ("foreign_requests", '<meta http-equiv="Refresh" content="0; url=https://example.org/">', "<meta> loads"),
        ("foreign_requests", '<iframe srcdoc="&lt;img src=//example.org/a.png&gt;"></iframe>', "<img> loads"),
        ("foreign_requests", '<svg><image href="https://example.org/a.svg"/></svg>', "<image> loads"),
        ("foreign_requests", '<a href="https://example.org/" ping="https://example.org/p">x</a>', "<a> loads"),
        ("markup_in_code", '<pre><code>over &lt;a class="pb-figure" href="x"&gt;60&lt;/a&gt;</code></pre>', "the markup of a figure"),
        ("unlabelled_fields", '<pb-calculator><input name="a"></pb-calculator>', "the field a has no label"),
        ("unlabelled_fields", '<pb-calculator><input aria-label="a" aria-describedby="gone"></pb-calculator>', "names gone"),
    ],
)
def test_each_check_can_fail(tmp_path, check, body, message):
    """The broken page is named, by the check that is meant for it."""
    folder = build(tmp_path, one=body, two='<h2 id="c-d">C</h2>')
    found = [problem for checked in CHECKS if checked.__name__ == check for problem in checked(Site(folder))]
    assert any(message in problem for problem in found), found


def test_heads_are_checked(tmp_path):
    """A description that is missing, or that two pages share, is a problem."""
    build(tmp_path, one="", two="")
    (tmp_path / "two" / "index.html").write_text(PAGE.format(title="one", body=""))
    (tmp_path / "one" / "extra.html").write_text("<html><head><title>x</title></head><body><article><h1>x</h1></article></body></html>")
    found = problems(tmp_path)
    assert any("shares" in problem for problem in found)
    assert any("description has 0 characters" in problem for problem in found) and any("has no lang" in problem for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        *[
            (line, "", f"has no {name}")
            for line in HEAD.splitlines()
            for name in re.findall('(?:property|name)="((?:og|twitter):[^"]+)"', line)
            if name in PREVIEW
        ],
        ('og:title" content="one', 'og:title" content="two', "is not what its title begins with"),
        ('og:description" content="one', 'og:description" content="two', "its og:description is not its description"),
        ('canonical" href="https://playbook.example/one/', 'canonical" href="/one/', "its canonical link is no whole address"),
        (
            'canonical" href="https://playbook.example/one/',
            'canonical" href="https://playbook.example/',
            "its canonical link is not its own address",
        ),
        (
            'og:url" content="https://playbook.example/one/',
            'og:url" content="https://playbook.example/two/',
            "its og:url is not its own address",
        ),
        ("playbook.example/preview.png", "playbook.example/gone.png", "its og:image is not in the site"),
        ("playbook.example/preview.png", "elsewhere.example/preview.png", "its og:image is not in the site"),
        ("playbook.example/preview.png", "playbook.example/small.png", "must be a PNG of 1200 by 630 pixels (got (600, 315))"),
        ("playbook.example/preview.png", "playbook.example/words.txt", "must be a PNG of 1200 by 630 pixels (got None)"),
        ("<head>", f"<head><style>{'a{}' * 12_000}</style>", "its preview tags are not in its first"),
    ],
)
def test_each_part_of_a_preview_is_checked(tmp_path, old, new, message):
    """A missing tag, a wrong address and a picture that is not there or of another size are each named."""
    page = build(tmp_path, one="") / "one" / "index.html"
    (tmp_path / "small.png").write_bytes(png(600, 315))
    (tmp_path / "words.txt").write_text("no picture")
    assert problems(tmp_path) == []
    old = old.replace("{title}", "one")
    assert old in page.read_text()
    page.write_text(page.read_text().replace(old, new))
    assert any(message in problem for problem in problems(tmp_path)), problems(tmp_path)


def test_what_search_engines_are_kept_from_is_no_page(tmp_path):
    """A section's own address may share the section's words and needs no article; its preview is checked like any other."""
    stub = PAGE.replace("<head>", '<head><meta name="robots" content="noindex">').replace("article>", "main>")
    (build(tmp_path, one="") / "go").mkdir()
    (tmp_path / "go" / "index.html").write_text(stub.format(title="go", body='<a data-way="" href="../one/">on</a>'))
    assert problems(tmp_path) == []
    (tmp_path / "go" / "index.html").write_text(
        stub.format(title="go", body='<a data-way="" href="../one/">on</a>').replace("og:image", "og:picture")
    )
    assert any("go/index.html: has no og:image" in problem for problem in problems(tmp_path))


def test_styles_load_nothing_from_elsewhere(tmp_path):
    """An import or a font of another host hides in a style sheet."""
    build(tmp_path, one="")
    (tmp_path / "a.css").write_text("@import 'https://example.org/x.css'; a{background:url(//example.org/y.png)}")
    assert len([problem for problem in problems(tmp_path) if "a.css: loads" in problem]) == 2


@pytest.mark.parametrize(
    "code",
    [
        "import a from 'https://example.org/a.mjs'",
        "import('https://example.org/a.mjs')",
        'importScripts("//example.org/a.js")',
        "new Worker(`https://example.org/w.js`)",
        "new WebSocket('wss://example.org')",
    ],
)
def test_scripts_load_nothing_from_elsewhere(tmp_path, code):
    """A module or a worker of another host hides in a script; naming an address in words is no request."""
    build(tmp_path, one="")
    (tmp_path / "a.mjs").write_text('export const home = "https://example.org/"; // see https://example.org/\n')
    assert problems(tmp_path) == []
    (tmp_path / "a.mjs").write_text(code)
    assert any("a.mjs: loads" in problem for problem in problems(tmp_path))


def test_a_heading_without_an_explicit_id_is_named(tmp_path):
    """An id made from the words would change with them."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "page.md").write_text("# Title\n\n## Good {#good-one}\n\n```\n## in code\n```\n\n## Bad\n")
    assert [problem.split(": ")[0] for problem in automatic_ids(docs)] == ["docs/page.md:9"]


def test_what_others_wrote_is_read_in_time():
    """Half a megabyte in a line, as minified files have it: no pattern is tried in many ways over the same signs. The timeout ends a hang, and claims no speed."""
    program = """
from publish.finish.check import CSS_URL, REFRESH, SCRIPT_URL
for start, pump in (("", "image-set("), ("image-set(", "'"), ("import", " "), ("import(", " "), ("url(", " "), ("from", "\\n"), ("new ", "Worker("), ("url", "="), ("url=", " "), ("", "new "), ("", "url(")):
    for pattern in (CSS_URL, SCRIPT_URL, REFRESH):
        list(pattern.finditer(start + pump * (500_000 // len(pump)) + "!"))
"""
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert ran.returncode == 0, ran.stderr
