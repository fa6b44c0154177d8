"""The order of formulas, what hangs on what, and None on its way through them: on a small calculator that is made here."""

from decimal import Decimal

import pytest

from calculator.formulas.answer import answer, solve_inputs
from calculator.formulas.functions import known, numbered, running
from calculator.formulas.graph import as_floats, constants, formulas_for, order, solve, solve_again, solve_columns, solve_in_floats
from calculator.formulas.model import Calculator, Formula, Output
from calculator.formulas.said import Said
from calculator.models.registry import CALCULATORS


def bill_usd_month(api_spend_usd_month, team_size):
    return api_spend_usd_month * team_size


def twice_usd_month(bill_usd_month):
    return bill_usd_month * 2


def typed_usd_mtok(input_usd_mtok=None):
    return input_usd_mtok if known(input_usd_mtok) else None


def priced_usd_month(typed_usd_mtok, bill_usd_month):
    return typed_usd_mtok * bill_usd_month


def closed(api_spend_usd_month, closed_team_below):
    return api_spend_usd_month < closed_team_below


def month(quarters):
    return numbered(1, quarters)


def summed(month):
    return running(month)


def parts(team_size):
    return [{"name": "B", "share": Decimal(2)}, {"name": "A", "share": Decimal(1)}]


def part_usd_month(share, bill_usd_month):
    return share * bill_usd_month


def seen(v):
    return f"{v.twice_usd_month} of {v.team_size}"


SMALL = Calculator(
    id="small",
    code="S1",
    group="economics",
    title="Small",
    question="How small?",
    inputs=("api_spend_usd_month", "team_size", "input_usd_mtok", "quarters"),
    steps=(Formula(twice_usd_month, "Twice"), Formula(typed_usd_mtok, "Typed"), Formula(bill_usd_month, "Bill")),
    outputs=(
        Output(priced_usd_month, "Priced"),
        Output(closed, "Closed", kind="yes-no"),
        Output("rows", "Rows", kind="table", columns=(Output(month, "Month"), Output(summed, "Sum"))),
        Output(
            "parts",
            "Parts",
            kind="table",
            rows=parts,
            ordered="part_usd_month",
            columns=(Output("share", "Share"), Output("name", "Name", kind="word"), Output(part_usd_month, "Part")),
        ),
        Output(seen, "Seen", kind="text"),
    ),
    said=lambda v: Said(f"{v.bill_usd_month}."),
)
GIVEN = {"api_spend_usd_month": Decimal(3), "team_size": 2, "input_usd_mtok": None, "quarters": 3, "today": None}


def test_none_comes_before_what_it_needs():
    """However they were written down."""
    for calculator in (SMALL, *CALCULATORS.values()):
        done: set[str] = set()
        for formula in calculator.formulas.values():
            assert not (set(formula.parameters) & calculator.formulas.keys()) - done, formula.id
            done.add(formula.id)


def test_what_asks_for_all_values_comes_late():
    """A sentence is made when every number is there; and what hangs on a row of a table has no place among the rest."""
    first, late = order(SMALL)
    assert [formula.id for formula in late] == ["seen"]
    assert {formula.id for formula in first} == SMALL.formulas.keys() - {"seen", "part_usd_month"}
    assert SMALL.in_rows("part_usd_month") and not SMALL.in_rows("bill_usd_month")


def test_only_what_is_needed():
    """The formulas that lead to one, and of them those that an input has a part in."""
    assert [formula.id for formula in formulas_for(SMALL, frozenset({"twice_usd_month"}))] == ["bill_usd_month", "twice_usd_month"]
    assert formulas_for(SMALL, frozenset({"twice_usd_month"}), frozenset({"quarters"})) == ()
    moved = formulas_for(SMALL, frozenset({"priced_usd_month"}), frozenset({"team_size"}))
    assert [formula.id for formula in moved] == ["bill_usd_month", "priced_usd_month"]


def test_constants_are_the_thresholds_that_are_taken():
    """And no input, formula or column of a table among them."""
    assert constants(SMALL).keys() == {"closed_team_below"}


def test_none_passes_through():
    """A formula that needs what is None is None; with the number it is the product."""
    assert solve_inputs(SMALL, GIVEN)["priced_usd_month"] is None
    assert solve_inputs(SMALL, GIVEN | {"input_usd_mtok": Decimal(0)})["priced_usd_month"] == 0
    assert solve_inputs(SMALL, GIVEN | {"input_usd_mtok": Decimal(5)})["priced_usd_month"] == 30


def test_again():
    """With another value for an input, or for a formula in the place of what it gives; the values at hand stay as they are."""
    values = solve_inputs(SMALL, GIVEN)
    assert solve_again(SMALL, values, {"team_size": 10}, "twice_usd_month") == 60
    assert solve_again(SMALL, values, {"bill_usd_month": 1}, "twice_usd_month") == 2
    assert values["twice_usd_month"] == 12


def halved(team_size):
    return team_size / 2 if team_size > 2 else None


def listed(halved):
    return Decimal(halved)


def whole(halved, api_spend_usd_month, input_usd_mtok):
    return halved * api_spend_usd_month + input_usd_mtok


def either(halved=None, api_spend_usd_month=None):
    return halved if known(halved) else api_spend_usd_month


def test_columns_are_row_by_row():
    """Many sets of values at once give what each gives alone: None where what is needed is None, in some rows or in all; what is found as floats."""
    formulas = [Formula(halved, "H"), Formula(listed, "L", is_found=True), Formula(whole, "W"), Formula(either, "E")]
    formulas[1].guarded = ("halved",)
    formulas[2].guarded = ("halved", "input_usd_mtok")
    for spend, sizes in ((5.0, [1, 3, 2, 4]), (None, [1, 2, 1, 2])):
        for tokens in (2.0, None):
            fixed = {"api_spend_usd_month": spend, "input_usd_mtok": tokens}
            columns = solve_columns(formulas, fixed, {"team_size": sizes})
            alone = [solve_in_floats(formulas, fixed | {"team_size": size}) for size in sizes]
            assert columns == {id: [values[id] for values in alone] for id in columns}
            assert all(value is None or isinstance(value, float) for value in columns["listed"])
    assert columns["whole"] == [None] * 4 and columns["team_size"] == [1, 2, 1, 2]


def test_tables():
    """Lists stand side by side; a formula of a column is solved for each row, and the rows stand in the order that is asked for."""
    outputs = answer(SMALL, GIVEN).outputs
    assert outputs["rows"] == [{"month": place, "summed": total} for place, total in ((1, 1), (2, 3), (3, 6))]
    assert outputs["parts"] == [{"share": 1, "name": "A", "part_usd_month": 6}, {"share": 2, "name": "B", "part_usd_month": 12}]
    assert outputs["seen"] == "12 of 2"


def test_as_floats():
    """Every number, in lists too; whole numbers, words and records stay."""
    assert repr(as_floats({"a": Decimal("0.5"), "b": (Decimal(1), None), "c": 2, "d": "x", "e": {"f": Decimal(1)}})) == (
        "{'a': 0.5, 'b': [1.0, None], 'c': 2, 'd': 'x', 'e': {'f': Decimal('1')}}"
    )


def test_a_formula_of_its_own_is_solved_by_names():
    """By the names of its parameters, wherever else they stand."""
    assert solve([Formula(twice_usd_month, "Twice", id="x", parameters=("a",))], {"a": 4}) == {"a": 4, "x": 8}


@pytest.mark.parametrize(("formula", "may"), [("bill_usd_month", False), ("typed_usd_mtok", True), ("priced_usd_month", True)])
def test_who_may_be_none_is_known_beforehand(formula, may):
    """From the tree alone: so a spreadsheet and the words need not try."""
    after = Calculator(
        id="s", code="S2", group="economics", title="S", question="?", inputs=SMALL.inputs[:-1], said=lambda v: Said(""),
        outputs=(Output(lambda x: x, "X", id="x", parameters=(formula,)),), steps=(*SMALL.steps, SMALL.by_id["priced_usd_month"].formula),
    )  # fmt: skip
    assert bool(after.formulas["x"].guarded) == may
