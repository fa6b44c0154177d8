"""The vocabulary: every input of every calculator, declared once.

An id means the same quantity wherever it stands, so a reader's numbers follow from page to page. Ids and
defaults are API: links in other people's wikis carry the ids and leave out what equals the default. The
defaults tell one story, the team at $180K a year of the site's cases, and the contract analyser's units.
Where `own` is chosen of a catalogue, or a number of its kind is typed, the catalogue has no say.
"""

from calculator.inputs.kinds import Input
from calculator.inputs.vocabulary.basket import BASKET
from calculator.inputs.vocabulary.business import BUSINESS
from calculator.inputs.vocabulary.evaluation import EVALUATION
from calculator.inputs.vocabulary.machines import MACHINES
from calculator.inputs.vocabulary.memory import MEMORY
from calculator.inputs.vocabulary.payback import PAYBACK
from calculator.inputs.vocabulary.portfolio import PORTFOLIO
from calculator.inputs.vocabulary.spend import SPEND
from calculator.inputs.vocabulary.tokens import TOKENS
from calculator.inputs.vocabulary.unit import UNIT

VOCABULARY: dict[str, Input] = {
    item.id: item for item in (*TOKENS, *MEMORY, *MACHINES, *BUSINESS, *SPEND, *UNIT, *PAYBACK, *BASKET, *EVALUATION, *PORTFOLIO)
}
