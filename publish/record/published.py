"""What others hold already: a file as it stood where this branch left the repository that it was cloned from."""

import subprocess
from pathlib import Path

from publish import ROOT


def git(*words: str, root: Path) -> str | None:
    """What git says; None where there is no git, no repository, or nothing of that name."""
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


def published_text(file: Path, root: Path = ROOT) -> str | None:
    """The text of the file that is not this branch's own any more; None where nobody can say, and all of it counts as published.

    That is the file of the last commit which HEAD shares with the default branch of origin, or with main where nothing was cloned."""
    for branch in ("origin/HEAD", "origin/main", "main"):
        shared = git("merge-base", "HEAD", branch, root=root)
        if shared:
            return git("show", f"{shared.strip()}:{file.relative_to(root).as_posix()}", root=root)
    return None
