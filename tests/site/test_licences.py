"""The built site's account of what others wrote."""

from publish import licences


def test_the_texts_are_served(folder):
    """In one file, which the page about it links to, and which the copy to carry away holds too."""
    assert (folder / licences.FILE).read_text(encoding="utf-8") == licences.text(folder.parent)
    assert f'href="../../{licences.FILE}"' in (folder / "reference" / "licences" / "index.html").read_text(encoding="utf-8")


def test_every_work_stands_on_the_page(site):
    """With a link to its home."""
    root = site.pages["reference/licences/index.html"]
    listed = {(link.text, link.get("href")) for link in root.xpath("//table//td[1]/a")}
    assert listed == {(work.name, work.home) for work in licences.works()}


def test_no_language_that_nobody_searches_in(folder):
    """The theme brings thirty languages for its search, under licences of their own; this site has one, for which it needs none of them."""
    assert not (folder / "assets" / "javascripts" / "lunr").exists()
