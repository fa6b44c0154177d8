"""What a build would be worth that had begun as long ago as was waited: for who is told that no start pays any more."""

from typing import Any

from calculator.formulas.functions import rises_each, running
from calculator.formulas.model import View
from calculator.numbers.decimals import Numeric


def begun_then_usd(v: View) -> Numeric:
    """Today's value of a build begun `months_already_waited` months ago, by the rule of the table of starts: with what it would have saved since, of a bill
    that is cast back at the growth of usage, and will save yet. `v.past_factor` must be known."""
    waited, factor = int(v.months_already_waited), v.discount_factor
    past = [
        (v.saved_share_usd_month * v.past_factor**ago - v.alternative_fixed_usd_month) * factor ** (ago - 1) for ago in range(waited, 0, -1)
    ]
    sums: list[Any] = running(past)
    until_now = sums[-1] if sums else 0
    (gain,) = rises_each([*sums, *(until_now + saved for saved in v.saving_sums_usd)], v.build_months, 1)
    return gain - v.build_worth_usd * factor**waited  # type: ignore[no-any-return]
