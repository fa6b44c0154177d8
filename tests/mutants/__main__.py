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

from tests.mutants import ROOT, Mutant, equivalents, files, gone, mutants_of

MOST_PCT = 3  # of the changes may go unnoticed
PATIENCE = 5  # times what the tests take without a change: a change that makes them run longer has made something endless
MEMORY = 3 << 30  # bytes: what one run may take
STAGES = (["tests/golden"], ["tests/calculator"])  # what is on record notices most, and is quickly asked
# Not for each change: processes of their own, and what says nothing of numbers.
LEFT_OUT = ["test_main.py", "test_old_python.py", "test_faults.py", "test_limits.py", "test_attack.py"]
SHARED = ("shared", "registry")
SAID = "said.txt"  # in the copy: what pytest wrote
NO_TEST_FAILED = 0


class Outcome(NamedTuple):
    mutant: Mutant
    noticed_by: str  # "" where no test did
    seconds: float


def owner(file: str) -> str:
    """The calculator that a file is of, "" where it is of several."""
    parts = Path(file).parts
    name = parts[2].removesuffix(".py") if parts[1] == "models" else ""
    return "" if name in SHARED else name.replace("_", "-")


class Plugin:
    """Picks the tests of one calculator, or all, and puts them in order; keeps which one failed and what each took."""

    def __init__(self, own: str, took: dict[str, float]):
        self.own, self.took, self.failed, self.durations = own, took, "", {}

    def is_for(self, item, ids: set[str]) -> bool:
        if not self.own:
            return True
        values = item.callspec.params.values() if hasattr(item, "callspec") else ()
        named = {getattr(value, "calculator", value) for value in values if isinstance(value, str) or hasattr(value, "calculator")} & ids
        home = item.path.stem.removeprefix("test_").replace("_", "-")
        return self.own in (named or {self.own}) and (home == self.own or home not in ids)

    def pytest_collection_modifyitems(self, config, items) -> None:
        from calculator.models.registry import CALCULATORS

        items[:] = [item for item in items if self.is_for(item, set(CALCULATORS))]
        items.sort(key=lambda item: self.took.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report) -> None:
        self.durations[report.nodeid] = self.durations.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_collectreport(self, report) -> None:
        if report.failed:
            self.failed = self.failed or f"{report.nodeid} at import"


def tested(
    folder: Path, tests: list[str], own: str, took: dict[str, float], seconds: float, keep_bytecode: bool = False
) -> tuple[int, Plugin]:
    """Exit status of pytest in a process of its own, and what it saw; -1 where it ran out of time."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os.chdir(folder)
            sys.path[0] = str(folder)
            sys.dont_write_bytecode = not keep_bytecode
            said = os.open(SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "calculator", "publish")]:
                del sys.modules[name]
            import pytest

            plugin = Plugin(own, took)
            ignored = [f"--ignore=tests/calculator/{name}" for name in LEFT_OUT]
            options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=quick"]
            options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis is in memory already
            status = pytest.main([*options, *ignored, *tests], plugins=[plugin])
            there.send((int(status), plugin.failed, plugin.durations))
        os._exit(0)
    there.close()
    answer = (-1, "time", {})
    if here.poll(seconds):
        answer = (2, "the run broke off", {})
        with contextlib.suppress(EOFError):
            answer = here.recv()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    plugin = Plugin(own, took)
    plugin.failed, plugin.durations = answer[1], answer[2]
    return answer[0], plugin


def copied() -> Path:
    """What git knows of the repository, as it stands here."""
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def worked(
    tasks: multiprocessing.SimpleQueue, outcomes: multiprocessing.SimpleQueue, took: dict[str, float], most: dict[str, float]
) -> None:
    """One worker: its own copy, one change after the other."""
    folder = copied()
    try:
        while (mutant := tasks.get()) is not None:
            file, own, began = folder / mutant.file, owner(mutant.file), time.monotonic()
            before, stat = file.read_bytes(), file.stat()
            file.write_bytes(mutant.put_in(before))
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**10))  # or Python would take the byte code of what it was
            for tests in STAGES:
                status, plugin = tested(folder, tests, own, took, most[own])
                if status != NO_TEST_FAILED:
                    break
            file.write_bytes(before)
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            outcomes.put(
                Outcome(mutant, "" if status == NO_TEST_FAILED else plugin.failed or f"exit status {status}", time.monotonic() - began)
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(outcomes: list[Outcome], alike: int) -> int:
    """Says what survived, by group; 1 where that is too much."""
    groups = sorted({outcome.mutant.group for outcome in outcomes})
    survived = [outcome.mutant for outcome in outcomes if not outcome.noticed_by]
    for group in groups:
        lived = [mutant for mutant in survived if mutant.group == group]
        print(f"\n{group}: {len(lived)} of {sum(outcome.mutant.group == group for outcome in outcomes)} unnoticed")
        print(*(f"  {mutant}" for mutant in sorted(lived)), sep="\n")
    late = sum(outcome.noticed_by == "time" for outcome in outcomes)
    share = 100 * len(survived) / len(outcomes) if outcomes else 0.0
    print(
        f"\n{len(outcomes)} changes, {len(outcomes) - len(survived)} noticed ({late} by running without end), {len(survived)} not: "
        f"{share:.1f} % (at most {MOST_PCT} %). {alike} that change nothing were left out: tests/mutants/equivalent.toml has the reasons."
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
        print(
            "These entries of tests/mutants/equivalent.toml fit no change any more, or give no reason: take them out or mend them.",
            *lost,
            sep="\n  ",
        )
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

    import pytest  # noqa: F401  # in memory before the first fork

    folder, took, most = copied(), {}, {}
    try:
        for own in sorted({owner(mutant.file) for mutant in chosen}):
            began = time.monotonic()
            for tests in STAGES:
                status, plugin = tested(folder, tests, own, took, 3_600, keep_bytecode=True)
                if status != NO_TEST_FAILED:
                    print((folder / SAID).read_text(encoding="utf-8"))
                    print("The tests must pass before anything is changed: mend what fails above first.")
                    return 1
                took |= plugin.durations
            most[own] = PATIENCE * (time.monotonic() - began) + 30
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    tasks, outcomes = multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue()
    jobs = min(asked.jobs, len(chosen))
    workers = [multiprocessing.Process(target=worked, args=(tasks, outcomes, took, most)) for _ in range(jobs)]
    for worker in workers:
        worker.start()
    found: list[Outcome] = []
    ahead = iter([*chosen, *[None] * jobs])
    for _ in range(jobs):
        tasks.put(next(ahead))
    for _ in chosen:
        found.append(outcomes.get())
        tasks.put(next(ahead))
        if asked.verbose or not found[-1].noticed_by:
            print(f"{found[-1].seconds:5.1f} s  {found[-1].noticed_by or 'UNNOTICED'}  {found[-1].mutant}", flush=True)
    for worker in workers:
        worker.join()
    print(
        f"\nTests that noticed most: {', '.join(f'{name} {count}' for name, count in Counter(outcome.noticed_by.partition('::')[0] for outcome in found if outcome.noticed_by).most_common(6))}"
    )
    return report(found, len(wanted) - len(chosen))


if __name__ == "__main__":
    sys.exit(main())
