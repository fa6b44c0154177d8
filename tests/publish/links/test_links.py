"""What is added to a built site for links: each part on a small site, with what it must refuse."""

import json
import subprocess

import pytest
from lxml import html

from publish.finish.check import problems as wrong
from publish.links import __main__ as command
from publish.links import aliases, inventories, ledger, stubs, targets
from publish.site import Site
from tests.publish.finish.test_check import build

BODY = (
    '<h2 id="first-part">First <em>part</em><a class="headerlink" href="#first-part">¶</a></h2>'
    "<p>It says this. And <b>that</b>, at some length so that a preview has words.</p>"
)
PARTS = '<h2 id="words">Words</h2><h3 id="term-one">One</h3><p>A.</p><h3 id="term-two">Two</h3><p>B.</p><table><tr id="row-one"><td>1</td></tr></table>'
VERIFIED = '<p class="pb-verified">Last verified on <time datetime="2026-11-23">2026-11-23</time></p>'


@pytest.fixture
def folder(tmp_path):
    """Two pages, the second in a folder, and a home page that gives the site its name and address."""
    build(tmp_path, one=BODY + VERIFIED, two=PARTS + VERIFIED)
    home = (tmp_path / "one" / "index.html").read_text().replace(BODY, "").replace("/one/", "/").replace("one", "Home")
    (tmp_path / "index.html").write_text(home)
    (tmp_path / "assets").mkdir()
    for name in ("go.js", "favicon.svg"):
        (tmp_path / "assets" / name).write_text("")
    return tmp_path


def book(folder) -> targets.Book:
    return targets.read(Site(folder))


def section(folder, id: str) -> targets.Target:
    return next(target for target in book(folder).targets if target.id == id)


class TestTargets:
    def test_are_pages_and_sections(self, folder):
        """Pages from h1, sections from h2 and h3, with the page's date; a permalink's sign is no part of a title."""
        assert [(t.kind, t.id, t.url) for t in book(folder).targets] == [
            ("page", "index", ""),
            ("page", "one", "one/"),
            ("section", "first-part", "one/#first-part"),
            ("page", "two", "two/"),
            ("section", "words", "two/#words"),
            ("section", "term-one", "two/#term-one"),
            ("section", "term-two", "two/#term-two"),
        ]
        first = section(folder, "first-part")
        assert (first.title, first.full_title, first.verified) == ("First part", "First part – one", "2026-11-23")

    def test_describe_themselves(self, folder):
        """A section by its own words, one that only holds others by theirs, a short one with its page's words behind."""
        assert section(folder, "first-part").description == "It says this. And that, at some length so that a preview has words."
        assert section(folder, "words").description.startswith("One; Two")
        assert section(folder, "term-one").description.startswith("A. two: a description")

    @pytest.mark.parametrize(
        ("words", "kept"),
        [
            ("x" * 155, "x" * 155),
            (
                "A sentence that is long enough to stand alone as all that a preview says of it. " + "More " * 30,
                "A sentence that is long enough to stand alone as all that a preview says of it.",
            ),
            ("word " * 40, ("word " * 30).strip() + "…"),
        ],
    )
    def test_descriptions_end_where_a_sentence_or_a_word_ends(self, words, kept):
        """A description is cut after a sentence, else after a word, and never within one."""
        assert targets.shorten(words) == kept and len(kept) <= 155

    def test_a_site_without_an_address_is_refused(self, folder):
        """Without an address of its own no link would last, and the message names the setting."""
        (folder / "index.html").write_text((folder / "index.html").read_text().replace("canonical", "other"))
        with pytest.raises(ValueError, match="set site_url"):
            book(folder)


class TestStubs:
    def test_each_section_has_a_page_with_its_own_preview(self, folder):
        """Own title, description and tags; not for search engines; the section is its canonical place; the site's checks hold."""
        assert stubs.write(Site(folder), book(folder), {}) == 4
        root = html.parse(str(folder / "go" / "first-part" / "index.html")).getroot()
        assert root.findtext(".//title") == targets.meta(root, "og:title") == "First part – one"
        assert targets.meta(root, "description") == targets.meta(root, "og:description") == section(folder, "first-part").description
        assert targets.meta(root, "robots") == "noindex" and targets.meta(root, "og:url") == "https://playbook.example/go/first-part/"
        assert root.xpath("//link[@rel='canonical']/@href") == ["https://playbook.example/one/#first-part"]
        assert root.xpath("//main//a/@href") == ["../../one/#first-part"]
        assert wrong(folder) == []

    def test_words_are_escaped(self, folder):
        """A title with the signs of HTML stands in a stub as text."""
        page = folder / "one" / "index.html"
        page.write_text(page.read_text().replace("First <em>part</em>", "&lt;script&gt; &amp; &quot;quotes&quot;"))
        stubs.write(Site(folder), book(folder), {})
        text = (folder / "go" / "first-part" / "index.html").read_text()
        assert "<script> &" not in text and html.fromstring(text).findtext(".//h1") == '<script> & "quotes" – one'


class TestLedger:
    def test_holds_what_can_be_linked(self, folder):
        """Pages, sections, terms and rows are on record, and what is on record is no problem."""
        lines = sorted(ledger.addresses(Site(folder)))
        assert lines == ["./", "one/", "one/#first-part", "two/", "two/#row-one", "two/#term-one", "two/#term-two", "two/#words"]
        assert list(ledger.problems(Site(folder), lines)) == []

    def test_a_new_id_is_refused_with_the_way_to_add_it(self, folder):
        """An address that is not on record yet stops the build with the command and the file that add it."""
        (found,) = ledger.problems(Site(folder), sorted(ledger.addresses(Site(folder)) - {"two/#words"}))
        assert (
            found.startswith("New and not yet in the record: two/#words.")
            and "make record" in found
            and "tests/contracts/anchors.txt" in found
        )

    @pytest.mark.parametrize("gone", ["one/#gone", "gone/", "gone/#first-part", "./#gone"])
    def test_an_address_that_leads_nowhere_is_refused(self, folder, gone):
        """What was published once must lead somewhere, or have a line in the aliases."""
        found = list(ledger.problems(Site(folder), [*ledger.addresses(Site(folder)), gone]))
        (sentence,) = found
        assert sentence.startswith(
            f"{gone} was published and leads nowhere now: bring it back, or say in publish/links/aliases.toml where it went."
        )

    def test_recording_only_adds(self, folder, tmp_path):
        """Recording keeps what is gone, adds what is new, in order, and a second time adds nothing."""
        file = tmp_path / "anchors.txt"
        file.write_text("gone/\n")
        assert "one/" in ledger.record(Site(folder), file) and ledger.record(Site(folder), file) == []
        assert "gone/" in ledger.read(file) and ledger.read(file) == sorted(ledger.read(file))

    def test_a_line_that_was_never_published_is_taken_off(self, folder, tmp_path, monkeypatch):
        """A heading that was renamed before its branch was merged; what others hold stays."""
        file = tmp_path / "anchors.txt"
        file.write_text("gone/\nold/\n")
        monkeypatch.setattr(ledger, "published_text", lambda file, root: "old/\n")
        assert "gone/: never published, taken off" in ledger.record(Site(folder), file, tmp_path)
        assert "gone/" not in ledger.read(file) and "old/" in ledger.read(file)


MOVES = """
"one/#old-part" = "one/#first-part"
"two/#old-row" = "two/#row-one"
"one/#gone-over" = "two/#words"
"old/" = "two/"
"old/#renamed" = "two/#term-one"
"older/deep/" = "old/"
"""


class TestAliases:
    def written(self, folder, text: str):
        file = folder.parent / "aliases.toml"
        file.write_text(text)
        return aliases.load(file)

    def test_every_old_address_leads_on(self, folder):
        """A renamed id, one that went to another page, a moved page, an id renamed in a moved page, a chain; twice, since a build may be taken up again."""
        old = self.written(folder, MOVES)
        assert old["older/deep/"] == "two/"
        lines = [*old, *ledger.addresses(Site(folder)), "old/#term-two", "older/deep/#words"]
        assert len(list(ledger.problems(Site(folder), lines))) == 8
        for _ in range(2):
            aliases.apply(Site(folder), book(folder), old)
            stubs.write(Site(folder), book(folder), old)
        assert list(ledger.problems(Site(folder), lines)) == [] and wrong(folder) == []
        assert "It" not in html.parse(str(folder / "one" / "index.html")).getroot().xpath("//*[@id='old-part']")[0].text_content()
        assert (folder / "go" / "old-part" / "index.html").read_text().count("../../one/#first-part") == 1
        assert [p.tag for p in html.parse(str(folder / "two" / "index.html")).getroot().xpath("//*[@id='old-row']/..")] == ["td"]

    def test_a_moved_page_without_its_id_is_noticed(self, folder):
        """An id that the moved page had and the new one has not leads nowhere."""
        aliases.apply(Site(folder), book(folder), self.written(folder, '"old/" = "two/"'))
        assert not ledger.resolves(Site(folder), "old/#first-part") and ledger.resolves(Site(folder), "old/#words")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('"old/" = "nowhere/"', "old/ leads to nowhere/, which is not in the site"),
            ('"one/#old" = "one/#nowhere"', "leads to one/#nowhere, which is not in the site"),
            ('"one/" = "two/"', "one/ is in use"),
            ('"one/#first-part" = "two/#words"', "one/#first-part is in use"),
            ('"old/#a" = "two/#words"', "old/#a has a new place, but old/ itself has none"),
            ('"old" = "two/"', "must be a page's address, which ends in a slash"),
            ('"a/" = "b/"\n"b/" = "a/"', "a/ leads back to itself"),
        ],
    )
    def test_a_line_that_cannot_be_kept_is_refused(self, folder, text, message):
        """An alias that is not written right, hides a page or leads nowhere stops the build and says why."""
        with pytest.raises(aliases.AliasError, match=message):
            aliases.apply(Site(folder), book(folder), self.written(folder, text))


class TestCommand:
    def test_fails_until_what_is_new_is_recorded(self, folder, monkeypatch, capsys):
        """The step of `make site` refuses a new id, says how to add it, and passes once that is done; a section that vanishes is refused."""
        monkeypatch.setattr(command.ledger.record, "__defaults__", (folder.parent / "anchors.txt", ledger.ROOT))
        monkeypatch.setattr(command.ledger.read, "__defaults__", (folder.parent / "anchors.txt",))
        assert command.main(str(folder)) == 1 and "New and not yet in the record" in capsys.readouterr().err
        assert command.main("record", str(folder)) == 0 and command.main(str(folder)) == 0
        page = folder / "one" / "index.html"
        page.write_text(page.read_text().replace('id="first-part"', 'id="first-piece"').replace("#first-part", "#first-piece"))
        capsys.readouterr()
        assert command.main(str(folder)) == 1
        assert "one/#first-part was published and leads nowhere now" in capsys.readouterr().err


class TestInventories:
    def test_links_json_lists_all_with_former_addresses(self, folder):
        """Each target has one line, with the addresses that it had before."""
        inventories.write(folder, book(folder), {"one/#old": "one/#first-part"})
        text = (folder / "links.json").read_text()
        listed = json.loads(text)
        assert listed["base"] == "https://playbook.example/" and len(listed["links"]) == 7 == text.count("\n{")
        assert listed["links"][2] == {
            "id": "first-part",
            "kind": "section",
            "title": "First part",
            "page": "one",
            "url": "one/#first-part",
            "go": "go/first-part/",
            "verified": "2026-11-23",
            "aliases": ["one/#old"],
        }

    def test_llms_txt_names_every_page(self, folder):
        """Each page and each calculator has one line, with address and description."""
        inventories.write(folder, book(folder), {})
        lines = (folder / "llms.txt").read_text().splitlines()
        assert lines[0] == "# The site" and sum(line.startswith("- [") for line in lines) == 3 + 2
        assert "- [one](https://playbook.example/one/): one: a description that is long enough to serve as a preview." in lines


def test_no_commit_took_a_line_from_the_record():
    """Append-only in history as well: who removes a line has to make this fail."""
    assert removed(ledger.ROOT, ledger.FILE) == 0


def test_a_removed_line_is_noticed(tmp_path):
    """An address that some commit had and the record has no longer is found in the history."""

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@example.org", *words], check=True, capture_output=True
        )

    file = tmp_path / "anchors.txt"
    git("init")
    for text in ("a/\nb/\n", "a/\naa/\nb/\n"):
        file.write_text(text)
        git("add", ".")
        git("commit", "-m", "more")
    assert removed(tmp_path, file) == 0
    file.write_text("a/\nb/\n")
    git("commit", "-am", "less")
    assert removed(tmp_path, file) == 1


def removed(repository, file) -> int:
    """How many lines the commits on the way here, and what is not yet committed, took from the file."""
    rows = []
    for command_ in (["log", "--numstat", "--format="], ["diff", "--numstat", "HEAD"]):
        done = subprocess.run(["git", "-C", repository, *command_, "--", file], check=True, capture_output=True, text=True)
        rows += [row.split() for row in done.stdout.splitlines() if row]
    return sum(int(row[1]) for row in rows)
