from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calculator.numbers.decimals import exact, plain


class TestExact:
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_is_the_number_that_is_written(self, number):
        """The decimal has the digits that Python shows, and gives the same float back."""
        assert exact(number) == Decimal(repr(number))
        assert float(exact(number)) == number

    def test_a_tenth(self):
        """0.1 is a tenth, so three of them are 0.3."""
        assert exact(0.1) + exact(0.1) + exact(0.1) == exact(0.3)

    def test_a_float_that_writes_itself_differently(self):
        """A notebook's float64 is a float whose repr is not a number; it computes all the same."""

        class Float64(float):
            def __repr__(self):
                return f"np.float64({float(self)})"

        assert exact(Float64(2.5)) == Decimal("2.5")


def test_plain():
    """What leaves is JSON-ready: floats, lists, and no minus zero."""
    value = plain({"a": (Decimal("0.5"), None, True), "b": [{"c": Decimal("-0")}]})
    assert repr(value) == "{'a': [0.5, None, True], 'b': [{'c': 0.0}]}"
