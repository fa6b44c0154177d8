"""Two answers beside each other in words: what differs, and by how much."""

from calculator.answers.comparison import Comparison
from calculator.formulas.model import Output
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find
from calculator.numbers.display import in_table


def comparison(found: Comparison) -> str:
    """The verdicts, when to look again, and a line for each input and each figure that differs."""
    here, there = found.here, found.there
    lines = [found.headline, f"  Here: {here.answer['again']}", f"  There: {there.answer['again']}"]
    if not found.inputs:
        return "\n".join([*lines, "", "Nothing differs that this calculator takes."])
    lines += ["", "What differs, here and there"]
    for row in found.inputs:
        declared = VOCABULARY[row["input"]]
        lines.append(f"  {declared.label}: {declared.words(row['here'])} | {declared.words(row['there'])}")
    outputs = {output.id: output for output in find(here.calculator).outputs}
    lines += ["", "What comes of it" if found.outputs else "No figure of the answer differs."]
    for row in found.outputs:
        output = outputs[row["output"]]
        lines.append(f"  {', '.join(filter(None, (output.label, output.unit.after)))}: {figures(output, row)}")
    return "\n".join(lines)


def figures(output: Output, row: dict[str, object]) -> str:
    """A figure here and there, and how much more or less; with the digits of tables, so that a reader can subtract."""
    here, there = (output.words(row[end], in_table) for end in ("here", "there"))
    more = row["difference"]
    if not isinstance(more, int | float) or "%" in output.unit.words:  # "4 % less" could mean of it, or points
        return f"{here} | {there}"
    return f"{here} | {there} ({output.words(abs(more), in_table)} {'more' if more > 0 else 'less'})"
