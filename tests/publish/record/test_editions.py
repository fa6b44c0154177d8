"""Links pinned to an edition keep its numbers, or the page says that they do not: no number changes unrecorded."""

import copy
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from calculator import calculators, run
from calculator.data import catalogue, text_of
from calculator.data.loading import load as load_records
from publish import project
from publish.pages.blocks import editions_block
from publish.pages.page import PageError
from publish.record import editions
from publish.record.editions import Edition, complaint, load, with_today

DATED = [id for id in calculators() if editions.is_dated(id)]
BEFORE, SINCE = False, True  # version 1.0.0
SHOWN = Path(editions.SHOWN)


compute, computed = editions.numbers, {}


def numbers(id: str, inputs: dict, day: str) -> dict | None:
    """As the record computes them, each question once in all tests; with other data in the catalogue it is another question."""
    question = (catalogue.models, id, json.dumps(inputs), day)
    if question not in computed:
        computed[question] = compute(id, inputs, day)
    return copy.deepcopy(computed[question])


# What would be each calculator's first edition: with it, what is not on record makes one test fail and not those of the tests.
TODAY: dict[str, Edition] = {}


@pytest.fixture(autouse=True, scope="module")
def computed_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "numbers", numbers)
        TODAY.update({id: with_today(id, [], BEFORE)[0] for id in calculators()})
        yield


def today(id: str) -> Edition:
    return copy.deepcopy(TODAY[id])


def changed(id: str) -> list[Edition]:
    """A record with another number in its one edition: what a changed calculator finds."""
    edition = today(id)
    numbers = edition.answers[-1][1]
    numbers[next(iter(numbers))] = "another"
    return [edition]


def ids(record: list[Edition]) -> list[str]:
    return [edition.id for edition in record]


class TestTheRecord:
    def test_todays_numbers_are_on_record(self):
        """What every calculator gives for its defaults is what its newest edition says."""
        found = [wrong for id in calculators() if (wrong := complaint(id, load(id), editions.is_released()))]
        if found:
            pytest.fail("\n".join(found), pytrace=False)

    def test_every_record_is_of_a_calculator(self):
        """No calculator to which links lead has gone."""
        lost = {file.stem for file in editions.FOLDER.iterdir()} - set(calculators())
        assert not lost, f"calculators that links lead to are gone: bring {', '.join(lost)} back, since ids are never renamed or dropped"

    def test_files_are_as_the_script_writes_them(self):
        """Nobody edited a record by hand."""
        edited = [file.name for file in editions.FOLDER.iterdir() if file.read_text(encoding="utf-8") != editions.text_of(load(file.stem))]
        assert not edited, f"edited by hand: {', '.join(edited)}; take them back with git checkout and run `{editions.COMMAND}`"

    def test_released_editions_stay(self):
        """No commit since version 1.0.0 took an edition from the record or changed one."""
        if found := list(broken_promises(project.ROOT)):
            pytest.fail("\n".join(found), pytrace=False)

    def test_names_of_a_day_are_in_the_order_of_the_alphabet(self):
        """Any number of editions a day; the page's script finds the one in force by the order of names."""
        names = ["2026-11-24"]
        for _ in range(60):
            names.append(editions.next_id(names[-1]))
        assert names == sorted(set(names)) and names[1] == "2026-11-24b" and names[-1] < "2026-11-25"
        assert all(re.fullmatch("2026-11-24[b-z]*", name) for name in names)


class TestComplaints:
    """What fails says in one sentence which command to run, whether the diff has to be read, and what that means."""

    @pytest.mark.parametrize("released", [BEFORE, SINCE])
    @pytest.mark.parametrize("id", calculators())
    def test_another_number_is_noticed(self, id, released):
        assert not complaint(id, [today(id)], released)
        found = complaint(id, changed(id), released)
        assert f"no longer gives the numbers of its edition {today(id).id} (" in found and 'was "another" and is ' in found
        assert editions.COMMAND in found and "read the diff" in found and "take that back if you did not mean it" in found

    def test_what_recording_does_is_said(self):
        was = today("growth").id
        assert f"adds {editions.next_id(was)}, and" in complaint("growth", changed("growth"), SINCE)
        assert f"puts {editions.next_id(was)} in the place of {was}, which is free before version 1.0.0" in complaint(
            "growth", changed("growth"), BEFORE
        )

    def test_a_refused_question_is_noticed(self):
        """What was answered and is refused now, a value out of new bounds for example."""
        record = [today("growth")]
        record[-1].answers[1][0] = {"quarters": 99}
        assert "it refuses to answer with quarters=99" in complaint("growth", record, BEFORE)

    def test_an_output_that_is_gone_is_noticed(self):
        record = [today("growth")]
        record[-1].answers[0][1]["gone"] = 1
        assert "(gone is gone): take that back" in complaint("growth", record, BEFORE)

    @pytest.mark.parametrize("other", [0.0, False, "0", None])
    def test_another_kind_of_number_is_noticed(self, other):
        """0, 0.0 and false are equal to Python, and not to a reader."""
        assert today("five-questions").answers[0][1]["pushes"] == 0
        record = [Edition("2026-11-24", [[{}, {"pushes": other}]])]
        assert complaint("five-questions", record, BEFORE).count("pushes at the defaults was ") == 1

    @pytest.mark.parametrize("released", [BEFORE, SINCE])
    def test_a_new_calculator_is_one_complaint(self, released):
        found = complaint("growth", [], released)
        assert found.startswith("growth is not on record yet: run `") and "growth.json unread" in found and found.count(". ") == 0
        assert ids(with_today("growth", [], released)) == [editions.today("growth")]

    def test_pages_show_a_calculator_without_a_record(self, monkeypatch, tmp_path):
        """Somebody who adds a calculator sees its page before anything is recorded."""
        monkeypatch.setattr(editions, "file_of", lambda id, folder=None: tmp_path / "none.json")
        day = editions.today("growth")
        assert editions.summary.__wrapped__("growth") == {"all": [day], "held": [day]}

    @pytest.mark.parametrize("text", ["<<<<<<< ours\n[\n", "", "[{}]", '[{"id": "2026-11-24b", "like": "2026-11-24"}]'])
    def test_a_file_that_cannot_be_read_is_said_to_be_so(self, tmp_path, text):
        (tmp_path / "growth.json").write_text(text)
        with pytest.raises(SystemExit, match=r"growth\.json cannot be read.* take one side whole .*record`"):
            load("growth", tmp_path)


class TestThePage:
    """What the guide for wikis says can be pinned, and how long that is promised."""

    @pytest.mark.parametrize(
        "id, pins",
        [("growth", ["2026-12-20", "2026-11-24b"]), ("api-bill", ["2026-12-20"])],  # a day is what the second takes, and knows no letter
    )
    def test_pins_are_the_editions_that_hold(self, monkeypatch, id, pins):
        held = ["2026-11-24b", "2026-12-20"]
        monkeypatch.setattr(editions, "summary", lambda id: {"all": ["2026-11-24", *held], "held": held})
        assert editions.pins(id) == pins

    @pytest.mark.parametrize("released, promise", [(BEFORE, "Before 1.0.0"), (SINCE, "for good")])
    def test_the_promise_is_that_of_the_version(self, monkeypatch, released, promise):
        monkeypatch.setattr(editions, "is_released", lambda: released)
        monkeypatch.setattr(editions, "summary", lambda id: {"all": ["2026-11-24b"], "held": ["2026-11-24b"]})
        text = editions_block([], None)
        assert promise in text and "<td><code>data=2026-11-24b</code></td><td>none</td>" in text
        assert text.count("none until newer data are read") == len(DATED)  # corrected on the day, which names both
        with pytest.raises(PageError, match="takes nothing"):
            editions_block(["growth"], None)


class TestRecording:
    def test_before_the_release_a_changed_number_takes_the_place_of_the_old(self):
        """As often as needed on a day. The name is another each time, so a link pinned to the old numbers is told."""
        before = changed("growth")
        after = with_today("growth", before, BEFORE)
        assert ids(after) == [editions.next_id(before[-1].id)] and not complaint("growth", after, BEFORE)
        after[-1].answers[0][1]["growth_pct_year"] = 7
        assert ids(with_today("growth", after, BEFORE)) == [editions.next_id(after[-1].id)]

    def test_since_the_release_a_changed_number_is_a_second_edition_of_the_day(self):
        """And a third; those on record stay as they are."""
        first = changed("growth")
        second = with_today("growth", first, SINCE)
        assert second[:-1] == first and second[-1].id == editions.next_id(first[-1].id)
        assert not complaint("growth", second, SINCE)
        second[-1].answers[0][1]["growth_pct_year"] = 7
        third = with_today("growth", second, SINCE)
        assert third[:-1] == second and third[-1].id == editions.next_id(second[-1].id)

    def test_new_questions_and_outputs_change_no_pinned_number(self):
        """They join the edition before the release, and make one of their own afterwards, beside which the old one holds."""
        record = [today("growth")]
        record[-1].answers.pop()
        for found in record[-1].answers:
            del found[1]["growth_pct_year"]
        found = complaint("growth", record, BEFORE)
        assert "answers more than is on record" in found and "commit the diff unread: that writes more numbers down in" in found
        assert with_today("growth", record, BEFORE) == [today("growth")]
        after = with_today("growth", record, SINCE)
        assert after[:-1] == record and all(editions.holds("growth", edition) for edition in after)

    def test_recording_again_writes_nothing(self, tmp_path):
        """The second time there is nothing new in any calculator."""
        assert [line.partition(":")[0] for line in editions.record(calculators(), tmp_path)] == list(calculators())
        assert list(editions.record(calculators(), tmp_path)) == []

    def test_what_is_written_is_read_again(self):
        """All numbers of each question, though the file names only what it changes; an edition like another is one line."""
        record = with_today("growth", changed("growth"), SINCE)
        record.append(Edition("2027-11-24", record[1].answers, like=record[1].id))
        text = editions.text_of(record)
        assert editions.parse(text) == record and f'{{"id": "2027-11-24", "like": "{record[1].id}"}}' in text.splitlines()


class TestAYearLater:
    """The catalogue read a year later."""

    DAY = "2027-11-23"

    @pytest.fixture
    def later(self, monkeypatch):
        def use(change, day: str = self.DAY) -> None:
            entries = json.loads(text_of("models.json"))
            for entry in entries.values():
                entry["read"] = day
            change(entries)
            models = load_records(catalogue.Model, "models.json", json.dumps(entries))
            monkeypatch.setattr(catalogue, "models", lambda: models)

        return use

    def test_the_pinned_numbers_stand_and_newer_ones_are_named(self, later):
        later(one_price_more)
        assert catalogue.newest() == self.DAY
        for id in DATED:
            pinned = today(id)
            assert editions.holds(id, pinned)
            now, then = run(id), run(id, {"data": pinned.day})
            assert f"There are newer ones, of {self.DAY}" in then.warnings[0]
            assert not any("There are newer ones" in words for words in now.warnings)

        assert run("api-bill").outputs != run("api-bill", {"data": today("api-bill").day}).outputs

    @pytest.mark.parametrize("released", [BEFORE, SINCE])
    def test_new_prices_are_an_edition_of_their_day(self, later, released):
        later(one_price_more)
        found = complaint("api-bill", [today("api-bill")], released)
        assert f"since the data of {self.DAY} were read, and its numbers are new ones for that day: run `" in found
        assert "read the diff" in found and "what is pinned stands" in found
        for id in DATED:
            after = with_today(id, [today(id)], released)
            assert after[:-1] == [today(id)] and after[-1].id == self.DAY and not complaint(id, after, released)

    @pytest.mark.parametrize("released", [BEFORE, SINCE])
    def test_a_day_that_changes_no_number_is_a_line(self, later, released):
        """So that a correction made later on that day gets another name than the numbers which the day has been pinned for."""
        later(one_price_more)
        was = today("growth")
        found = complaint("growth", [was], released)
        assert f"since the data of {self.DAY} were read, and its numbers are the same: run `" in found and "diff unread" in found
        after = with_today("growth", [was], released)
        assert after == [was, Edition(self.DAY, was.answers, like=was.id)]
        for edition in after:
            edition.answers[0][1]["growth_pct_year"] = 7
        assert with_today("growth", after, released)[-1].id == f"{self.DAY}b"

    def test_a_changed_price_of_the_past_is_noticed(self, later):
        """By every calculator whose answers hang on the prices of models."""
        before = {id: editions.answers(id, today(id).day) for id in DATED}
        later(other_prices)
        hang = [id for id in DATED if editions.answers(id, today(id).day) != before[id]]
        assert "api-bill" in hang
        for id in hang:
            for released in (BEFORE, SINCE):
                found = complaint(id, [today(id)], released)
                assert f"{id} no longer gives the numbers of its edition {today(id).id} (" in found
                assert "changed a price of the past, to which later ones are only added" in found

    def test_a_corrected_rule_is_an_edition_of_each_day(self, later):
        """A calculator that takes a day says of each day on record that it was corrected since: its first edition is not held."""
        id, first = "api-bill", today("api-bill")
        later(other_prices)  # to the record it is the same as another rule
        again = editions.next_id(first.id)
        assert ids(with_today(id, [first], SINCE)) == [first.id, again, self.DAY]
        assert ids(with_today(id, [first], BEFORE)) == [again, self.DAY]
        assert not complaint(id, with_today(id, [first], SINCE), SINCE)

    def test_data_that_links_are_pinned_to_cannot_go(self, later):
        later(one_price_more)
        record = {id: with_today(id, [today(id)], SINCE) for id in DATED}
        later(lambda entries: None, day="2026-11-23")
        for id in DATED:
            assert "bring the later data back" in complaint(id, record[id], SINCE)


def one_price_more(entries: dict) -> None:
    """Every model has another price a year later, twice as high."""
    for entry in entries.values():
        last = entry["prices"][-1]
        entry["prices"].append(last | {"since": "2027-10-01", "dated": "seen", "output_usd_mtok": 2 * last["output_usd_mtok"]})


def other_prices(entries: dict) -> None:
    """Every price on record is another."""
    for price in (price for entry in entries.values() for price in entry["prices"]):
        price["output_usd_mtok"] = 7.77


def git(repository: Path, *words: object) -> str:
    """What git prints, with nobody's settings but ours."""
    command = ["git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", *words]
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


def broken_promises(repository: Path) -> Iterator[str]:
    """A sentence for each edition that a commit since version 1.0.0 had on record, and that is not there now as it was."""
    for commit in git(repository, "log", "--first-parent", "--format=%h", "--", SHOWN, "pyproject.toml").split():
        version = tomllib.loads(git(repository, "show", f"{commit}:pyproject.toml"))["project"]["version"]
        for path in git(repository, "ls-tree", "--name-only", commit, f"{SHOWN}/").split() if not version.startswith("0.") else []:
            now = {edition.id: edition for edition in load(Path(path).stem, repository / SHOWN)}
            for edition in editions.parse(git(repository, "show", f"{commit}:{path}")):
                if edition.id not in now or not editions.is_same(now[edition.id].answers, edition.answers):
                    yield (
                        f"{path} no longer has the edition {edition.id} of {commit}, which links are pinned to: run `git checkout {commit} -- {path}` "
                        f"and then `{editions.COMMAND}`; or rebase, if only your own branch ever had it"
                    )


class TestHistory:
    """A repository with a record of its own, of a released version."""

    @pytest.fixture
    def repository(self, tmp_path):
        git(tmp_path, "init", "--initial-branch=main")
        (tmp_path / SHOWN).mkdir(parents=True)
        self.commit(tmp_path, changed("growth"), "0.9.0")
        return tmp_path

    def commit(self, repository: Path, record: list[Edition], version: str) -> None:
        (repository / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
        editions.file_of("growth", repository / SHOWN).write_text(editions.text_of(record))
        git(repository, "add", ".")
        git(repository, "commit", "-m", "more")

    def test_a_second_edition_of_the_day_is_no_breach(self, repository):
        self.commit(repository, changed("growth"), "1.0.0")
        self.commit(repository, with_today("growth", changed("growth"), SINCE), "1.0.0")
        assert list(broken_promises(repository)) == []

    @pytest.mark.parametrize("kept", [slice(1, 2), slice(0, 1)], ids=["the first", "the last"])
    @pytest.mark.parametrize("version, broken", [("0.9.1", 0), ("1.0.0", 1), ("2.1.0", 1)])
    def test_a_dropped_edition_is_noticed(self, repository, kept, version, broken):
        """From 1.0.0 on, committed or not yet."""
        record = with_today("growth", changed("growth"), SINCE)
        self.commit(repository, record, version)
        editions.file_of("growth", repository / SHOWN).write_text(editions.text_of(record[kept]))
        assert len(list(broken_promises(repository))) == broken
        git(repository, "commit", "-am", "less")
        assert len(list(broken_promises(repository))) == broken

    def test_a_changed_edition_and_a_lost_record_are_noticed(self, repository):
        """The bump of the version alone is where the promise begins."""
        self.commit(repository, changed("growth"), "1.0.0")
        self.commit(repository, [today("growth")], "1.0.0")
        assert "no longer has the edition" in "".join(broken_promises(repository))
        git(repository, "rm", SHOWN / "growth.json")
        assert len(list(broken_promises(repository))) == 2


class TestBranches:
    """Two people work at once, and git brings together what they recorded."""

    NEW = ("strategy", "api-bill")
    CHANGED = ("growth", "memory")

    @pytest.fixture
    def repository(self, tmp_path):
        """A record without two calculators, and with numbers of two others that their calculators no longer give."""
        git(tmp_path, "init", "--initial-branch=main")
        for id in set(calculators()) - set(self.NEW):
            editions.file_of(id, tmp_path).write_text(editions.text_of(changed(id) if id in self.CHANGED else [today(id)]))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", "base")
        return tmp_path

    def on_a_branch(self, repository: Path, name: str, id: str) -> None:
        """Record all that a branch knows which adds or changes one calculator."""
        git(repository, "checkout", "-b", name, "main")
        others = [other for other in calculators() if other not in {*self.NEW, *self.CHANGED}]
        assert [line.partition(":")[0] for line in editions.record([*others, id], repository)] == [id]
        git(repository, "add", ".")
        git(repository, "commit", "-m", name)
        assert git(repository, "diff", "--name-only", "main", name).split() == [f"{id}.json"], "another calculator's record was touched"

    @pytest.mark.parametrize("one, other", [NEW, CHANGED, (NEW[0], CHANGED[0])])
    def test_work_on_two_calculators_merges(self, repository, one, other):
        self.on_a_branch(repository, "one", one)
        self.on_a_branch(repository, "other", other)
        git(repository, "merge", "one", "-m", "merge")
        for id in (one, other):
            assert not complaint(id, load(id, repository), editions.is_released())

    def test_two_changes_of_one_calculator_do_not(self, repository):
        """Each branch has other numbers, and the merged calculator may have neither's: somebody has to record anew, and is told how."""
        self.on_a_branch(repository, "one", "growth")
        git(repository, "checkout", "-b", "other", "main")
        other = today("growth")._replace(id=editions.next_id(today("growth").id))
        other.answers[0][1]["growth_pct_year"] = 7
        editions.file_of("growth", repository).write_text(editions.text_of([other]))
        git(repository, "commit", "-am", "other")
        with pytest.raises(subprocess.CalledProcessError):
            git(repository, "merge", "one", "-m", "merge")
        with pytest.raises(SystemExit, match="take one side whole"):
            load("growth", repository)
        git(repository, "checkout", "--theirs", "--", "growth.json")
        list(editions.record(["growth"], repository))
        assert not complaint("growth", load("growth", repository), editions.is_released())


def test_the_version_stands_in_one_place(tmp_path):
    """What is released is for pyproject.toml to say."""
    assert editions.is_released() == (not project.version().startswith("0."))
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "12.3.4"\n')
    assert project.version(tmp_path) == "12.3.4"
