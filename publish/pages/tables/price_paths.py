"""The paths that prices may take and the changes on record, as tables of the calculators' pages."""

from collections.abc import Callable
from typing import Any

from calculator.data import thresholds
from calculator.data.price_paths import price_changes, price_paths
from calculator.faces.html import text
from calculator.inputs.kinds import number_text
from calculator.numbers.display import full_count, full_price
from publish.pages.tables import Table, source_link


def paths() -> Table:
    rows = []
    for path in price_paths.values():
        year = f"{full_count(path.change_pct_year)} % a year" if path.change_pct_year else "none"
        step = f"times {full_count(path.step_multiplier)} from month {path.step_month} on" if path.step_month else "none"
        cells = "".join(f"<td>{text(cell)}</td>" for cell in (path.label, year, step, path.evidence))
        rows.append(
            f'<tr id="path-{path.id}">{cells}<td><time>{path.since}</time></td><td>{source_link(path.source)}</td><td><time>{path.read}</time></td></tr>'
        )
    return "Paths of the API's price", ["Path", "Change", "Step", "Evidence", "As of", "Source", "Read"], rows


def presets(link: Callable[[dict[str, Any], str], str]) -> Table:
    """The changes on record; `link` makes a link to the calculator with these inputs and words."""
    rows = []
    for change in price_changes().values():
        before, after = (
            f"{full_price(one)} / {full_price(two)}"
            for one, two in (
                (change.input_before_usd_mtok, change.output_before_usd_mtok),
                (change.input_after_usd_mtok, change.output_after_usd_mtok),
            )
        )
        ahead = "listed ahead" if change.since > change.read else "in force"
        try_it = link({"price_multiplier": float(change.multiplier)}, f"Try {number_text(change.multiplier)} times")
        cells = f"<td><time>{change.since}</time></td>" + "".join(
            f"<td>{text(cell)}</td>" for cell in (f"{change.label}, {change.seller}", before, after, ahead)
        )
        rows.append(f'<tr id="change-{change.id}">{cells}<td>{try_it}</td></tr>')
    weight = full_count(thresholds["blend_input_to_output"].value)
    caption = (
        f"List prices that changed, US dollars a million tokens in / out; the multiplier weighs {weight} input tokens to one of output"
    )
    return caption, ["Date", "Model and seller", "Before", "After", "As read", "As a shock"], rows
