"""F1: all sixteen combinations, against the contract's rule."""

from itertools import product

import pytest

from calculator import run

FIELDS = ("sells_without_ai", "ai_in_reason_to_buy", "proprietary_data", "price_doubling_survivable")


def test_all_combinations():
    """A product when it would not sell without AI, or when AI is in the reason to buy and there is proprietary data; else a feature."""
    for sells, reason, data, survives in product((False, True), repeat=4):
        result = run("feature-or-product", dict(zip(FIELDS, (sells, reason, data, survives), strict=True)))
        role = "product" if (not sells) or (reason and data) else "feature"
        assert result.outputs["ai_role"] == role
        assert result.outputs["lean"] == {"feature": "closed", "product": "consider-open"}[role]
        assert all(sentence.endswith(".") for sentence in result.outputs["because"]) and len(result.outputs["because"]) >= 2


def test_price_doubling_warns_and_changes_nothing():
    """Not surviving a doubled price adds one warning, which points to M3, whatever the role; the outputs stay."""
    for answers in product((False, True), repeat=3):
        given = dict(zip(FIELDS, answers, strict=False))
        safe, exposed = run("feature-or-product", given | {FIELDS[3]: True}), run("feature-or-product", given | {FIELDS[3]: False})
        [added] = [warning for warning in exposed.warnings if warning not in safe.warnings]
        assert "M3" in added and len(exposed.warnings) == len(safe.warnings) + 1
        assert exposed.outputs == safe.outputs


@pytest.mark.parametrize("sells", [True, False])
@pytest.mark.parametrize("reason", [True, False])
@pytest.mark.parametrize("data", [True, False])
def test_no_advice_rests_on_what_was_denied(sells, reason, data):
    """Tuning on data of one's own is for those who have it; and who contradicts himself is told."""
    result = run("feature-or-product", {"sells_without_ai": sells, "ai_in_reason_to_buy": reason, "proprietary_data": data})
    assert not any("your own data" in told for told in result.outputs["because"]) or data
    assert any("contradict" in note for note in result.warnings) == (not sells and not reason)
