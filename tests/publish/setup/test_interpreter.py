"""The set-up on a machine without the wanted Python: the real Makefile, pip, uv and Python, with what they download on loopback."""

import hashlib
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import threading
import time
import tomllib
import zipfile
from functools import partial
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from publish import ROOT
from publish.setup import interpreter

LOCK = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PINS = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)}
WANTED = interpreter.WANTED
LIMIT = 60  # seconds until the sentence, on a machine that does other things: it is eight where there is nothing else to do


sets_up = pytest.mark.whole("sets up a machine, or waits for one")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and logs nothing."""

    def log_message(self, *_):
        pass


def standard_library(*without: str) -> list[Path]:
    """What lies in the standard library of the Python that runs, without some modules and what no set-up needs."""
    left_out = {"__pycache__", "site-packages", "dist-packages", "test", "idlelib", "tkinter", "turtledemo", *without}
    return [
        path for path in Path(sysconfig.get_path("stdlib")).iterdir() if path.name not in left_out and not path.name.startswith("config-")
    ]


def libraries() -> list[Path]:
    """The shared library of this Python, where it has one."""
    return sorted(Path(sys.base_prefix, "lib").glob(f"libpython{WANTED}*.so*"))


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    """A folder with all that the set-up downloads: uv, packed again from the installed one, and this very Python as uv expects it."""
    folder = tmp_path_factory.mktemp("index")
    uv = distribution("uv")
    simple = folder / "simple" / "uv"
    simple.mkdir(parents=True)
    wheel = simple / f"uv-{uv.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for file in uv.files:
            if file.parts[0] == "..":  # of the wheel's scripts
                packed.write(file.locate(), f"uv-{uv.version}.data/scripts/{file.name}")
            elif "__pycache__" not in file.parts and file.name != "RECORD":
                packed.write(file.locate(), str(file))
        packed.writestr(f"uv-{uv.version}.dist-info/RECORD", "")
    (simple / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>', encoding="utf-8")

    with tarfile.open(folder / "python.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(os.path.realpath(sys.executable), f"python/bin/python{WANTED}")
        for path in libraries():
            archive.add(path, f"python/lib/{path.name}")
        for path in standard_library():
            archive.add(path, f"python/lib/python{WANTED}/{path.name}", filter=lambda file: None if "__pycache__" in file.name else file)
    return folder


@pytest.fixture
def address(index):
    """Where `index` is served."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=index)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def refused():
    """An address that refuses every connection: the port is taken, and nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def silent():
    """An address that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def unknown():
    """An address whose name nobody knows: the ending is reserved for that."""
    return "http://pythons.invalid"


@pytest.fixture
def machine(tmp_path, index):
    """A project with nothing but its set-up, whose lock holds uv alone, on a machine whose Python makes no environments: `make` there, with the
    address of the package index and that of the builds of Python."""
    project = tmp_path / "a project"
    for name in ["Makefile", ".python-version", "pyproject.toml", "publish/setup"]:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, project / name)
    wheel = next((index / "simple" / "uv").glob("*.whl"))
    lock = f"uv=={PINS['uv']} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n    # via nothing\n"
    (project / "constraints.txt").write_text(lock, encoding="utf-8")

    # Of the wanted version, but without the means to make an environment, as some systems pack it: a Python that can run the set-up, and no more.
    system = tmp_path / "system"
    (system / "bin").mkdir(parents=True)
    shutil.copy(os.path.realpath(sys.executable), system / "bin" / "python3")
    (system / "lib" / f"python{WANTED}").mkdir(parents=True)
    for path in standard_library("venv", "ensurepip"):
        (system / "lib" / f"python{WANTED}" / path.name).symlink_to(path)
    packages = system / "lib" / f"python{WANTED}" / "site-packages"
    packages.mkdir()
    (packages / "pip").symlink_to(distribution("pip").locate_file("pip"))
    for path in libraries():
        (system / "lib" / path.name).symlink_to(path)
    for tool in ["make", "sh", "cat", "nproc", "touch", "rm", "mkdir"]:
        (system / "bin" / tool).symlink_to(shutil.which(tool))
    (tmp_path / "home").mkdir()

    def make(*arguments: str, packages: str, pythons: str) -> subprocess.CompletedProcess:
        exact = interpreter.EXACT
        major, minor, patch = map(int, exact.split("."))
        build = {"name": "cpython", "arch": {"family": os.uname().machine, "variant": None}, "os": "linux", "libc": "gnu", "major": major}
        build |= {"minor": minor, "patch": patch, "prerelease": "", "variant": None, "build": "1", "url": f"{pythons}/python.tar.gz"}
        build |= {"sha256": hashlib.sha256((index / "python.tar.gz").read_bytes()).hexdigest()}
        (tmp_path / "builds.json").write_text(json.dumps({f"cpython-{exact}-linux-{os.uname().machine}-gnu": build}), encoding="utf-8")
        environment = {
            "PATH": str(system / "bin"),
            "HOME": str(tmp_path / "home"),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_CACHE_DIR": "1",
            "PIP_RETRIES": "0",
            "PIP_INDEX_URL": f"{packages}/simple",
            "UV_NO_CONFIG": "1",
            "UV_PYTHON_DOWNLOADS_JSON_URL": str(tmp_path / "builds.json"),
        }
        return subprocess.run(
            ["make", "--no-print-directory", *arguments],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    make.project = project
    make.home = tmp_path / "home"
    make.system = system
    return make


@sets_up
def test_a_machine_without_the_wanted_python_is_set_up(machine, address):
    """Any Python brings uv, uv brings the wanted Python into the project's folder, and from it comes the environment; nothing is left
    elsewhere. What the environment does not depend on, such as a lint rule, does not make it anew; what it depends on does."""
    done = machine(".venv/ready", packages=address, pythons=address)
    assert done.returncode == 0, done.stdout + done.stderr
    program = "import sys; print('%d.%d' % sys.version_info[:2], sys.base_prefix)"
    told = subprocess.run([machine.project / ".venv/bin/python", "-c", program], capture_output=True, text=True, check=True).stdout
    version, _, prefix = told.strip().partition(" ")
    assert version == WANTED
    assert Path(prefix).parent == machine.project / ".python"
    assert not (machine.project / ".python" / ".scratch").exists()
    assert (
        subprocess.run([machine.project / ".venv/bin/uv", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
        == PINS["uv"]
    )
    assert not list(machine.home.iterdir())

    def up_to_date() -> bool:
        return machine("--question", ".venv/ready", packages=address, pythons=address).returncode == 0

    later = time.time() + 60
    os.utime(machine.project / "pyproject.toml", (later, later))
    assert up_to_date()
    os.utime(machine.project / "constraints.txt", (later, later))
    assert not up_to_date()

    (machine.project / ".venv" / "kept").touch()
    again = machine(".venv/ready", packages=address, pythons="http://pythons.invalid")
    assert again.returncode == 0, again.stdout + again.stderr  # Python is there, and is not brought twice
    assert not (machine.project / ".venv" / "kept").exists()


FAILURES = [  # of the package index, and of the builds of Python
    *(("address", failure) for failure in ("refused", "silent", "unknown")),
    *((failure, "address") for failure in ("refused", "silent", "unknown")),
]


@sets_up
@pytest.mark.parametrize(("packages", "pythons"), FAILURES)
def test_without_the_network_one_sentence_says_so_soon(machine, request, packages, pythons):
    """Where packages or Pythons cannot be had, however the network fails, the sentence comes soon, says what was tried and what helps, and
    nothing half-made is left."""
    since = time.monotonic()
    done = machine(".venv/ready", packages=request.getfixturevalue(packages), pythons=request.getfixturevalue(pythons))
    took = time.monotonic() - since
    assert done.returncode != 0
    sentence = next(line for line in done.stderr.splitlines() if line.startswith("The site is built with"))
    assert f"make PYTHON=/path/to/python{WANTED}" in sentence
    assert f"uv {PINS['uv']} with pip" in sentence
    assert (f"Python {interpreter.EXACT} with uv (" in sentence) == (packages == "address")
    assert (f"(nothing arrived for {interpreter.PATIENCE} seconds)" in sentence) == ("silent" in (packages, pythons))
    assert took < LIMIT, sentence
    assert not (machine.project / ".python").exists()
    assert not (machine.project / ".venv").exists()
    assert not list(machine.home.iterdir())


@sets_up
def test_a_tool_that_waits_is_ended_and_one_that_works_is_not():
    """Work is a sign of life too: a slow machine reads a long index for many seconds, in which nothing arrives."""
    works = "import time\nwhile time.process_time() < 3: pass"
    assert interpreter.download([sys.executable, "-c", works], patience=2) == ""
    assert (
        interpreter.download([sys.executable, "-c", "import threading; threading.Event().wait(20)"], patience=2)
        == "nothing arrived for 2 seconds"
    )


@sets_up
def test_a_python_with_neither_pip_nor_venv_is_told_what_to_install(machine, address):
    """As Debian and Ubuntu come: nothing can be downloaded without one of the two, and the sentence names the package."""
    (machine.system / "lib" / f"python{WANTED}" / "site-packages" / "pip").unlink()
    done = machine(".venv/ready", packages=address, pythons=address)
    assert done.returncode != 0 and "apt install python3-venv" in done.stderr and "The site is built with" in done.stderr
    assert not (machine.project / ".python").exists()


@sets_up
def test_a_python_without_pip_makes_itself_one(tmp_path):
    """What the standard library can make an environment with has a pip in it."""
    command = interpreter.pip(tmp_path, os.path.realpath(sys.executable), installed=False)
    assert subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout.startswith("pip ")


@sets_up
def test_an_installed_uv_serves_where_packages_cannot_be_had(machine, address, refused):
    """Without the package index, a uv on PATH brings Python."""
    (machine.system / "bin" / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    done = machine(".venv/ready", packages=refused, pythons=address)
    assert done.returncode != 0  # for want of the packages themselves
    assert "The site is built with" not in done.stderr
    assert list((machine.project / ".python").glob(f"cpython-{interpreter.EXACT}-*/bin/python{WANTED}"))


@sets_up
def test_what_does_not_have_the_hash_on_record_is_not_run(machine, address):
    """uv comes by its hash in constraints.txt: another file under its name stops the set-up."""
    shutil.copy(ROOT / "constraints.txt", machine.project)
    done = machine(".venv/ready", packages=address, pythons=address)
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not (machine.project / ".python").exists()


@sets_up
def test_a_python_that_was_named_and_is_another_is_refused(machine, address):
    """PYTHON= is never replaced in silence."""
    done = machine(".venv/ready", "PYTHON=python3", packages=address, pythons=address)
    assert done.returncode != 0
    assert "but python3 is another, or lacks the modules venv and ensurepip" in done.stderr
    assert not (machine.project / ".python").exists()


def test_every_package_is_pinned_with_hashes():
    """The lock names exact versions with a hash for each file, and no place to get them from."""
    for block in re.split(r"\n(?=[\w-])", re.sub(r"^ *#.*\n", "", LOCK, flags=re.MULTILINE)):
        assert re.match(r"[\w.-]+==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+$", block), block
    assert "://" not in LOCK


def test_the_lock_holds_what_the_project_asks_for():
    """Each group of pyproject.toml is in constraints.txt, at a version that it allows. Renew with make pins."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    asked = [Requirement(line) for lines in groups.values() for line in lines]
    assert not [
        str(one) for one in asked if canonicalize_name(one.name) not in PINS or PINS[canonicalize_name(one.name)] not in one.specifier
    ]


def test_the_python_to_bring_is_of_the_version_wanted():
    """Two files say which Python: they agree."""
    assert interpreter.EXACT.startswith(f"{WANTED}.")


def test_packages_from_npm_have_hashes():
    """npm checks each package against package-lock.json, which names no place to get them from."""
    packages = {name: one for name, one in json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"].items() if name}
    assert packages
    assert not [name for name, one in packages.items() if "integrity" not in one or "resolved" in one]
