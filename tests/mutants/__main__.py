"""`make mutants`: which changes of the models and the engine no test notices.

    python -m tests.mutants --sample 150 --seed 1 --jobs 2
    python -m tests.mutants --file calculator/models/growth.py --sample all

Each change is made in a copy of the repository, and the tests that its file can touch are run there, the quickest first, up to the first
that fails. Every run is a process of its own, forked from one that has the test tools in memory but nothing of ours.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import hypothesis.strategies  # noqa: F401  # in memory before the first fork
import pytest

from tests.mutants import ROOT, Mutant, equivalents, files, gone, mutants_of

MOST_PCT = 3  # of the changes may go unnoticed
LEAST, PATIENCE = 30, 10  # seconds of computing, and times what a test takes without a change: one that takes longer has become endless
MEMORY = 3 << 30  # bytes: what one run may take
STAGES = (
    ["tests/golden"],
    ["tests/test_situations.py", "tests/contracts", "tests/calculator", "tests/publish/pages/test_formulas.py"],
)  # what is on record notices most, and is quickly asked
# Not for each change: processes of their own, and what says nothing of numbers.
LEFT_OUT = ["test_main.py", "test_old_python.py", "faces/test_faults.py", "inputs/test_limits.py", "test_attack.py"]
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=quick"]
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis is in memory already
OPTIONS += [f"--ignore=tests/calculator/{name}" for name in LEFT_OUT]
SHARED = ("shared", "registry")
SAID = "said.txt"  # in the copy: what pytest wrote
ENDLESS = "it computed without end"
PACKAGES = ("tests", "calculator", "publish")


class Outcome(NamedTuple):
    mutant: Mutant
    noticed_by: str  # "" where no test did
    seconds: float


class Run(NamedTuple):
    """What came of one run of the tests: the one that failed, "" where none did, and what each took."""

    failed: str
    took: dict[str, float]


def owner(file: str) -> str:
    """The calculator that a file is of, "" where it is of several."""
    parts = Path(file).parts
    name = parts[2].removesuffix(".py") if parts[1] == "models" else ""
    return "" if name in SHARED else name.replace("_", "-")


class Plugin:
    """Picks the tests of one calculator, or all, and puts them in order; tells of the first that failed, and of what each took."""

    def __init__(self, own: str, took: dict[str, float]):
        self.own, self.took, self.failed, self.durations = own, took, "", {}

    def is_for(self, item, ids: set[str]) -> bool:
        if not self.own:
            return True
        values = item.callspec.params.values() if hasattr(item, "callspec") else ()
        named = {getattr(value, "calculator", value) for value in values if isinstance(value, str) or hasattr(value, "calculator")} & ids
        home = item.path.stem.removeprefix("test_").replace("_", "-")
        return self.own in (named or {self.own}) and (home == self.own or home not in ids)

    def pytest_collection_modifyitems(self, items) -> None:
        from calculator.models.registry import CALCULATORS

        items[:] = [item for item in items if self.is_for(item, set(CALCULATORS))]
        items.sort(key=lambda item: self.took.get(item.nodeid, 0.0))

    def pytest_runtest_logstart(self, nodeid) -> None:
        if self.took:
            limit(LEAST + PATIENCE * self.took.get(nodeid, 0.0))

    def pytest_runtest_logreport(self, report) -> None:
        self.durations[report.nodeid] = self.durations.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_collectreport(self, report) -> None:
        if report.failed:
            self.failed = self.failed or f"{report.nodeid} at import"


def limit(seconds: float) -> None:
    """Ends this process when it has computed for so long; how busy the machine is does not matter."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def tested(folder: Path, tests: list[str], own: str = "", took: dict[str, float] | None = None) -> Run:
    """Pytest in a process of its own. Without `took` it is the run before anything is changed, which leaves its byte code for the others."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            there.send(run_here(folder, tests, own, took))
        os._exit(0)
    there.close()
    run = Run("the run broke off", {})
    with contextlib.suppress(EOFError):
        run = here.recv()
    here.close()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Run(ENDLESS, {}) if ended == -signal.SIGPROF else run


def run_here(folder: Path, tests: list[str], own: str, took: dict[str, float] | None) -> Run:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(folder)
    sys.path[0], sys.dont_write_bytecode = str(folder), bool(took)
    said = os.open(SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES]:
        del sys.modules[name]
    if took:
        limit(LEAST)
    plugin = Plugin(own, took or {})
    ended = pytest.main([*OPTIONS, *tests], plugins=[plugin])
    return Run("" if ended == 0 else plugin.failed or f"pytest's exit status {int(ended)}", plugin.durations)


def copied(folder: Path) -> Path:
    """What git knows of the repository, as it stands here."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def noticed(folder: Path, mutant: Mutant, took: dict[str, float]) -> str:
    """The test that notices a change, "" where none does."""
    file = folder / mutant.file
    before, stat = file.read_bytes(), file.stat()
    file.write_bytes(mutant.put_in(before))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**10))  # or Python would take the byte code of what it was
    try:
        return next((run.failed for tests in STAGES if (run := tested(folder, tests, owner(mutant.file), took)).failed), "")
    finally:
        file.write_bytes(before)
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def work(base: Path, place: int, tasks: multiprocessing.SimpleQueue, outcomes: multiprocessing.SimpleQueue, took: dict[str, float]) -> None:
    """One worker: its own copy, one change after the other."""
    folder = shutil.copytree(base, base.with_name(f"worker-{place}"), symlinks=True)
    while (mutant := tasks.get()) is not None:
        began = time.monotonic()
        outcomes.put(Outcome(mutant, noticed(folder, mutant, took), time.monotonic() - began))


def all_of(mutants: list[Mutant], base: Path, jobs: int, took: dict[str, float], is_verbose: bool) -> list[Outcome]:
    """What comes of each, as many at once as there are `jobs`."""
    tasks, outcomes = multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue()
    workers = [multiprocessing.Process(target=work, args=(base, place, tasks, outcomes, took)) for place in range(jobs)]
    for worker in workers:
        worker.start()
    ahead = iter([*mutants, *[None] * jobs])
    for _ in range(jobs):
        tasks.put(next(ahead))
    found: list[Outcome] = []
    for _ in mutants:
        found.append(outcomes.get())
        tasks.put(next(ahead))
        if is_verbose or not found[-1].noticed_by:
            print(f"{found[-1].seconds:5.1f} s  {found[-1].noticed_by or 'UNNOTICED'}  {found[-1].mutant}", flush=True)
    for worker in workers:
        worker.join()
    return found


def report(outcomes: list[Outcome], alike: int) -> int:
    """Says what survived, by group; 1 where that is too much."""
    survived = [outcome.mutant for outcome in outcomes if not outcome.noticed_by]
    for group, count in sorted(Counter(outcome.mutant.group for outcome in outcomes).items()):
        lived = sorted(mutant for mutant in survived if mutant.group == group)
        print(f"{group}: {len(lived)} of {count} unnoticed", *lived, sep="\n  ")
    named = Counter(outcome.noticed_by.partition("::")[0].removesuffix(" at import") for outcome in outcomes if outcome.noticed_by)
    print("Noticed by", ", ".join(f"{name} {count}" for name, count in named.most_common(8)))
    share = 100 * len(survived) / len(outcomes) if outcomes else 0.0
    print(
        f"{len(outcomes)} changes, of which {len(survived)} unnoticed: {share:.1f} %, and {MOST_PCT} % may be. "
        f"{alike} that change nothing were left out: tests/mutants/equivalent.toml has the reasons."
    )
    return int(share > MOST_PCT)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", default="150", help="how many changes, or all")
    parser.add_argument("--seed", type=int, default=1, help="another sample")
    parser.add_argument("--file", default="", help="of this file, or of this folder, alone")
    parser.add_argument("--line", type=int, default=0, help="of this line alone")
    parser.add_argument("--kind", default="", help="logic, words or flags alone")
    parser.add_argument("--jobs", type=int, default=2, help="at the same time")
    parser.add_argument("--verbose", action="store_true", help="which test noticed each")
    asked = parser.parse_args()

    entries, every = equivalents(), [mutant for file in files() for mutant in mutants_of(file)]
    if lost := gone(entries, every):
        print("These entries of tests/mutants/equivalent.toml fit no change any more, or give no reason: mend them or take them out.")
        print("", *lost, sep="\n  ")
        return 1
    wanted = [
        mutant
        for mutant in every
        if mutant.file.startswith(asked.file) and asked.line in (0, mutant.line) and asked.kind in ("", mutant.kind)
    ]
    if not wanted:
        print(
            f"Nothing can be changed in {asked.file or 'these files'}: name one of calculator/models, calculator/formulas or {files()[-1]}."
        )
        return 2
    if asked.sample != "all" and int(asked.sample) < len(wanted):
        wanted = random.Random(asked.seed).sample(wanted, int(asked.sample))
    chosen = [mutant for mutant in wanted if not any(entry.is_of(mutant) for entry in entries)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as home:
        base = copied(Path(home) / "base")
        took: dict[str, float] = {}
        owners = {owner(mutant.file) for mutant in chosen}
        own = owners.pop() if len(owners) == 1 else ""
        for tests in STAGES:
            run = tested(base, tests, own)
            if run.failed:
                print((base / SAID).read_text(encoding="utf-8"))
                print("The tests must pass before anything is changed: mend what fails above first.")
                return 1
            took |= run.took
        found = all_of(chosen, base, min(asked.jobs, len(chosen)), took, asked.verbose)
    return report(found, len(wanted) - len(chosen))


if __name__ == "__main__":
    sys.exit(main())
