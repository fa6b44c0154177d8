"""The Markdown extension: calculator blocks, worked answers and computed figures.

A block stands alone on its line:

    ::: calculator growth
    ::: answer growth run_rate_usd_year=180000 quarters=5
    ::: cases growth
    ::: inputs growth
    ::: outputs growth
    ::: formulas growth
    ::: formulas
    ::: python run
    ::: data thresholds
    ::: presets price-shock
    ::: literature pan
    ::: floors

A figure stands inside a sentence and names a calculator, inputs and the way to one output, a number
of the data files, or combinations of answers that are counted:

    {{ growth run_rate_usd_year=180000 quarters=5 -> rows.5.run_rate_usd_year }}
    {{ data thresholds.closed_team_below }}
    {{ data models.gpt-6-luna.input_usd_mtok }}
    {{ combinations strategy margin=0 }}

Both use the grammar of the command line. `formulas` alone is a section for every calculator. Whatever is wrong fails the build with file and line; so does a figure
that could contradict a worked answer beside it. Which file that is, publish/pages/hook.py tells; another engine than mkdocs gives the option
`page`, the path below docs/.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from calculator import calculators
from calculator.errors import InputError
from calculator.numbers.units import inside
from publish.pages import blocks, inline
from publish.pages.beside import BLOCK, FIGURE, contradictable, outside_fences
from publish.pages.page import PageError, page_at
from publish.pages.shared import Inventory


class Calculators(Preprocessor):
    """Replaces blocks and figures, line by line, outside fenced code."""

    def __init__(self, md: Markdown, page: str, shared: Inventory):
        super().__init__(md)
        self.page = page
        self.shared = shared

    def run(self, lines: list[str]) -> list[str]:
        if not any(BLOCK.match(line) or FIGURE.search(line) for line in lines):
            return lines
        if not self.page:
            raise PageError("nobody said which page this is: in mkdocs.yml the extension needs `hooks: [publish/pages/hook.py]`")
        context = blocks.Context(page_at(self.shared.root / "docs", self.page, lines), self.shared)
        done = list(lines)
        for index, line in outside_fences(lines):
            try:
                done[index] = self.line(line, context)
            except (InputError, PageError, ValueError) as error:
                raise context.page.error(index, str(error)) from error
        # After the figures themselves, so that a figure that is wrong alone gets its own sentence.
        for index, wrong in contradictable(lines):
            raise context.page.error(index, wrong)
        return "\n".join(done).split("\n")

    def line(self, line: str, context: blocks.Context) -> str:
        block = BLOCK.fullmatch(line.rstrip())
        if block:
            return "\n\n".join(self.sections(block[1], shlex.split(block[2]), context))
        return FIGURE.sub(lambda figure: inline.figure_html(figure[1], context.page), line)

    def sections(self, name: str, words: list[str], context: blocks.Context) -> Iterator[str]:
        """A block; of one that stands for every calculator the sections that it becomes, with headings as an author would write them."""
        if (name, words) == ("formulas", []):
            for id, title in calculators().items():
                yield f"## Formulas: {inside(title)} {{#formulas-{id}}}"
                yield from self.sections(name, [id], context)
        else:
            yield self.md.htmlStash.store(self.block(name, words, context))

    def block(self, name: str, words: list[str], context: blocks.Context) -> str:
        if name not in blocks.BLOCKS:
            raise PageError(f"a block must be one of {', '.join(blocks.BLOCKS)} (got {name!r})")
        return blocks.BLOCKS[name](words, context)


class CalculatorExtension(Extension):
    """`root` is the folder that holds docs/, build/ and tests/, `page` the path of the page below docs/; `shared` is what it shares with others."""

    def __init__(self, root: str = ".", page: str = "", shared: Inventory | None = None):
        super().__init__()
        self.page = page
        self.shared = shared or Inventory(Path(root).resolve())

    def extendMarkdown(self, md: Markdown) -> None:
        # After line ends are normalised (30), before fenced code is taken out (25).
        md.preprocessors.register(Calculators(md, self.page, self.shared), "calculators", 28)


def makeExtension(**options: Any) -> CalculatorExtension:
    """What Python-Markdown calls."""
    return CalculatorExtension(**options)
