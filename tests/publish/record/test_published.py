"""What came with a branch is still its own; what others hold already is not."""

import json
import subprocess

import pytest

from publish.record.published import published_text
from tests.contracts import record


def git(root, *words):
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def branch(tmp_path):
    """A repository whose main holds one line of names.txt, and a branch that has committed a second and added a third."""
    git(tmp_path, "init", "--initial-branch=main")
    file = tmp_path / "names.txt"
    for number, text in enumerate(("one\n", "one\ntwo\n")):
        if number:
            git(tmp_path, "switch", "-c", "work")
        file.write_text(text, encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", "A line")
    file.write_text("one\ntwo\nthree\n", encoding="utf-8")
    return file


def test_what_a_branch_adds_is_not_published(branch):
    """Neither what it has committed nor what lies in its files."""
    assert published_text(branch, branch.parent) == "one\n"


def test_what_main_adds_later_does_not_count(branch):
    """The branch does not have it, so it cannot have taken it away."""
    git(branch.parent, "commit", "-am", "A third line")
    git(branch.parent, "switch", "main")
    branch.write_text("one\nfour\n", encoding="utf-8")
    git(branch.parent, "commit", "-am", "Another line")
    git(branch.parent, "switch", "work")
    assert published_text(branch, branch.parent) == "one\n"


def test_without_a_repository_nobody_can_say(tmp_path):
    """A copy without history has no version that was published, which is neither an empty record nor an error."""
    assert published_text(tmp_path / "names.txt", tmp_path) is None


@pytest.mark.parametrize(("theirs", "status"), [({}, 0), ({"growth": {"inputs": {"gone": {"kind": "number", "default": 1}}}}, 1)])
def test_a_name_of_this_branch_is_taken_off_and_a_published_one_is_not(tmp_path, monkeypatch, capsys, theirs, status):
    """A renamed input of a new calculator leaves nothing behind; one that people hold has to come back."""
    file = tmp_path / "api.json"
    before = record.current()
    before["growth"]["inputs"]["gone"] = {"kind": "number", "default": 1}
    file.write_text(record.written(before), encoding="utf-8")
    monkeypatch.setattr(record, "FILE", file)
    monkeypatch.setattr(record, "published_text", lambda file: json.dumps(theirs))
    assert record.main() == status
    said = capsys.readouterr()
    assert ("gone" in json.loads(file.read_text(encoding="utf-8"))["growth"]["inputs"]) == bool(status)
    assert "was never published: taken off" in said.out if status == 0 else "nothing was recorded" in said.err
