"""`make serve`: what mkdocs shows after a change of a calculator, of a case or of the extension itself."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from urllib.request import urlopen

import pytest
from mkdocs.utils.yaml import yaml_load

from publish import ROOT
from publish.measurements.servers import free_port
from publish.runtime.build import WORKER

PAGE = "# Home\n\n::: calculator growth\n\n::: cases growth\n"
CASE = Path("tests", "cases", "growth", "one.toml")
MODEL = Path("calculator", "models", "growth.py")


@pytest.fixture
def project(tmp_path) -> Path:
    """As much of this repository as a page with a calculator takes."""
    for package in ("calculator", "publish"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "docs" / "assets").mkdir(parents=True)
    shutil.copy(ROOT / "docs" / "assets" / WORKER, tmp_path / "docs" / "assets")
    (tmp_path / "docs" / "index.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / CASE).parent.mkdir(parents=True)
    (tmp_path / CASE).write_text(
        'title = "A case"\nwhy = "B"\nsource = "playbook"\n[inputs]\n[outputs]\n"rows.0.run_rate_usd_year" = 180000\n'
    )
    (tmp_path / "tests" / "literature").mkdir()
    ours = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    lines = [f"site_name: t\nplugins: []\nhooks: {ours['hooks']}\nwatch: {ours['watch']}\nmarkdown_extensions: [publish.pages.markdown]\n"]
    (tmp_path / "mkdocs.yml").write_text("".join(lines), encoding="utf-8")
    return tmp_path


class Served:
    """A running `mkdocs serve`: what it says, and what it shows."""

    def __init__(self, process: subprocess.Popen, url: str):
        self.url, self.lines = url, Queue()
        Thread(target=self.listen, args=(process.stderr,), daemon=True).start()

    def listen(self, stderr) -> None:
        for line in stderr:
            self.lines.put(line)
        self.lines.put(None)

    def says(self, words: str, within: float | None = None) -> bool:
        """Wait until it says so; False when it has said nothing for `within` seconds."""
        told = []
        while True:
            try:
                line = self.lines.get(timeout=within)
            except Empty:
                return False
            assert line is not None, f"the server has ended: {''.join(told)}"
            told.append(line)
            if words in line:
                return True

    def page(self) -> str:
        with urlopen(self.url) as answer:
            return answer.read().decode()

    def shows(self, words: str, changed: Path) -> str:
        """The page, once it has these words. A change that came before mkdocs had begun to watch is made again."""
        while words not in (page := self.page()):
            if not self.says("Reloading browsers", within=20):
                changed.touch()
        return page


@contextmanager
def served(project: Path) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True) as process:
        try:
            server = Served(process, f"http://127.0.0.1:{port}/")
            server.says("Serving on")
            yield server
        finally:
            process.terminate()


def change(file: Path, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


@pytest.mark.whole("builds the site and the runtime, three times")
def test_a_change_is_shown(project):
    """In the page and in the runtime that it names; an error on the way ends nothing."""
    with served(project) as server:
        first = server.page()
        title = re.search(r'aria-label="([^"]+)" tabindex="-1" novalidate', first)[1]
        assert "<summary>A case</summary>" in first
        server.shows("<summary>Another case</summary>", change(project / CASE, "A case", "Another case"))

        change(project / MODEL, f'title="{title}"', "title=(")
        server.says("An error happened during the rebuild")
        then = server.shows('aria-label="Changed" tabindex="-1" novalidate', change(project / MODEL, "title=(", 'title="Changed"'))
        hashes = [re.search(r'runtime="([0-9a-f]+)"', page)[1] for page in (first, then)]
        assert hashes[0] != hashes[1] and [path.name for path in (project / "docs" / "assets" / "runtime").iterdir()] == [hashes[1]]
