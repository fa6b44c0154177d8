"""Three engines behind one small face: open an address, run a script, be told what complained. None has a limit of its browser lifted.

Chromium is driven by Playwright, Firefox by WebDriver BiDi, which it speaks itself, and WebKitGTK by its WebDriver on a virtual screen.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright
from selenium import webdriver
from selenium.webdriver.common.keys import Keys
from websocket import create_connection

from publish.measurements import chromium

SCRIPT_SECONDS = 120
PACKAGES = "firefox-esr webkit2gtk-driver xvfb"


class Engine:
    """A browser with one page open. `run` takes the body of an async function and returns what it returns, JSON-ready; `click` presses what a selector
    finds, `enter` the key on what has the focus, and `paste` the keys for it, as a person does."""

    def __init__(
        self,
        go: Callable[[str], object],
        run: Callable[[str], object],
        click: Callable[[str], object],
        enter: Callable[[], object],
        paste: Callable[[], object],
    ):
        self.go, self.run, self.click, self.enter, self.paste = go, run, click, enter, paste


def program(*names: str) -> str:
    """The path of the first of these programs that is installed; FileNotFoundError that says what brings it."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise FileNotFoundError(f"{names[0]} is not installed, which make engines takes: on Debian apt install {PACKAGES}")
    return found


@contextmanager
def chromium_engine() -> Iterator[Engine]:
    with sync_playwright() as playwright:
        browser = chromium.find().launch(playwright)
        page = browser.new_page()
        run, press = lambda body: page.evaluate(f"async () => {{ {body} }}"), page.keyboard.press
        yield Engine(page.goto, run, page.click, lambda: press("Enter"), lambda: press("Control+v"))
        browser.close()


class Bidi:
    """A connection to a browser that speaks WebDriver BiDi: commands out, results in. To be closed."""

    def __init__(self, address: str):
        self.socket = create_connection(f"{address}/session", suppress_origin=True, timeout=SCRIPT_SECONDS)
        self.ids = count(1)

    def close(self) -> None:
        self.socket.close()

    def command(self, method: str, **parameters: object) -> dict:
        id = next(self.ids)
        self.socket.send(json.dumps({"id": id, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("id") == id:
                break
        if said["type"] == "error":
            raise RuntimeError(f"{method}: {said['error']}: {said['message']}")
        return said["result"]


@contextmanager
def firefox_engine() -> Iterator[Engine]:
    firefox = program("firefox-esr", "firefox")
    with TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as profile:
        arguments = [firefox, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", profile]
        process = subprocess.Popen(
            arguments, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, "HOME": profile}
        )
        try:
            address = next(found[1] for line in process.stderr if (found := re.search(r"BiDi listening on (ws://\S+)", line)))
            with closing(Bidi(address)) as bidi:
                bidi.command("session.new", capabilities={})
                context = bidi.command("browsingContext.getTree")["contexts"][0]["context"]

                def run(body: str) -> object:
                    found = bidi.command(
                        "script.evaluate",
                        expression=f"(async () => JSON.stringify(await (async () => {{ {body} }})() ?? null))()",
                        target={"context": context},
                        awaitPromise=True,
                    )
                    if found["type"] != "success":
                        raise RuntimeError(found["exceptionDetails"]["text"])
                    return json.loads(found["result"]["value"])

                def act(kind: str, *actions: dict, **source: object) -> None:
                    bidi.command(
                        "input.performActions", context=context, actions=[{"type": kind, "id": kind, "actions": actions, **source}]
                    )

                def click(selector: str) -> None:
                    run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{ block: 'center' }});")
                    found = bidi.command("browsingContext.locateNodes", context=context, locator={"type": "css", "value": selector})
                    move = {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": found["nodes"][0]}}
                    act("pointer", move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})

                def press(keys: str) -> None:
                    """All of them down, one after the other, and up in the other order."""
                    down, up = ([{"type": way, "value": key} for key in keys] for way in ("keyDown", "keyUp"))
                    act("key", *down, *reversed(up))

                go = partial(bidi.command, "browsingContext.navigate", context=context, wait="complete")
                yield Engine(lambda url: go(url=url), run, click, lambda: press(Keys.ENTER), lambda: press(Keys.CONTROL + "v"))
        finally:
            process.terminate()
            process.wait()
            process.stderr.close()


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen of its own; its name for DISPLAY."""
    read, write = os.pipe()
    process = subprocess.Popen(
        [program("Xvfb"), "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def webkit_engine() -> Iterator[Engine]:
    with screen() as display, TemporaryDirectory(prefix="webkit-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "DISPLAY": display, "HOME": home, "XDG_RUNTIME_DIR": home, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(minibrowser())
        options.add_argument("--automation")
        driver = webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService(program("WebKitWebDriver"), env=environment))
        try:
            driver.set_script_timeout(SCRIPT_SECONDS)
            wrapped = "const done = arguments[0]; (async () => {{ {} }})().then((value) => done([value ?? null]), (error) => done(String(error)));"

            def run(body: str) -> object:
                found = driver.execute_async_script(wrapped.format(body))
                if isinstance(found, str):
                    raise RuntimeError(found)
                return found[0]

            yield Engine(
                driver.get,
                run,
                lambda selector: driver.find_element("css selector", selector).click(),
                lambda: driver.switch_to.active_element.send_keys(Keys.ENTER),
                lambda: driver.switch_to.active_element.send_keys(Keys.CONTROL, "v"),
            )
        finally:
            driver.quit()


def minibrowser() -> Path:
    """The small browser that comes with WebKitGTK's driver."""
    return next(path for folder in ("/usr/lib", "/usr/libexec") for path in Path(folder).rglob("webkit2gtk-4.*/MiniBrowser"))


ENGINES = {"chromium": chromium_engine, "firefox": firefox_engine, "webkit": webkit_engine}
