"""Embeds in the frame that a wiki makes: another origin, sandbox="allow-scripts", no storage."""

import json
import re
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

import brotli
import pytest

from calculator import calculators, run
from publish import ROOT
from publish.finish import embed
from publish.host.serve import Handler, serving
from publish.pages.snippet import LISTENER, frame_html
from publish.record.heights import height

WIDTHS = range(320, 1201, 110)
STRICT = "allow-scripts"
NO_BREAK = "\N{NO-BREAK SPACE}"
HOST = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A wiki</title><link rel="icon" href="data:,"><body>{}</body></html>'

# Whoever so much as looks at a storage is heard, in the page by its console and in the worker by the server.
TRAPS = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"])
  Object.defineProperty(globalThis, name, { get() { %s; throw new DOMException(name, "SecurityError"); } });
"""
PAGE_TRAPS = (
    TRAPS % 'console.error("touched " + name)'
    + """
Object.defineProperty(Document.prototype, "cookie", { get() { console.error("touched cookie"); return ""; }, set() { console.error("touched cookie"); } });
"""
)
WORKER_TRAPS = TRAPS % 'fetch(new URL("touched-" + name, import.meta.url))'


class Wiki(Handler):
    """One page for every address: the host's."""

    def find(self):
        return 200, {"Content-Type": "text/html; charset=utf-8"}, HOST.format(self.server.body).encode()


class Trapped(Handler):
    """The site, with traps in front of the worker's own code."""

    def find(self):
        status, headers, body = super().find()
        if not self.path.endswith("/python-worker.mjs"):
            return status, headers, body
        if headers.pop("Content-Encoding", ""):
            body = brotli.decompress(body)
        return status, headers, WORKER_TRAPS.encode() + body


@pytest.fixture
def wiki():
    """A wiki on another port, whose page holds `wiki.body`."""
    with serving(".", handler=Wiki) as server:
        server.body = ""
        yield server


def strict(id: str, address: str) -> str:
    """The frame as the strictest wikis make it."""
    return re.sub(r'sandbox="[^"]*"', f'sandbox="{STRICT}"', frame_html(id, address))


def the_frame(page, path: str = "/embed/"):
    """The embed's frame, once it is there."""
    page.wait_for_function("document.querySelector('iframe')")
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_function("document.querySelector('pb-calculator')?.matches(':defined')")
    assert path in frame.url
    return frame


def shows(frame, words: str) -> None:
    frame.wait_for_function(
        """words => document.querySelector('pb-calculator')?.matches(':defined:not(.pb-waiting)')
        && document.querySelector('.pb-verdict').innerText.replaceAll('\\u00a0', ' ').includes(words)""",
        arg=words,
        timeout=60_000,
    )


def unfold(frame) -> None:
    """Open the form."""
    frame.click(".pb-change > summary")


# The selectors of the rules that an embed comes without, but for what the reader has to do first.
LEFT_OUT = [
    re.sub(r"::[\w-]+|(?<!\():(?:hover|focus|focus-visible|target)(?![\w-])", "", selector)
    for head, _ in embed.RULE.findall(embed.UNREAD.sub("", (ROOT / "docs" / "assets" / "playbook.css").read_text(encoding="utf-8")))
    for selector in embed.BETWEEN.findall(head)
    if embed.of_pages(selector)
]
FITS = (
    "(() => { const space = innerHeight - document.documentElement.getBoundingClientRect().height; return space > -0.01 && space < 1; })()"
)


def message(height: str, version: str = "1", type: str = "'playbook:resize'") -> str:
    return f"{{ type: {type}, version: {version}, id: 'growth', height: {height} }}"


# No height that a calculator can have, or no message of this version.
FORGED = [
    *map(message, ["'700'", "'7;background:red'", "700n", "[700]", "{}", "new String('700')", "new Number(700)", "null", "true"]),
    *map(message, ["NaN", "Infinity", "-1", "0", "1e9", "20000", "Number.MAX_SAFE_INTEGER", "{ valueOf: 700 }"]),
    message("700", version="'1'"),
    message("700", version="2"),
    message("700", type="'resize'"),
    "null",
    "'playbook:resize'",
]


class TestInAWiki:
    @pytest.mark.parametrize("id", calculators())
    def test_computes_and_fits(self, page, wiki, site, id):
        """Each embed: no origin, computes on touch, is as tall as its content from 320 to 1200 pixels, and misses no rule of style that is left out for it."""
        wiki.body = strict(id, f"{site}embed/{id}/") + LISTENER
        page.goto(wiki.url)
        frame = the_frame(page)
        assert frame.evaluate("origin") == "null"
        unfold(frame)
        frame.click(".pb-reset")
        frame.wait_for_function("document.querySelector('pb-calculator').matches(':not(.pb-waiting)')", timeout=60_000)
        shows(frame, run(id).answer["verdict"])
        for width in WIDTHS:
            page.evaluate("width => { document.querySelector('iframe').style.width = width + 'px'; }", width)
            frame.wait_for_function(f"innerWidth === {width} && {FITS}")
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"scrolls sideways at {width}"
        assert frame.evaluate("missed => missed.filter((selector) => document.querySelector(selector))", LEFT_OUT) == []

    def test_without_the_listener_it_does_not_fit(self, page, wiki, site):
        """The height is the listener's doing, not chance; without it the frame scrolls."""
        wiki.body = strict("growth", f"{site}embed/growth/").replace('height="', 'height="1')
        page.goto(wiki.url)
        assert not the_frame(page).evaluate(FITS)

    def test_answers_for_the_numbers_of_its_address(self, page, wiki, site):
        """The wiki's author chose the numbers; the link to the full page carries them, and then the reader's."""
        wiki.body = strict("growth", f"{site}embed/growth/?quarters=5&data=2020-01")
        page.goto(wiki.url)
        frame = the_frame(page)
        shows(frame, run("growth", {"quarters": 5}).answer["verdict"])
        frame.wait_for_selector("text=The link asks for data=2020-01")
        unfold(frame)
        frame.fill("[name=growth_pct_quarter]", "20")
        shows(frame, "by 20 %")
        link = urlsplit(frame.get_attribute(".pb-open", "href"))
        assert link.path == "/calculators/growth/" and parse_qs(link.query) == {
            "data": ["2020-01"],
            "quarters": ["5"],
            "growth_pct_quarter": ["20"],
        }
        assert page.evaluate("history.length") <= 2, "edits in the frame became steps of the wiki's history"

    def test_opens_the_full_page_with_the_same_numbers(self, page, wiki, site):
        """With the sandbox of our snippet the link opens an ordinary page of the site."""
        wiki.body = f"{frame_html('growth', f'{site}embed/growth/?quarters=5')}\n{LISTENER}"
        page.goto(wiki.url)
        frame = the_frame(page)
        with page.context.expect_page() as opened:
            frame.click(".pb-open")
        full = opened.value
        shows(full, run("growth", {"quarters": 5}).answer["verdict"])
        assert (
            full.url == f"{site}calculators/growth/?quarters=5"
            and full.evaluate("origin + '/'") == site
            and full.evaluate("opener") is None
        )

    def test_two_embeds_are_told_apart(self, page, wiki, site):
        """The listener matches the window that spoke: each frame gets its own height."""
        wiki.body = strict("growth", f"{site}embed/growth/") + strict("strategy", f"{site}embed/strategy/") + LISTENER
        page.goto(wiki.url)
        for element in page.query_selector_all("iframe"):
            element.scroll_into_view_if_needed()  # it loads lazily
            element.content_frame().wait_for_function(FITS)

    def test_a_forged_height_changes_nothing(self, page, wiki, site):
        """Other frames on the wiki's page change no height: neither by what is no height of ours, nor by a right message from a stranger."""
        told = "; ".join(f"parent.postMessage({data}, '*')" for data in [*FORGED, "'said'"])
        frames = {
            "looks like ours": told,
            "a stranger": f"parent.postMessage({message('700')}, '*'); {told}",
        }
        counting = "<script>window.said = 0; addEventListener('message', ({ data }) => (window.said += data === 'said'));</script>"
        wiki.body = LISTENER + counting + strict("growth", f"{site}embed/growth/")
        for title, script in frames.items():
            address = f"data:text/html,{quote(f'<script>{script}</script>')}#{'/embed/' if title == 'looks like ours' else ''}"
            wiki.body += f'<iframe title="{title}" style="height:150px" src="{address}"></iframe>'
        page.goto(wiki.url)
        page.wait_for_function("window.said === 2")
        the_frame(page).wait_for_function(FITS)
        assert {
            title: page.evaluate("title => document.querySelector(`[title='${title}']`).clientHeight", title) for title in frames
        } == dict.fromkeys(frames, 150)

    def test_the_message(self, page, wiki, site):
        """Type, version, id and height, as promised."""
        wiki.body = '<script>addEventListener("message", ({ data }) => (window.heard = data));</script>' + strict(
            "growth", f"{site}embed/growth/"
        )
        page.goto(wiki.url)
        page.wait_for_function("window.heard")
        heard = page.evaluate("heard")
        assert heard.pop("height") > 300 and heard == {"type": "playbook:resize", "version": 1, "id": "growth"}


# What can be seen of the answer alone, from the top down.
SEEN = """() => ['.pb-headline', '.pb-because', '.pb-again', '.pb-chart', '.pb-used', '.pb-form', '.pb-rest', '.pb-tools', '.md-header', 'footer, .pb-whole']
    .filter((part) => [...document.querySelectorAll(`${part}`)].some((one) => one.checkVisibility()))"""
ALONE = [".pb-headline", ".pb-because", ".pb-again", ".pb-used", "footer, .pb-whole"]


def seen(page) -> list[str]:
    return [part for part in page.evaluate(SEEN) if part != ".pb-chart"]  # not every answer draws


class TestTheAnswerAlone:
    @pytest.mark.parametrize("id", calculators())
    def test_an_embed_begins_with_it(self, browser, site, id):
        """In a column of 700 pixels verdict, picture and numbers come first and are all there is, in about 420 pixels; the form is one line."""
        page = browser.new_page(viewport={"width": 700, "height": 500})
        page.goto(f"{site}embed/{id}/")
        assert seen(page) == ALONE
        assert page.locator(".pb-headline").bounding_box()["y"] < 30
        assert 250 < page.evaluate("document.documentElement.getBoundingClientRect().height") < 600
        page.click(".pb-change > summary")
        assert {".pb-form", ".pb-rest", ".pb-tools"} <= set(seen(page))
        page.context.close()

    def test_a_page_shows_it_when_asked(self, page, site):
        """With ?view=answer, for the numbers of the link; the link below it opens the whole page with them."""
        page.goto(f"{site}calculators/growth/?view=answer&quarters=5")
        shows(page, "in 5 quarters")
        assert seen(page) == ALONE and page.locator(".pb-unknown").count() == 0
        assert page.inner_text(".pb-used").replace(NO_BREAK, " ").splitlines()[-2:] == ["Quarters to look ahead", "5 quarters yours"]
        page.wait_for_function("location.search.includes('view=answer')")
        page.click(".pb-whole a")
        page.wait_for_url(f"{site}calculators/growth/?quarters=5")
        shows(page, "in 5 quarters")
        assert {".md-header", ".pb-form", ".pb-rest"} <= set(seen(page)) and ".pb-used" not in seen(page)


class TestStorage:
    def test_is_not_touched(self, page, wiki, site_folder):
        """Neither the page nor the worker looks at any storage, in a frame with an origin as in one without."""
        page.add_init_script(f"if (location.pathname.startsWith('/embed/')) {{ {PAGE_TRAPS} }}")
        with serving(site_folder, handler=Trapped) as server:
            for sandbox in (STRICT, "allow-scripts allow-same-origin"):
                wiki.body = strict("growth", f"{server.url}embed/growth/?quarters=5").replace(f'"{STRICT}"', f'"{sandbox}"')
                page.goto(wiki.url)
                shows(the_frame(page), "in 5 quarters")
            assert not [served.path for served in server.served if "touched" in served.path]
            assert page.context.cookies() == []

    def test_the_traps_work(self, browser, wiki, site_folder):
        """The full page in a frame does look at storages, and both traps hear it."""
        page, heard = browser.new_page(), []
        page.add_init_script(PAGE_TRAPS)
        page.on("console", lambda message: heard.append(message.text))
        with serving(site_folder, handler=Trapped) as server:
            page.goto(f"{server.url}calculators/growth/?quarters=5")
            shows(page, "in 5 quarters")
            assert "touched localStorage" in heard and [served for served in server.served if "touched-caches" in served.path]
        page.context.close()


class TestLoading:
    @pytest.mark.parametrize("id", calculators())
    def test_weighs_less_than_30_kb_and_does_not_jump(self, page, wiki, site_folder, id):
        """All that an embed loads before Python, compressed; and what the script adds had its place from the start."""
        with serving(site_folder) as server:
            held = []
            page.route("**/embed.mjs", lambda route: held.append(route))
            wiki.body = strict(id, f"{server.url}embed/{id}/")
            page.goto(wiki.url, wait_until="commit")
            page.wait_for_selector("iframe")
            frame = page.query_selector("iframe").content_frame()
            frame.wait_for_selector("footer")
            frame.wait_for_function("[...document.styleSheets].length === 1")
            height = "document.documentElement.getBoundingClientRect().height"
            before = frame.evaluate(height)
            held[0].continue_()
            the_frame(page)
            page.wait_for_load_state("networkidle")
            assert frame.evaluate(height) == before
            total = sum(served.bytes for served in server.served)
            assert 20_000 < total < 30_000, server.served
            assert not [served.path for served in server.served if "/runtime/" in served.path]

    @pytest.mark.parametrize("id", calculators())
    def test_the_height_in_the_snippet_is_about_right(self, browser, site, id):
        """Within a tenth at 800 pixels, so that a frame that nobody resizes shows the answer, and one that is resized hardly moves."""
        page = browser.new_page(viewport={"width": 800, "height": 500})
        page.goto(f"{site}embed/{id}/")
        real = page.evaluate("document.documentElement.getBoundingClientRect().height")
        page.context.close()
        assert abs(height(id) / real - 1) < 0.1, f"{real} pixels: run `make record`, then `make site`"

    def test_says_so_when_scripts_are_refused(self, browser, wiki, site_folder):
        """A host that forgot the header: the answer stands, and a sentence says why nothing moves."""
        page = browser.new_page()
        with serving(site_folder, headers={"Access-Control-Allow-Origin": "https://elsewhere.example"}) as server:
            wiki.body = strict("growth", f"{server.url}embed/growth/")
            page.goto(wiki.url)
            frame = page.query_selector("iframe").content_frame()
            frame.wait_for_selector("text=The fields do nothing here")
            assert frame.inner_text(".pb-headline").replace(NO_BREAK, " ") == run("growth").answer["verdict"]
        page.context.close()

    def test_answers_without_javascript(self, browser, site):
        """The default answer and the link to the full page need no script."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{site}embed/growth/")
        assert page.inner_text(".pb-headline").replace(NO_BREAK, " ") == run("growth").answer["verdict"]
        assert urlsplit(page.get_attribute(".pb-open", "href")).path == "../../calculators/growth/"
        context.close()


def with_editions(page, site: str, id: str, told: dict) -> None:
    """The calculator's page as it is with these editions on record."""

    def answer(route) -> None:
        response = route.fetch()
        text, changed = re.subn(r' editions="[^"]*"', f' editions="{escape(json.dumps(told))}"', response.text())
        assert changed == 1
        route.fulfill(response=response, body=text)

    page.route(f"**/calculators/{id}/*", answer)


# A day with a corrected edition, and a later one; the first is no longer what the calculator gives.
TOLD = {"all": ["2026-10-05", "2026-10-05b", "2026-11-12"], "held": ["2026-10-05b", "2026-11-12"]}
# Nothing but a correction: before version 1.0.0 it took the place of what it corrects.
CORRECTED = {"all": ["2026-11-12b"], "held": ["2026-11-12b"]}


class TestPinnedData:
    def test_a_day_of_the_current_edition_is_silent(self, page, site):
        """The day under every answer may be pinned."""
        page.goto(f"{site}calculators/growth/?data={run('growth').as_of}&quarters=5")
        shows(page, "in 5 quarters")
        assert page.locator(".pb-unknown").count() == 0

    def test_the_current_edition_is_silent_and_stays_in_links(self, page, site):
        """data= of today changes nothing, and the link that one copies still has it."""
        page.goto(f"{site}calculators/growth/")
        edition = json.loads(page.get_attribute("pb-calculator", "editions"))["all"][-1]
        page.goto(f"{site}calculators/growth/?data={edition}&quarters=5")
        shows(page, "in 5 quarters")
        assert page.locator(".pb-unknown").count() == 0
        page.fill("[name=growth_pct_quarter]", "20")
        page.wait_for_function("location.search.includes('growth_pct_quarter=20')")
        assert parse_qs(urlsplit(page.evaluate("location.href")).query) == {
            "data": [edition],
            "quarters": ["5"],
            "growth_pct_quarter": ["20"],
        }

    def test_an_older_edition_with_the_same_numbers_is_silent(self, page, site):
        """A newer one may have more numbers, or those of a later day."""
        with_editions(page, site, "growth", TOLD)
        page.goto(f"{site}calculators/growth/?data=2026-10-05b&quarters=5")
        shows(page, "in 5 quarters")
        assert page.locator(".pb-unknown").count() == 0

    def test_an_edition_that_was_corrected_is_reported(self, page, site):
        """And the one that is computed with is named, letter and all."""
        with_editions(page, site, "growth", CORRECTED)
        page.goto(f"{site}calculators/growth/?data=2026-11-12")
        page.wait_for_selector(
            "text=The link asks for data=2026-11-12, which this calculator does not have: it computes with data=2026-11-12b,"
        )

    def test_a_correction_is_reported_where_the_prices_of_the_day_are_used(self, page, site):
        """The prices are those of the day, the rules are not."""
        with_editions(page, site, "api-bill", CORRECTED)
        page.goto(f"{site}calculators/api-bill/?data=2026-11-12")
        page.wait_for_selector("text=The link asks for data=2026-11-12, and this calculator was corrected since")
        page.wait_for_selector("text=These are the prices of 2026-11-12.")

    @pytest.mark.parametrize(
        "told, dated, differs, holds",
        [
            (
                TOLD,
                False,
                [
                    "2026-10-05",
                    "2026-10-05c",
                    "2026-10",
                    "2026-10-04",
                    "2026-09",
                    "2026-11-13",
                    "2026-11-12b",
                    "2026-12",
                    "2026-00",
                    "x",
                    "",
                ],
                ["2026-10-05b", "2026-10-06", "2026-11-12", "2026-11"],
            ),
            ({"all": TOLD["all"], "held": ["2026-11-12"]}, False, ["2026-11", "2026-11-01", "2026-10-05b"], ["2026-11-12"]),
            (CORRECTED, False, ["2026-11-12", "2026-11-11"], ["2026-11-12b", "2026-11"]),
            (TOLD, True, ["2026-10-05", "2026-10", "2026-11-01"], ["2026-11-12", "2026-11", "2026-09", "2026-10-04", "x", ""]),
            (CORRECTED, True, ["2026-11-12", "2026-11"], ["2026-11-11", "2026-10"]),
        ],
    )
    def test_a_day_or_month_is_every_edition_that_it_may_have_meant(self, page, site, told, dated, differs, holds):
        """Silence is only for a link that cannot have been made with other numbers. Where prices of the day are used, a month is its last day."""
        page.goto(f"{site}calculators/growth/")
        found = page.evaluate(
            """async ([asked, told, dated]) => {
                const { difference } = await import(new URL("../../assets/editions.mjs", location.href).href);
                return asked.filter((edition) => difference(edition, told, dated).length);
            }""",
            [[*differs, *holds], told, dated],
        )
        assert found == differs

    @pytest.mark.parametrize("id", ["api-bill", "self-host"])
    def test_an_earlier_day_computes_and_names_the_newer(self, page, site, id):
        """The prices of that day, and the day of those that came after."""
        page.goto(f"{site}calculators/{id}/?data=2026-11-12")
        page.wait_for_selector("text=These are the prices of 2026-11-12. There are newer ones, of 2026-")
        assert page.locator(".pb-unknown").count() == 0

    @pytest.mark.parametrize("edition", ["2020-01", "2026-10-31", "2099-12", "2026-13", "latest", ""])
    def test_another_edition_is_reported(self, page, site, edition):
        """What this site does not have is said, older, newer or no edition at all."""
        page.goto(f"{site}calculators/growth/?data={edition}")
        page.wait_for_selector(f"text=The link asks for data={edition}, which this calculator does not have")


def test_oembed_describes_the_embed(site_folder):
    """Every embed has its description, with the frame that we tell people to paste."""
    for id in calculators():
        told = json.loads((site_folder / "embed" / id / "oembed.json").read_text(encoding="utf-8"))
        assert told == embed.oembed(id, told["provider_url"], told["provider_name"])
        assert told["version"] == "1.0" and told["type"] == "rich" and f'src="{told["provider_url"]}embed/{id}/"' in told["html"]


@pytest.mark.parametrize("page_of", ["embed/{}/", "calculators/{}/"])
def test_oembed_can_be_discovered(site_folder, page_of):
    """The embed and the calculator's page name the description, by its full address."""
    for id in calculators():
        text = (site_folder / page_of.format(id) / "index.html").read_text(encoding="utf-8")
        link = re.search(r'<link[^>]+type="application/json\+oembed"[^>]*>', text)
        assert link and re.search(rf'href="https?://[^"]+/embed/{id}/oembed\.json"', link[0]), page_of.format(id)


def test_is_kept_out_of_sitemap_and_search(site_folder):
    """Search engines and the site's own search know the pages, not the embeds."""
    for file in [site_folder / "sitemap.xml", *(site_folder / "search").glob("*.json")]:
        text = file.read_text(encoding="utf-8")
        places = re.findall(r'(?:<loc>|"location":\s*")([^"<]*)', text)
        assert any(place.endswith("calculators/growth/") for place in places) and not any("embed/growth" in place for place in places)
    assert all('name="robots" content="noindex"' in file.read_text(encoding="utf-8") for file in site_folder.glob("embed/*/index.html"))


def test_the_listener_is_short():
    """At most fifteen lines, the frame included."""
    assert len([*frame_html("growth", "https://example.org/embed/growth/").splitlines(), *LISTENER.splitlines()]) <= 15
