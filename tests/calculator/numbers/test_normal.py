"""The normal distribution and square roots against scipy and exact numbers."""

import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from calculator.formulas.functions import deviations
from calculator.numbers.decimals import CONTEXT
from calculator.numbers.normal import exponential, normal_quantile, square_root


@given(st.floats(1e-10, 1 - 1e-10))
def test_normal_quantile(share):
    """As scipy has it, which takes the logarithm of the machine's C library where ours takes the decimal one."""
    assert normal_quantile(share) == pytest.approx(norm.ppf(share), rel=1e-12, abs=1e-12)


@given(st.floats(1e-10, 0.5))
def test_the_tails_are_alike(share):
    """To the last bit where the other share is exact."""
    if 1 - (1 - share) == share:
        assert normal_quantile(1 - share) == -normal_quantile(share)


@pytest.mark.parametrize(("confidence", "printed"), [(50, 0.6745), (80, 1.2816), (90, 1.6449), (95, 1.9600), (99, 2.5758), (99.9, 3.2905)])
def test_deviations_as_every_table_prints_them(confidence, printed):
    """On either side of the middle, in both kinds of number the same sixteen digits."""
    assert deviations(confidence) == pytest.approx(printed, abs=5e-5)
    assert float(deviations(Decimal(str(confidence)))) == deviations(confidence)


@given(st.decimals(0, 10**18, places=6))
def test_square_root(number):
    """Squared it is the number again, as near as the kind can hold; of an exact square exactly."""
    with localcontext(CONTEXT):
        assert abs(square_root(number) ** 2 - number) <= abs(number) * Decimal("1e-32")
        assert square_root(number * number) == number
    assert square_root(float(number)) == math.sqrt(float(number))


@given(st.floats(-60, 60))
def test_exponential(x):
    """As math.exp, but for the last few bits, which are the same on every machine; what is too small for a float is none."""
    assert exponential(x) == pytest.approx(math.exp(x), rel=1e-12)
    assert exponential(-1e6 - abs(x)) == 0


@pytest.mark.parametrize(
    ("x", "bits"),
    [(0.2, "0x1.38add9e58ac8dp+0"), (0.2511, "0x1.4912816980815p+0"), (-1.37, "0x1.04349d63dc702p-2"), (20.5, "0x1.7d6c4f0bcdd8ep+29")],
)
def test_bits_of_an_exponential(x, bits):
    """Whoever gets others has floats that are not IEEE's, or another series: draws over ranges hang on the last bit."""
    assert exponential(x).hex() == bits
