"""A walk through the whole site in a browser, in which nothing may be missing, refused or asked of anybody else."""

from pathlib import Path
from urllib.parse import urljoin

from calculator import run

# A violation is heard in the page where it happens, frames included; those in workers show in the console.
LISTEN = "document.addEventListener('securitypolicyviolation', (event) => console.error(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"


def paths(folder: Path) -> list[str]:
    """The address of every page below the site's root; of the hundreds that only send a reader on, two."""
    found = sorted(file.parent.relative_to(folder).as_posix().removeprefix(".") + "/" for file in folder.rglob("index.html"))
    sending = [path for path in found if path.startswith("go/")]
    return [path for path in found if path not in sending[2:]]


def listen(page, base: str) -> list[str]:
    """Whatever goes wrong on the page from now on."""
    wrong: list[str] = []
    page.add_init_script(LISTEN)
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda request: wrong.append(f"{page.url}: asks {request.url}") if not request.url.startswith((base, "data:", "blob:")) else None,
    )
    page.on("response", lambda response: wrong.append(f"{response.status} {response.url}") if response.status >= 400 else None)
    return wrong


def walk(browser, base: str, folder: Path) -> list[str]:
    """What went wrong with the site of `folder`, served at `base`: every page, search, a calculator, and an embed in a wiki's frame."""
    context = browser.new_context()
    page = context.new_page()
    wrong = listen(page, base)
    for path in paths(folder):
        page.goto(urljoin(base, path.lstrip("/")))
        page.wait_for_function("!location.pathname.includes('/go/')")
    computes(page, f"{base}calculators/growth/?quarters=5")
    search(page)
    # The page around it is ours, so that nothing leaves this server; the frame has no origin all the same.
    page.goto(f"{base}use/")
    address = f"{base}embed/growth/?quarters=5"
    page.evaluate(
        """address => { const frame = Object.assign(document.createElement("iframe"), { src: address });
        frame.setAttribute("sandbox", "allow-scripts"); document.body.prepend(frame); }""",
        address,
    )
    shows(page.wait_for_selector(f"iframe[src='{address}']").content_frame())
    context.close()
    return wrong


def computes(page, address: str) -> None:
    page.goto(address)
    shows(page)


def shows(frame) -> None:
    """Wait for Python's answer to `quarters=5`."""
    headline = run("growth", {"quarters": 5}).answer["verdict"]
    frame.wait_for_function(
        "words => document.querySelector('.pb-headline')?.innerText.replaceAll('\\u00a0', ' ') === words", arg=headline, timeout=60_000
    )


def search(page) -> None:
    """The theme's search works: its worker starts and finds a page."""
    links = "document.querySelectorAll('a').length"
    before = page.evaluate(links)
    page.get_by_placeholder("Search").first.focus()
    page.keyboard.type("growth")
    page.wait_for_function(f"before => {links} > before", arg=before)
