"""How fast nginx serves the built site with the generated configuration, beside a bare file of the same size.

`python -m publish.measurements.host [--seconds N] [--rounds N]` prints Markdown. Both sides are the same nginx process on
loopback. The bare side is a file of as many bytes as go over the wire, without compression, headers or
rules. Sides alternate; each figure is the median of the rounds, so that the ratio says what our
configuration costs on any machine. It needs nginx and wrk (apt-get install nginx wrk).
"""

import argparse
import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from publish import ROOT
from publish.measurements import servers

BARE = """server {{ listen 127.0.0.1:{port}; root {folder}; }}"""
ENCODING = "br, gzip"
CONNECTIONS = 16
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def subjects(site: Path) -> dict[str, str]:
    """What is asked for -> its path: a page, the runtime's largest file, an embed."""
    runtime = max(
        (path for path in (site / "assets" / "runtime").rglob("*.wasm") if "full" not in path.name), key=lambda path: path.stat().st_size
    )
    return {"a page": "framework/strategy/", "the largest runtime file": runtime.relative_to(site).as_posix(), "an embed": "embed/growth/"}


def load(url: str, seconds: int) -> tuple[float, float]:
    """(requests a second, 99th percentile in milliseconds) at CONNECTIONS connections."""
    command = [
        servers.need("wrk"),
        "-t",
        "1",
        "-c",
        str(CONNECTIONS),
        "-d",
        f"{seconds}s",
        "--latency",
        "-H",
        f"Accept-Encoding: {ENCODING}",
        url,
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{url} was not served well:\n{said}")
    late, rate = re.search(r"99%\s+([\d.]+)(us|ms|s)", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    if late is None or rate is None:
        raise SystemExit(f"wrk does not say how {url} was served:\n{said}")
    return float(rate[1]), float(late[1]) * UNITS[late[2]]


def measure(site: Path, seconds: int, rounds: int) -> list[tuple[str, int, dict[str, tuple[float, ...]]]]:
    """(what, bytes over the wire, {"ours", "bare": (requests a second, p99)}) of each subject."""
    results, port = [], servers.free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with servers.nginx(site, more=BARE.format(port=port, folder=folder)) as address:
            for what, path in subjects(site).items():
                with urlopen(Request(address + path, headers={"Accept-Encoding": ENCODING})) as answer:
                    body = answer.read()
                (folder / "bare").write_bytes(body)
                sides = {"ours": address + path, "bare": f"http://127.0.0.1:{port}/bare"}
                runs: dict[str, list[Any]] = {side: [] for side in sides}
                for _ in range(rounds):
                    for side, url in sides.items():
                        runs[side].append(load(url, seconds))
                results.append(
                    (
                        what,
                        len(body),
                        {side: tuple(statistics.median(column) for column in zip(*done, strict=True)) for side, done in runs.items()},
                    )
                )
    return results


def table(results: list[tuple[str, int, dict[str, tuple[float, ...]]]]) -> str:
    lines = [
        "| | bytes | requests a second | bare file | ratio | p99 | bare file | ratio |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for what, size, sides in results:
        (rate, late), (bare_rate, bare_late) = sides["ours"], sides["bare"]
        lines.append(
            f"| {what} | {size:,} | {rate:,.0f} | {bare_rate:,.0f} | {rate / bare_rate:.2f} | {late:.2f} ms | {bare_late:.2f} ms | {late / bare_late:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure nginx with the generated configuration beside bare files of the same size.")
    parser.add_argument("--seconds", type=int, default=4, choices=range(1, 31), metavar="1-30", help="of load a round (default 4)")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 11), metavar="1-10", help="a side (default 3)")
    options = parser.parse_args()
    try:
        print(table(measure(ROOT / "site", options.seconds, options.rounds)))
    except servers.Missing as error:
        raise SystemExit(str(error)) from None
    print(
        f"\nMedians of {options.rounds} rounds of {options.seconds} seconds. {CONNECTIONS} connections, one thread of wrk, {os.cpu_count()} processors."
    )


if __name__ == "__main__":
    main()
