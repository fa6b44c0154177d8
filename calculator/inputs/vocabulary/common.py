"""What several declarations share: their bounds, amounts of money, and choices from the catalogue."""

from collections.abc import Callable, Iterator, Mapping

from calculator.inputs.kinds import Number, OptionalNumber

OWN = "own"
SAME = "same"
BILLION = 1_000_000_000
TRILLION = 1_000_000_000_000  # beyond any reader's money; keeps every result finite
MOST_TOKENS = 10_000_000  # several times the longest context that anybody sells
GROWTH = {"minimum": -100, "maximum": 100_000}


class Names(Mapping[str, str]):
    """Id -> words, made when first needed: the catalogue's files are read then, so a page without such a choice never pays for them.

    `gone` gives the ids that old links may carry and a form no longer offers.
    """

    def __init__(self, first: dict[str, str], load: Callable[[], dict[str, str]], gone: Callable[[], frozenset[str]] = frozenset):
        self.first, self.load, self.gone = first, load, gone
        self.names: dict[str, str] = {}

    def all(self) -> dict[str, str]:
        if not self.names:
            self.names = self.first | self.load()
        return self.names

    def __getitem__(self, id: str) -> str:
        return self.all()[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.all())


def own_price(id: str, label: str, help: str) -> OptionalNumber:
    return OptionalNumber(id=id, label=label, help=help, minimum=0, maximum=1_000_000)


def own_size(id: str, label: str, help: str, maximum: float) -> OptionalNumber:
    return OptionalNumber(id=id, label=label, help=help, minimum=0.001, maximum=maximum)


def own_count(id: str, label: str, help: str, maximum: int, least: int = 1, term: str = "", none: str = "as listed") -> OptionalNumber:
    return OptionalNumber(id=id, label=label, help=help, minimum=least, maximum=maximum, whole=True, term=term, none=none)


def money(id: str, label: str, default: float, help: str, top: float, step: float, term: str = "", below_1: float | None = None) -> Number:
    """An amount of money, never negative; its slider runs from 0 to `top`."""
    slider = (0, top, step)
    return Number(id=id, label=label, default=default, help=help, minimum=0, maximum=TRILLION, slider=slider, term=term, below_1=below_1)
