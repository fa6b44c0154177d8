"""What the Makefile must not lose."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def would_run(target: str, **settings: str) -> str:
    """The commands that `make target` would run."""
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "JOBS"}}
    command = ["make", "--dry-run", "--assume-old=.venv/ready", "--assume-old=node_modules/ready", target]
    return subprocess.run(command, cwd=ROOT, env=environment | settings, capture_output=True, text=True, check=True).stdout


def test_strict_is_never_silenced():
    """mkdocs counts warnings in its log: --quiet hides them from --strict, and a broken link passes."""
    builds = [line for line in MAKEFILE.splitlines() if "mkdocs build" in line]
    assert builds and all("--strict" in line and "--quiet" not in line.split("#")[0] for line in builds)


def test_what_takes_a_second_is_checked_before_what_takes_minutes():
    """Lint, then the site, then the tests."""
    commands = would_run("test")
    assert commands.index("ruff check") < commands.index("mkdocs build") < commands.index("-m pytest")


def test_a_check_at_every_save_builds_nothing():
    """Lint and types, then the tests with fewer examples, without the site and its browsers; every folder of tests but theirs is in it."""
    commands = would_run("check")
    assert commands.index("ruff check") < commands.index("-m pytest")
    assert not re.search("mkdocs|publish.runtime|publish.finish", commands)
    (left_out,) = re.findall(r"(?<=-m pytest ).*", commands)
    assert "not whole" in left_out and "--hypothesis-profile=quick" in left_out
    assert set(re.findall(r"--ignore=(\S+)", left_out)) == {"tests/browser", "tests/engines", "tests/site"}


@pytest.mark.parametrize(("cores", "jobs"), [("1", "2"), ("5", "5"), ("64", "8")])
def test_there_are_as_many_test_workers_as_cores_within_reason(cores, jobs):
    """A browser waits a lot, so two even on one core; more than eight would wait for the longest file. (nproc answers what OMP_NUM_THREADS says.)"""
    assert f"-n {jobs} " in would_run("test", OMP_NUM_THREADS=cores)
    assert "-n 3 " in would_run("test", OMP_NUM_THREADS=cores, JOBS="3")


def test_clean_keeps_what_was_installed():
    """make clean removes what a build made; make distclean what was downloaded as well. Neither removes what is committed."""
    cleaned, all_cleaned = (set(re.findall(r"\S+", would_run(target).replace("rm -rf", ""))) for target in ("clean", "distclean"))
    installed = {".venv", "node_modules", ".python"}
    assert "site" in cleaned and not cleaned & installed
    assert all_cleaned == cleaned | installed
    committed = subprocess.run(["git", "ls-files", "--", *all_cleaned], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not committed


CALLERS = [".ci/run", ".gitlab-ci.yml", ".pre-commit-config.yaml", "README.md", "CONTRIBUTING.md", "docs/use/publish.md"]
CALLERS += sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github" / "workflows").iterdir())


@pytest.mark.parametrize("caller", CALLERS)
def test_what_others_call_is_there(caller):
    """Whatever tells people or machines to run make names a target that the Makefile has."""
    text = (ROOT / caller).read_text(encoding="utf-8")
    called = re.findall(r"(?:^|[ `:])make ((?:[A-Z_]+=\S+ )*)([a-z][a-z-]*)(?=$|[\s`&)])", text, re.MULTILINE)
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert {target for _, target in called} <= targets


def test_actions_are_pinned_by_commit():
    """A tag can be moved, a commit cannot; the tag stands beside it for people."""
    used = [line for path in CALLERS if path.startswith(".github") for line in (ROOT / path).read_text().splitlines() if "uses:" in line]
    assert used
    assert not [line for line in used if not re.fullmatch(r" *-? *uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)]
