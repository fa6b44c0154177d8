"""Names a Python of the version that the site is built with; where none is installed, uv brings one into .python/.

Run by any Python from 3.9 on, before anything is installed, so it uses the standard library alone. Prints the path; or
says in one sentence what was tried, and exits with status 1. The first argument, if not empty, is the Python that the
user named. Where packages and Pythons come from is for the user's own settings of pip and uv to say.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Optional, Union

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".python"  # what uv brought, as uv lays it out
WANTED = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
EXACT = "3.13.18"  # the build of it that uv brings; the pinned uv holds its hash
PATIENCE = "5"  # seconds in which something must arrive; a longer time-out in the user's settings counts instead

MISSING = (
    f"The site is built with Python {WANTED}, whose byte code the browser's Python reads, and none was found here. Tried: {{tried}}. "
    f"Install it (for example: uv python install {WANTED}, or pyenv install {WANTED}), or name one: make PYTHON=/path/to/python{WANTED}"
)


def usable(python: Union[str, Path]) -> Optional[str]:
    """The path of `python` if it is of the wanted version and can make environments, or None. Of a virtual environment, the
    Python below it: ours is cleared while it is made anew."""
    program = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2], getattr(sys, '_base_executable', sys.executable))"
    try:
        told = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    version, _, path = told.strip().partition(" ")
    return path if version == WANTED else None


def uv_python() -> Optional[str]:
    """The Python that uv brought, or None."""
    return next(filter(None, map(usable, sorted(FOLDER.glob(f"cpython-{EXACT}-*/bin/python{WANTED}")))), None)


def pins_of(package: str) -> str:
    """The lines of constraints.txt that pin `package` and its hashes."""
    lock = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{package}==.*(\n +--hash=.*)*", lock, re.MULTILINE)
    assert found, f"constraints.txt does not pin {package}"
    return found.group()


def bytes_arrived() -> int:
    """How many bytes lie in .python/."""
    total = 0
    for folder, _, files in os.walk(FOLDER):
        for file in files:
            with contextlib.suppress(FileNotFoundError):  # a temporary file of the tool
                total += os.lstat(os.path.join(folder, file)).st_size
    return total


def processor_time(process: "subprocess.Popen[bytes]") -> int:
    """How many hundredths of a second the processor has worked for a running process."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def download(command: list[str], patience: float, **settings: str) -> str:
    """Run a tool that downloads into .python/, and return how it went: "" if well, otherwise in a few words.

    A network that does not answer keeps a tool waiting for each address of a host in turn, and its own time-outs add up.
    So it is ended when for `patience` seconds nothing new has arrived and nothing was computed, however long a download takes that goes on.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **settings})
        try:
            bytes_then, work_then, since = 0, 0, time.monotonic()
            while True:
                try:
                    process.wait(0.5)
                    break
                except subprocess.TimeoutExpired:
                    bytes_now, work_now = bytes_arrived(), processor_time(process)
                    if bytes_now != bytes_then or work_now > work_then + 5:  # waiting costs next to nothing; reading a long index does not
                        bytes_then, work_then, since = bytes_now, work_now, time.monotonic()
                    elif time.monotonic() - since > patience:
                        return f"nothing arrived for {patience:.0f} seconds"
        finally:
            process.kill()
            process.wait()
        if process.returncode == 0:
            return ""
        log.seek(0)
        sys.stderr.write(log.read().decode(errors="replace"))
        return "failed, see above"


HAS_PIP = importlib.util.find_spec("pip") is not None


def pip(scratch: Path, python: str = sys.executable, installed: bool = HAS_PIP) -> Optional[list[str]]:
    """The command of a pip: the one that `python` has, else the one of a new environment, which the standard library can make with one; or None
    where the system's packages have left both out."""
    if installed:
        return [python, "-I", "-m", "pip"]
    environment = scratch / "pip"
    made = subprocess.run([python, "-I", "-m", "venv", str(environment)], capture_output=True)
    return [str(environment / "bin" / "python"), "-I", "-m", "pip"] if made.returncode == 0 else None


def fetch_uv(scratch: Path, tried: list[str]) -> Optional[str]:
    """The path of uv, of the version and hashes in constraints.txt, or of an installed one, or None."""
    pin, command = pins_of("uv"), pip(scratch)
    if command:
        (scratch / "uv.txt").write_text(pin, encoding="utf-8")
        command += ["install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--retries=1", "--no-deps"]
        command += ["--only-binary=:all:", "--require-hashes", f"--requirement={scratch / 'uv.txt'}", f"--target={scratch / 'uv'}"]
        patience = float(os.environ.get("PIP_DEFAULT_TIMEOUT") or PATIENCE)
        # As settings, since an old pip refuses options that it does not know.
        settings = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_ROOT_USER_ACTION": "ignore"}
        said = download(command, patience, TMPDIR=str(scratch), **settings)
    else:
        said = "which this Python has not, nor venv, to make one with: on Debian and Ubuntu, apt install python3-venv"
    tried.append(f"{pin.split()[0].replace('==', ' ')} with pip" + (f" ({said})" if said else ""))
    if not said:
        return str(scratch / "uv" / "bin" / "uv")
    if installed := shutil.which("uv"):
        tried[-1] += f", so {installed}"
    return installed


def bring(tried: list[str]) -> Optional[str]:
    """Have uv bring Python into .python/; its path, or None. What was tried is added to `tried`."""
    os.environ.setdefault("UV_HTTP_RETRIES", "1")
    patience = float(os.environ.setdefault("UV_HTTP_TIMEOUT", PATIENCE))
    shutil.rmtree(FOLDER, ignore_errors=True)  # of another version, or left by a run that was cut short
    scratch = FOLDER / ".scratch"
    scratch.mkdir(parents=True)
    print(f"Python {WANTED} is not installed here: uv brings {EXACT} into .python/", file=sys.stderr)
    try:
        if uv := fetch_uv(scratch, tried):
            said = download([uv, "python", "install", "--no-bin", "--no-cache", f"--install-dir={FOLDER}", EXACT], patience)
            tried.append(f"Python {EXACT} with uv ({said or 'does not run here'})")
            return None if said else uv_python()
        return None
    finally:
        shutil.rmtree(scratch if uv_python() else FOLDER)


def main(named: str) -> Union[str, int]:
    """Print the path of a Python of the wanted version."""
    if named:
        python = usable(named)
        if not python:
            return f"The site is built with Python {WANTED}, but {named} is another, or lacks the modules venv and ensurepip: name another with make PYTHON=/path/to/python{WANTED}"
    else:
        names = [f"python{WANTED}", "python3", "python"]
        tried = [", ".join(names[:-1]) + f" and {names[-1]} on PATH"]
        python = next(filter(None, map(usable, names)), None) or uv_python() or bring(tried)
        if not python:
            return MISSING.format(tried="; ".join(tried))
    print(python)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
