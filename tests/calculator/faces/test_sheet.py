"""An answer as a spreadsheet: what stands in its cells. That it comes to the answer is for LibreOffice to say, in the wider run."""

import re

import pytest

from calculator import run
from calculator.faces.sheet.cells import Cell, Column, text_cell
from calculator.formulas.functions import LISTED
from calculator.formulas.model import TRACED
from calculator.inputs.kinds import number_text
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.faces.pasted import HOSTILE, cells, held, row_of, shown
from tests.golden import asked

ASKED = {id: asked(id) for id in CALCULATORS}
RESULTS = [(id, name) for id, named in ASKED.items() for name in named]
ADDRESS = re.compile(r"\b([A-Z]{1,2})(\d+)\b")
STRING = re.compile(r'"(?:[^"]|"")*"')
# Those of them that this package writes; all three programs have them, by these names, without another key than Enter.
KNOWN = [
    "AND",
    "AVERAGE",
    "COUNT",
    "COUNTIF",
    "EXACT",
    "EXP",
    "FALSE",
    "IF",
    "INDEX",
    "INT",
    "LARGE",
    "LN",
    "MATCH",
    "MAX",
    "MIN",
    "MOD",
    "NORMSINV",
    "NOT",
    "OR",
    "ROUND",
    "ROUNDDOWN",
    "ROUNDUP",
    "ROW",
    "ROWS",
    "SQRT",
    "SUM",
    "SUMPRODUCT",
    "TRUE",
]
GROWTH = """\
Growth of the bill (E1)
Answer when copied, which does not follow the cells|'$353,000 a year in 2 quarters: $180,000 a year changes by 40 % a quarter; it would pass $1,000,000 after 5.1 quarters, if it went on like that.
Day of the figures|as of 2026-11-24
Formulas are written the English way: English names of functions, a point before decimals, a comma between arguments.

Inputs
Run rate today|180000|US dollars a year
Growth of the run rate|40|% a quarter
Quarters to look ahead|2|quarters|sets how many rows there are: another one takes another copy of the sheet

Results
Run rate at the end|=B7*(1+B8/100)^B9|US dollars a year
Growth of a year|=((1+B8/100)^4-1)*100|% a year

When the run rate passes each mark
Run rate (US dollars a year)|Quarters from now|Falls below it again after
120000|=IF(B7>=A17,0,IF(OR(B7<=0,B8<=0),"never",LN(A17/B7)/LN(1+B8/100)))|=IF(OR(B7<A17,B8>=0),"does not",IF(B8>-100,LN(B7/A17)/LN(1/(1+B8/100)),1))
240000|=IF(B7>=A18,0,IF(OR(B7<=0,B8<=0),"never",LN(A18/B7)/LN(1+B8/100)))|=IF(OR(B7<A18,B8>=0),"does not",IF(B8>-100,LN(B7/A18)/LN(1/(1+B8/100)),1))
600000|=IF(B7>=A19,0,IF(OR(B7<=0,B8<=0),"never",LN(A19/B7)/LN(1+B8/100)))|=IF(OR(B7<A19,B8>=0),"does not",IF(B8>-100,LN(B7/A19)/LN(1/(1+B8/100)),1))
1000000|=IF(B7>=A20,0,IF(OR(B7<=0,B8<=0),"never",LN(A20/B7)/LN(1+B8/100)))|=IF(OR(B7<A20,B8>=0),"does not",IF(B8>-100,LN(B7/A20)/LN(1/(1+B8/100)),1))

Quarter by quarter
Quarter|Run rate (US dollars a year)|Spend of the quarter (US dollars a quarter)|Trailing twelve months (US dollars a year)
=0|=B7|=B24/4|="not yet known"
=A24+1|=B24*(1+B8/100)|=B25/4|="not yet known"
=A25+1|=B25*(1+B8/100)|=B26/4|="not yet known\""""


def test_a_small_sheet():
    """The whole text of one sheet, cell by cell."""
    assert run("growth", {"quarters": 2}).sheet() == GROWTH.replace("|", "\t")


FIRST = {next(iter(named)) for named in ASKED.values()}  # the defaults; the sheets of cases are for make test


@pytest.mark.parametrize(
    ("id", "name"),
    [(id, name) if name in FIRST else pytest.param(id, name, marks=pytest.mark.whole("a sheet of each case")) for id, name in RESULTS],
)
class TestEverySheet:
    def test_every_output_is_a_formula(self, id, name):
        """Each figure, each row and each month of the answer is a live cell, but for what a row of a table is given, and what the catalogue measured."""
        result = run(id, ASKED[id][name])
        rows = cells(result.sheet())
        for one in held(result, rows):
            text = rows[one.row][one.column]
            is_given = one.output.kind == "word" or (one.output.formula is None and "." in one.path) or one.path == "model_error_pct"
            words = shown(one)
            assert text.startswith("=") or (is_given and text == (words if isinstance(words, str) else number_text(words))), one.path

    def test_formulas_take_cells_that_hold_something(self, id, name):
        """No formula refers to a cell without text, but for inputs left empty and what it asks whether it is there; and none to itself."""
        rows = cells(run(id, ASKED[id][name]).sheet())
        inputs = range(row_of(rows, "Inputs"), row_of(rows, "Results"))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                for letters, number in ADDRESS.findall(STRING.sub("", text)) if text.startswith("=") else ():
                    place = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
                    at = int(number) - 1
                    assert (at, place) != (row, column)
                    is_held = at < len(rows) and place < len(rows[at]) and rows[at][place]
                    assert is_held or at in inputs or f"COUNT({letters}{number})" in text, f"{text} takes {letters}{number}"

    def test_functions_are_those_that_all_programs_have(self, id, name):
        """Excel, Google Sheets and LibreOffice know every function, and no formula is longer than they take."""
        text = run(id, ASKED[id][name]).sheet()
        formulas = [STRING.sub("", cell) for row in cells(text) for cell in row if cell.startswith("=")]
        assert {word for formula in formulas for word in re.findall(r"[A-Z]+(?=\()", formula)} <= set(KNOWN)
        assert not any(sign in formula for formula in formulas for sign in "{};!$")
        assert max(map(len, formulas)) < 8192  # as long as Excel takes one


class TestText:
    @pytest.mark.parametrize(
        ("words", "cell"),
        [
            ("Provider A", "Provider A"),
            ("élan", "élan"),
            ("漢字", "漢字"),
            ("", ""),
            *((f"{sign}1", f"'{sign}1") for sign in "=+-@\"'0#(/%\N{FULLWIDTH EQUALS SIGN}\N{MINUS SIGN}"),
            ("a\tb\r\nc", "a b c"),
            ("\t=1", "'=1"),
        ],
    )
    def test_cells(self, words, cell):
        """Words are text whatever they begin with, and stay in their cell."""
        assert text_cell(words) == cell

    def test_names_never_become_formulas(self):
        """What a reader typed stands in cells of its own, none of which begins a formula, and in no formula."""
        rows = cells(run("price-shock", HOSTILE).sheet())
        first = row_of(rows, "Spend with each provider") + 1
        assert [row[0] for row in rows[first : first + len(HOSTILE["providers"])]] == [
            f"'{record['name']}" for record in HOSTILE["providers"]
        ]
        formulas = [cell for row in rows for cell in row if cell.startswith("=")]
        assert len(formulas) == 10
        assert not any(record["name"] in formula for record in HOSTILE["providers"] for formula in formulas)

    def test_a_name_with_a_quotation_mark_parts_nothing(self):
        """A program would read on to the next quotation mark, over cells and rows."""
        providers = [{"name": '"', "usd_month": 1}, {"name": 'a"b', "usd_month": 2}]
        rows = cells(run("price-shock", {"providers": providers}).sheet())
        assert not any(cell.startswith('"') for row in rows for cell in row)


class TestNone:
    def test_the_word_stands_in_the_formula(self):
        """What may be never says so in the cell itself, by the same condition."""
        rows = cells(run("unit-economics").sheet())
        assert rows[row_of(rows, "Switching pays back after")][1] == '=IF(B21>0,B13/B21,"never")'

    def test_none_makes_none(self):
        """A formula asks for its needed parts where they may be none, and only there."""
        rows = cells(run("evaluate-when").sheet())
        assert rows[row_of(rows, "Until the lower edge of the window")][1] == '=IF(COUNT(B29)=1,3*B29,"never at this growth")'
        assert "COUNT" not in rows[row_of(rows, "Status")][1]

    def test_a_table_without_rows_says_why(self):
        """Found by any inputs of self-host: an own model has no price of an API, so there is no hybrid of any size."""
        lines = run("self-host", {"model": "own", "hybrid_open_pct": 0}).sheet().splitlines()
        title = next(at for at, line in enumerate(lines) if line.startswith("Hybrid, by how many copies"))
        assert lines[title + 1].strip() == "not known without a price of an API"

    def test_an_input_left_to_the_catalogue_is_an_empty_cell(self):
        """Nobody typed a number there, and the note beside it says what counts instead."""
        rows = cells(run("memory").sheet())
        assert rows[row_of(rows, "Layers")] == ["Layers", "", "", "empty: as listed"]


class TestNotes:
    def test_a_range_is_its_middle(self):
        """The cell holds one number, and the sheet says that it stood for a range; without a range it says nothing."""
        text = run("growth", {"growth_pct_quarter": "-10..50"}).sheet()
        assert "Of each range this sheet holds the middle" in text
        rows = cells(text)
        assert rows[row_of(rows, "Growth of the run rate")] == [
            "Growth of the run rate",
            "20",
            "% a quarter",
            "the middle of -10 % to 50 % a quarter",
        ]
        assert "range" not in run("growth").sheet()

    def test_what_is_left_out_is_named(self):
        """A reader learns which outputs the sheet does not hold, and why."""
        (line,) = [row[0] for row in cells(run("timing").sheet()) if row[0].startswith("Not in this sheet")]
        assert line == "Not in this sheet, since they are words or were searched for: Because, What would have to be true"

    @pytest.mark.parametrize(
        ("id", "input"), [("growth", "quarters"), ("break-even", "horizon_months"), ("timing", "months_already_waited")]
    )
    def test_what_sets_the_rows_says_so(self, id, input):
        """Changing it needs another copy, which the line beside it tells."""
        rows = cells(run(id).sheet())
        assert rows[row_of(rows, VOCABULARY[input].label)][3].startswith("sets how many rows there are")

    def test_a_choice_from_the_catalogue_says_so(self):
        """Another model in the cell would change nothing, so the line says where its numbers stand."""
        rows = cells(run("api-bill").sheet())
        assert rows[row_of(rows, "Model you call by API")][3].startswith("what was looked up with it stands below")
        rows = cells(run("feature-or-product").sheet())
        assert [row[3] for row in rows if row[-1].startswith("no cell takes it")] == ["no cell takes it, only the words of the answer"]


def test_numbers_have_all_their_digits():
    """The cell holds the number that the answer used, not the rounded one."""
    rows = cells(run("unit-economics", {"price_usd_unit": 0.1 + 0.2, "units_per_month": 123456789.12345679}).sheet())
    assert rows[row_of(rows, "Price of a unit")][1] == "0.30000000000000004"
    assert rows[row_of(rows, "Units a month")][1] == "123456789.12345679"


def test_compared_words_are_cells_as_they_are():
    """An apostrophe before a choice would make it another word than the one in the formula; and a spreadsheet does not tell large letters from small."""
    for calculator in CALCULATORS.values():
        for id, formula in calculator.formulas.items():
            words = list(formula.options.values())
            assert words == [text_cell(word) for word in words], id
            assert len({word.lower() for word in words}) == len(words), id


def test_every_traced_output_is_in_some_sheet():
    """The reader of sheets in these tests looks for what the models declare, not for what the sheet happens to hold."""
    for id, calculator in CALCULATORS.items():
        result = run(id)
        found = {one.path for one in held(result, cells(result.sheet()))}
        assert {output.id for output in calculator.outputs if output.kind in TRACED} <= found


def test_functions_have_a_form():
    """Of those without, faces.sheet knows how to build them."""
    built = {"trailing", "payback", "payback_after", "rate_of_return", "count_true", "count_of", "first_at_least"}
    assert {name for name, function in LISTED.items() if not function.sheet} == built


@pytest.mark.parametrize(("column", "address"), [(0, "A3"), (25, "Z3"), (26, "AA3"), (701, "ZZ3"), (702, "AAA3")])
def test_addresses(column, address):
    """After Z comes AA, and rows count from 1."""
    assert Cell(2, column).address == address


def test_ranges():
    """A column is named by its ends; one without cells by the cell above it."""
    column = Column(Cell(2, 1), 3)
    assert (column.address, column[1].address, Column(Cell(2, 1), 0).address) == ("B3:B5", "B4", "B2")
