"""Many cases in one table: each row gets its answer or its sentence, and nothing of it is lost."""

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.__main__ import main
from calculator.answers.texts import to_texts
from calculator.faces.table import SAID, TableError, table
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs


def rows_of(lines, delimiter=",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines)), delimiter=delimiter))


def written(header: list[str], rows: list[dict[str, str]], delimiter=",") -> list[str]:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().splitlines(keepends=True)


@pytest.mark.parametrize("id", CALCULATORS)
@given(data=st.data(), delimiter=st.sampled_from(",;\t"))
def test_a_row_has_the_answer_of_its_case(id, data, delimiter):
    """Whatever the inputs, in whatever way cells are parted; and the cells of the row are as they were."""
    given_ = data.draw(st.lists(inputs(id), min_size=1, max_size=3))
    header = ["case", *CALCULATORS[id].inputs]
    rows = [{"case": f"{place}{delimiter} “x”"} | to_texts(id, one) for place, one in enumerate(given_)]
    found = rows_of(table(id, written(header, rows, delimiter)), delimiter)
    assert len(found) == len(rows)
    for row, one, got in zip(rows, given_, found, strict=True):
        result = run(id, one)
        assert {name: value for name, value in got.items() if name in header and value} == {
            name: value for name, value in row.items() if value
        }
        assert (got["error"], got["headline"], got["again"]) == ("", result.headline, result.answer["again"])
        for output in CALCULATORS[id].outputs:
            if output.kind in ("value", "choice", "yes-no"):
                value = result.outputs[output.id]
                name = f"answer_{output.id}" if output.id in CALCULATORS[id].inputs else output.id
                assert got[name] == ("" if value is None else str(value))


def test_a_wrong_row_has_its_sentence_and_stops_nobody():
    """A bad value, two units for one number, a cell too many, a number that could be two: each beside its row; the others are answered."""
    lines = [
        "api_spend_usd_month,usage_growth_pct_year,usage_growth_pct_quarter,who\n",
        "-3,,,A\n",
        "5k,10,10,B\n",
        "5k,,,C,more\n",
        "42.000,,,D\n",
        "\n",
        "42k,,12,E\n",
        "9000\n",
    ]
    found = rows_of(table("strategy", lines))
    assert [row["error"][:60] for row in found[:2]] == [
        "api_spend_usd_month must be at least 0 (got -3)",
        "usage_growth_pct_quarter must be left out where usage_growth"[:60],
    ]
    assert "no more cells than the 4 columns" in "".join(table("strategy", lines[:1] + lines[3:4])) and "42 or 42,000?" in found[3]["error"]
    assert all(not row["strategy"] and not row["headline"] for row in found[:4])
    assert (
        [row["error"] for row in found[4:]] == ["", ""]
        and found[4]["who"] == "E"
        and found[5]["headline"] == run("strategy", {"api_spend_usd_month": 9_000}).headline
    )


def test_a_family_is_taken_and_other_columns_travel_on():
    """A year's run rate where a month's spend is asked; numbers that another calculator takes stay where they are."""
    (row,) = rows_of(table("strategy", ["run_rate_usd_year,requests_per_day,note\n", "504000,7,=1+1\n"]))
    assert row["strategy"] == run("strategy", {"api_spend_usd_month": 42_000}).outputs["strategy"]
    assert (row["requests_per_day"], row["note"]) == ("7", "=1+1")


def test_rows_come_one_by_one():
    """The first answer is there before the second row is read, so that a file may be of any length."""
    read = []

    def lines():
        for line in ("quarters\n", "4\n", "8\n"):
            read.append(line)
            yield line

    rows = table("growth", lines())
    next(rows)
    assert "in 4 quarters" in next(rows) and read == ["quarters\n", "4\n"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "must begin with a row of names"),
        ([",\n", "1,2\n"], "must begin with a row of names"),
        (["quarters,quarters\n"], "The column quarters stands twice"),
        (["quarters,error\n"], "The column error is one that the answer adds"),
        (["growth_pct_year\n"], "The column growth_pct_year is one that the answer adds"),
        (["quarters\n", '"4\n'], "cannot be read as cells"),
    ],
)
def test_what_is_no_table_is_said(lines, sentence):
    """In a sentence, once for all rows."""
    with pytest.raises(TableError, match=sentence):
        list(table("growth", lines))


def test_an_unknown_calculator():
    """As run() says it."""
    with pytest.raises(InputError, match="calculator must be one of"):
        list(table("rent-or-buy", ["a\n"]))


def test_excel_begins_a_file_with_a_sign_that_nobody_sees():
    """It is no part of the first name."""
    assert rows_of(table("growth", ["\N{ZERO WIDTH NO-BREAK SPACE}quarters\n", "4\n"]))[0]["quarters"] == "4"


def test_the_command_line(tmp_path, capsys):
    """A file, standard input, and what cannot be read."""
    file = tmp_path / "cases.csv"
    file.write_text("quarters;who\n4;Ä\n", encoding="utf-8")
    assert main(["table", "growth", str(file)]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split(";")[:5] == ["quarters", "who", *SAID] and row.startswith("4;Ä;;")
    piped = subprocess.run(
        [sys.executable, "-m", "calculator", "table", "growth", "-"], input=file.read_bytes(), capture_output=True, check=True
    )
    assert piped.stdout.decode().splitlines() == [header, row]
    for wrong, sentence in ((tmp_path / "none.csv", "must be a file that can be read"), (tmp_path, "must be a file that can be read")):
        assert main(["table", "growth", str(wrong)]) == 2 and sentence in capsys.readouterr().err
    file.write_bytes(b"quarters\n\xff\n")
    assert main(["table", "growth", str(file)]) == 2 and "in UTF-8" in capsys.readouterr().err
    file.write_text("quarters,quarters\n", encoding="utf-8")
    assert main(["table", "growth", str(file)]) == 2 and "stands twice" in capsys.readouterr().err
