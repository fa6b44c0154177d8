"""A page whose scripts did not arrive says so: the answer stands, the fields are still, and a link's numbers are not used."""

import pytest

from calculator import run
from publish.host.serve import Handler, serving

ENTRY, IMPORTED = "pb-calculator.mjs", "form.mjs"
LOGIN = b"<!doctype html><title>Sign in</title><form>Sign in</form>"


def with_status(status: int):
    return lambda headers, body: (status, headers, body)


def half(headers: dict, body: bytes):
    return 200, {name: value for name, value in headers.items() if name != "Content-Encoding"}, body[: len(body) // 2]


FAULTS = {
    "not there": with_status(404),
    "an error": with_status(500),
    "a sign-in page": lambda headers, body: (200, {"Content-Type": "text/html"}, LOGIN),
    "a sign-in page that says it is a script": lambda headers, body: (200, {"Content-Type": "text/javascript"}, LOGIN),
    "half a file": half,
    "nothing": lambda headers, body: (200, {"Content-Type": "text/javascript"}, b""),
}


class Faulty(Handler):
    """The site, one of whose scripts does not come as it should."""

    def find(self):
        self.headers.replace_header("Accept-Encoding", "identity")  # so that half a file is half a script
        status, headers, body = super().find()
        if self.server.fault and self.path.endswith(f"/{self.server.lost}"):
            return self.server.fault(headers, body)
        return status, headers, body


@pytest.fixture
def faulty(site_folder):
    with serving(site_folder, handler=Faulty) as server:
        server.fault, server.lost = None, ENTRY
        yield server


@pytest.fixture
def reader(browser):
    page = browser.new_page()
    yield page
    page.context.close()


def told(page) -> str:
    """What the reader sees about it, once scripts have run or failed."""
    page.wait_for_load_state("load")
    trouble = page.locator(".pb-trouble")
    return trouble.inner_text().replace("\N{NO-BREAK SPACE}", " ") if trouble.is_visible() else ""


# Of "nothing" in an imported file the browser says that the names are missing, which is a syntax error as any other.
@pytest.mark.parametrize("lost", [ENTRY, IMPORTED])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("path", ["calculators/growth/", "embed/growth/"])
def test_a_page_without_its_script_says_so(reader, faulty, path, fault, lost):
    """Whatever came in place of a script or of one that it imports: the sentence stands, and of the link's numbers only where it has some."""
    faulty.fault, faulty.lost = FAULTS[fault], lost
    reader.goto(f"{faulty.url}{path}")
    words = told(reader)
    assert "The fields do nothing here, because a script of this site did not load." in words
    assert words.endswith("The answer is for the numbers that stand in the fields.")
    reader.goto(f"{faulty.url}{path}?quarters=5")
    assert told(reader).endswith("The answer is for the numbers that stand in the fields, not for those in the link.")
    headline = reader.inner_text(".pb-headline").replace("\N{NO-BREAK SPACE}", " ")
    assert headline == run("growth").answer["verdict"] and reader.input_value("[name=quarters]") == "8"


@pytest.mark.parametrize("path", ["calculators/growth/", "framework/strategy/", "embed/growth/"])
def test_says_nothing_when_all_is_well(page, site, path):
    """With its scripts a page says nothing of the kind."""
    page.goto(f"{site}{path}?quarters=5")
    assert told(page) == ""


def test_says_nothing_without_javascript(browser, site):
    """There the sentence about JavaScript stands, and one is enough."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}calculators/growth/?quarters=5")
    assert told(page) == ""
    context.close()


def test_a_full_page_in_a_sandboxed_frame_says_so(reader, site):
    """Such a frame needs a worker from a data: address, which only embeds may start."""
    reader.goto(f"{site}use/")
    reader.evaluate(
        """src => { const frame = Object.assign(document.createElement("iframe"), { src });
        frame.setAttribute("sandbox", "allow-scripts"); document.body.prepend(frame); }""",
        f"{site}calculators/growth/",
    )
    frame = reader.wait_for_selector("iframe").content_frame()
    frame.wait_for_selector("text=this page stands in a sandboxed frame, where only embeds compute.")
    assert "did not load" not in frame.locator(".pb-trouble").inner_text()
