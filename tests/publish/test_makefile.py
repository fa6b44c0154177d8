"""What the Makefile must not lose."""

from pathlib import Path

MAKEFILE = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")


def test_strict_is_never_silenced():
    """mkdocs counts warnings in its log: --quiet hides them from --strict, and a broken link passes."""
    builds = [line for line in MAKEFILE.splitlines() if "mkdocs build" in line]
    assert builds and all("--strict" in line and "--quiet" not in line.split("#")[0] for line in builds)
