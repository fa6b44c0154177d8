"""The checks of the built site: each has a site that it must refuse, and one that all accept."""

from pathlib import Path

import pytest

from publish.check import CHECKS, Site, automatic_ids, problems

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta name="description" content="{title}: a description that is long enough to serve as a preview."></head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""


def build(folder: Path, **bodies: str) -> Path:
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


def test_styles_load_nothing_from_elsewhere(tmp_path):
    """An import or a font of another host hides in a style sheet."""
    build(tmp_path, one="")
    (tmp_path / "a.css").write_text("@import 'https://example.org/x.css'; a{background:url(//example.org/y.png)}")
    assert len([problem for problem in problems(tmp_path) if "a.css: loads" in problem]) == 2


def test_a_heading_without_an_explicit_id_is_named(tmp_path):
    """An id made from the words would change with them."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "page.md").write_text("# Title\n\n## Good {#good-one}\n\n```\n## in code\n```\n\n## Bad\n")
    assert [problem.split(": ")[0] for problem in automatic_ids(docs)] == ["docs/page.md:9"]
