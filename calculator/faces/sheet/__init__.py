"""An answer as a spreadsheet: tab-separated cells to paste at A1, in which every number is computed from the cells of what it takes.

The functions are those that Excel, Google Sheets and LibreOffice share, none of them over an array that asks for other keys than Enter.
"""

from decimal import localcontext

from calculator.answers.result import Result
from calculator.answers.run import points
from calculator.faces.sheet.layout import Sheet
from calculator.formulas.answer import solve_inputs
from calculator.models.registry import find, inputs_of
from calculator.numbers.decimals import CONTEXT


def sheet(result: Result) -> str:
    """The text to paste. Of ranges it holds the middle."""
    calculator = find(result.calculator)
    with localcontext(CONTEXT):
        return Sheet(calculator, result, solve_inputs(calculator, points(inputs_of(calculator), result.inputs))).text()
