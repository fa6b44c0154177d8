"""Lists as columns of cells: those of the formulas, and those that a formula needs on its way, such as the search for a rate of return."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from calculator.faces.sheet.cells import Cell, Column, Grid, text_cell
from calculator.faces.sheet.formulas import Scope, Writer
from calculator.formulas.model import Formula
from calculator.formulas.tree import Node, evaluate, leaves
from calculator.numbers.finance import FARTHEST

HALVINGS = 60  # of a stretch of three at most: the rest is smaller than what a spreadsheet's numbers tell apart
FIRST_STEP, WIDER = Decimal(1) / 512, Decimal("1.25")  # as finance.root_below() walks away from 1
EMPTY = '""'


class Columns:
    """The columns below everything else, one beside the other, each with a title above its first cell."""

    def __init__(self, grid: Grid, top: int):
        self.grid, self.top, self.next = grid, top, 0
        self.made: dict[tuple[Any, ...], Column] = {}

    def new(self, title: str, length: int, group: str = "") -> Column:
        column = Column(Cell(self.top + 2, self.next), length)
        self.next += 1
        self.grid.put(column.top._replace(row=self.top), text_cell(group))
        self.grid.put(column.top._replace(row=self.top + 1), text_cell(title))
        return column

    def fill_new(self, title: str, length: int, formula: Callable[[int, Column], str]) -> Column:
        column = self.new(title, length)
        for place in range(length):
            self.grid.put(column[place], f"={formula(place, column)}")
        return column

    def of(self, scope: Scope, tree: Node) -> Column:
        """The cells of a list: those that have it already, or new ones."""
        if tree.op == "id":
            found = scope.place(tree.parts[0])
            assert isinstance(found, Column)
            return found
        key = scope.key(tree)
        if key not in self.made:
            self.made[key] = self.new(scope.words(tree), scope.length(tree))
            self.fill(self.made[key], Builder(scope, self, "", {}), tree, list(leaves(tree)))
        return self.made[key]

    def of_formula(self, scope: Scope, formula: Formula, column: Column | None = None, title: str = "") -> Column:
        """The cells of a formula that gives a list, in `column` if that was kept for it."""
        tree = formula.tree
        assert tree is not None
        if any(map(scope.may_be_none, formula.needed)):
            raise NotImplementedError(f"{formula.id} may be none in place of a list: a spreadsheet has no form for that yet")
        key = scope.key(tree)
        if key in self.made and column is None:
            return self.made[key]
        self.made[key] = column or self.new(title, scope.length(tree))
        self.fill(self.made[key], Builder(scope, self, formula.none, formula.options), tree, [])
        return self.made[key]

    def fill(self, column: Column, writer: Writer, tree: Node, asked: list[str]) -> None:
        """Writes each value of a list, where none of the ids `asked` is none."""
        for place in range(column.count):
            self.grid.put(column[place], f"={writer.guard(asked, self.one(writer, tree, place, column))}")

    def one(self, writer: Writer, tree: Node, place: int, column: Column) -> str:
        if tree.op == "trailing":
            number = int(evaluate(tree.parts[1], writer.scope.values))
            values = self.of(writer.scope, tree.parts[0])
            last = Column(values[place + 1 - number], number)
            return f"SUM({last.address})" if place + 1 >= number else writer.write(Node("none"))
        return writer.first_or_next(tree, place, column)


class Builder(Writer):
    """Writes formulas, with columns for what takes more than one cell."""

    def __init__(self, scope: Scope, columns: Columns, none: str, options: Mapping[str, str]):
        super().__init__(scope, columns.of, none, options)
        self.cells = columns

    def call(self, tree: Node, place: int | None) -> tuple[str, int]:
        builders: dict[str, Callable[..., str]] = {
            "payback": self.payback,
            "payback_after": self.payback_after,
            "rate_of_return": self.rate_of_return,
        }
        build = builders.get(tree.op)
        return (build(*tree.parts), 9) if build else super().call(tree, place)

    def payback(self, upfront: Node, savings: Node) -> str:
        """Beside the first month in which the sum of the savings covers the cost, how many months that makes."""
        values, sums = self.cells.of(self.scope, savings), self.cells.of(self.scope, Node("running", savings))
        cost = self.write(upfront, None, 3)

        def month(place: int, column: Column) -> str:
            saving, so_far = values[place].address, sums[place].address
            first = f",COUNT({Column(column.top, place).address})=0" if place else ""
            return f"IF(AND({saving}>0,{so_far}>={cost}{first}),{place}+({cost}-({so_far}-{saving}))/{saving},{EMPTY})"

        return self.only(
            self.cells.fill_new(f"When the sum of {self.scope.words(savings)} covers {self.scope.words(upfront)}", values.count, month)
        )

    def only(self, column: Column) -> str:
        """The one number that a column may hold."""
        return f"IF(COUNT({column.address})=0,{self.write(Node('none'))},MAX({column.address}))"

    def payback_after(self, first: Node, sums: Node, fixed: Node, start: Node, cost: Node) -> str:
        """As payback(), of what is saved after the start."""
        before_it = self.write(Node("-", Node("*", first, Node("at", sums, start)), Node("*", fixed, start)))
        one, each, begun, upfront = (self.write(part, None, 3) for part in (first, fixed, start, cost))
        months = self.cells.of(self.scope, sums)
        before = self.cells.fill_new("Saved up to the end of the build", 1, lambda place, column: before_it)[0].address

        def so_far(place: int, column: Column) -> str:
            return f"IF({place + 1}>INT({begun}),{one}*{months[place].address}-{each}*{place + 1}-{before},0)"

        gained = self.cells.fill_new("Saved since the end of the build", months.count, so_far)

        def month(place: int, column: Column) -> str:
            now, last = gained[place].address, gained[place - 1].address if place else "0"
            is_first = f",COUNT({Column(column.top, place).address})=0" if place else ""
            reached = f"{place + 1}>INT({begun}),{now}>{last},{now}>={upfront}{is_first}"
            since = f"MAX({place},{begun})"
            return f"IF(AND({reached}),{since}+({place + 1}-{since})*({upfront}-{last})/({now}-{last}),{EMPTY})"

        return self.only(self.cells.fill_new(f"When that covers {self.scope.words(cost)}", months.count, month))

    def rate_of_return(self, upfront: Node, savings: Node) -> str:
        """The rate as finance.irr() finds it: from 0 on in steps that widen, first among gains and then among losses; what lies between two steps is halved."""
        flows, cost = self.cells.of(self.scope, savings), self.write(upfront, None, 3)
        values, first, last = flows.address, flows[0].address, flows[flows.count - 1].address
        is_gain_at_0 = f"(SUM({values})>{cost})"

        def gain(log: str) -> str:
            return f"(SUMPRODUCT({values}*EXP((ROW({values})-ROW({first})+1)*{log}))>{cost})"

        def loss(log: str) -> str:
            return f"(SUMPRODUCT({values}*EXP((ROW({last})-ROW({values}))*{log}))>{cost}*EXP(ROWS({values})*{log}))"

        tries = self.cells.fill_new(
            "Tried: ln of 1 / (1 + rate)", len(steps()), lambda place, column: steps()[place].format(column[place - 1].address)
        )
        gains, losses = (
            self.cells.fill_new(f"The tries past a rate that is {name}", tries.count - 1, self.sign_changes(tries, test, is_gain_at_0))
            for name, test in (("a gain", gain), ("a loss", loss))
        )
        is_gain, found = f"COUNT({gains.address})>0", f"COUNT({gains.address},{losses.address})>0"
        past = f"IF({is_gain},MIN({gains.address}),MIN({losses.address}))"
        columns = [self.cells.new(title, HALVINGS) for title in ("Halved: from", "to", "Whether the rate lies above the middle")]
        low, high, above = columns
        for place in range(HALVINGS):
            middle = f"({low[place].address}+{high[place].address})/2"
            ends = f"INDEX({tries.address},{past}+1)", f"INDEX({tries.address},{past})"
            if place:
                was = f"({low[place - 1].address}+{high[place - 1].address})/2"
                asked = f"{above[place - 1].address}=1"
                ends = f"IF({asked},{low[place - 1].address},{was})", f"IF({asked},{was},{high[place - 1].address})"
            same = f"IF(IF({is_gain},{gain(middle)},{loss(middle)})={is_gain_at_0},1,0)"
            for column, formula in zip(columns, (*ends, same), strict=True):
                self.cells.grid.put(column[place], f"=IF({found},{formula},{EMPTY})")
        end = f"({low[HALVINGS - 1].address}+{high[HALVINGS - 1].address})/2"
        none = self.write(Node("none"))
        moving = f"INDEX({values},ROUND(1/SUMPRODUCT(MAX(({values}<>0)/(ROW({values})-ROW({first})+1))),0))"  # the first that is not 0
        has_none = f"IF(MAX({values})<=0,TRUE(),IF({cost}>0,FALSE(),{moving}>0))"  # OR would look at all of them
        rate = f"IF({found},IF({is_gain},EXP(-{end}),EXP({end}))-1,{none})"
        return f"IF({has_none},{none},IF(SUM({values})={cost},0,{rate}))"

    @staticmethod
    def sign_changes(tries: Column, test: Callable[[str], str], at_0: str) -> Callable[[int, Column], str]:
        """Beside each try but the first its place, where the worth has another sign than at a rate of 0."""
        return lambda place, column: f"IF({test(tries[place + 1].address)}<>{at_0},{place + 1},{EMPTY})"


def steps() -> list[str]:
    """The logarithms of the numbers that finance.root_below() tries, as formulas; {} is the one before."""
    found, high, step = ["0"], Decimal(1), FIRST_STEP
    for power in count():
        if high <= FARTHEST[Decimal]:
            return found
        found.append(f"LN(1-{WIDER}^{power}/{1 / FIRST_STEP})" if step < 1 else "{}-LN(2)")
        high, step = (1 - step if step < 1 else high / 2), step * WIDER
    raise AssertionError
