"""The bills of all models: which of them need not be looked at in each draw, and what stands in a table."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.data import catalogue
from calculator.models.shared.offers import ALL, CLOSED, Request, closed, compare, hosts, is_never_dearer, label_of, offers, prices_of, sold

DAY = catalogue.newest()
MODELS = catalogue.models()

requests = st.builds(
    Request,
    fresh_tokens=st.sampled_from([1, 2_000, 90_000, 150_000, 260_000, 300_000, 900_000]).map(Decimal),
    cached_tokens=st.sampled_from([0, 1_000, 20_000]).map(Decimal),
    written_tokens=st.sampled_from([0, 500, 20_000]).map(Decimal),
    output_tokens=st.sampled_from([1, 600, 20_000, 100_000]).map(Decimal),
    batch_pct=st.sampled_from([0, 30, 100]).map(Decimal),
    peak_pct=st.sampled_from([None, Decimal(0), Decimal(60)]),
    reasoning_tokens=st.sampled_from([0, 1]).map(Decimal) | st.just(Decimal("0.4")),
)


def in_floats(request: Request) -> Request:
    return Request(*(None if part is None else float(part) for part in request))


@given(request=requests, whose=st.sampled_from([ALL, CLOSED, *catalogue.weights()]))
def test_draws_are_billed_as_answers(request, whose):
    """In floats, all at once, as in exact numbers, one by one: the same sellers at the same bills."""
    exact, drawn = offers(whose, DAY, request), offers(whose, DAY, in_floats(request))
    billed = {place: float(exact.bills[place]) for place in exact.order}
    assert billed == pytest.approx({place: drawn.bills[place] for place in drawn.order}, rel=1e-12)
    assert [exact.bills[place] for place in exact.order] == sorted(usd for usd in exact.bills if usd is not None)
    if exact.order:
        assert exact.cheapest.usd_request <= exact.middle.usd_request <= exact.dearest.usd_request


@given(request=requests)
def test_whoever_is_passed_over_is_never_the_cheapest(request):
    """Of all closed models none bills less than the cheapest of those that are looked at."""
    every, few = offers("", DAY, request), offers(CLOSED, DAY, request)
    assert bool(every.order) == bool(few.order)
    assert not every.order or every.cheapest.usd_request == few.cheapest.usd_request
    assert len(closed(DAY)) < len(hosts(DAY, "")) / 5


def test_never_dearer():
    """A dearer price of any kind, a lower limit, a tier, or hours that cost more: any of them may be dearer for some load."""
    one = next(pair for pair in sold(DAY) if pair[0].id == "gpt-5-4-mini")
    model, price = one
    assert is_never_dearer(one, one)
    for kind in ("input_usd_mtok", "cached_input_usd_mtok", "output_usd_mtok", "batch_input_usd_mtok", "batch_output_usd_mtok"):
        assert not is_never_dearer((model, price._replace(**{kind: getattr(price, kind) * 2})), one)
    assert not is_never_dearer((model, price._replace(cache_write_usd_mtok=9)), one)
    assert not is_never_dearer((model._replace(max_output_tokens=1_000), price), one)
    assert is_never_dearer((model._replace(max_output_tokens=None), price), one)
    tiered = next(pair for pair in sold(DAY) if pair[0].id == "claude-haiku-5-5")
    assert not is_never_dearer((tiered[0], tiered[1]._replace(tiers=(tiered[1].tiers[0]._replace(output_usd_mtok=9),))), tiered)
    peaked = MODELS["deepseek-v4-pro-deepseek"].peaks
    assert not is_never_dearer((model._replace(peaks=peaked), price), one)


@given(request=requests)
def test_the_table_is_that_of_one_by_one(request):
    """Those who bill alike are billed once: each model has the bills of its own sellers, and what nobody takes is left out."""
    found = compare(DAY, "gpt-oss-120b", request, request)
    bills = {label_of(those[0].model): [float(offer.usd_request) for offer in those] for those in found.found}
    wanted: dict[str, list[float]] = {}
    every = offers(ALL, DAY, request)
    for place in range(len(every.order)):
        offer = every.at(place)
        wanted.setdefault(label_of(offer.model), []).append(float(offer.usd_request))
    assert bills == wanted
    assert set(found.left_out) == {label_of(model) for model, _ in sold(DAY)} - set(wanted)


def test_the_family_of_the_reader_has_its_own_tokens():
    """Other models take other tokens for the same work; the same weights do not."""
    request = Request(*map(Decimal, (1_000, 0, 0, 100, 0)), None)
    twice = Request(*(part * 2 for part in request[:4]), *request[4:])
    one, other = (
        {label_of(those[0].model): those[0].usd_request for those in compare(DAY, "kimi-k3", request, beside).found}
        for beside in (request, twice)
    )
    assert {label for label in one if other[label] == one[label]} == {"Kimi K3"}
    assert other["GPT-4o"] == 2 * one["GPT-4o"]


def test_what_is_sold():
    """Nothing that is gone, nothing before its first price, and a former name is no model of its own."""
    ids = {model.id for model, _ in sold(DAY)}
    assert ids.isdisjoint(catalogue.no_longer_offered())
    assert "gpt-4" in {model.id for model, _ in sold("2026-10-22")} and "gpt-6-astra" not in {model.id for model, _ in sold("2026-10-13")}


@given(id=st.sampled_from(sorted(id for id, model in MODELS.items() if model.sold_on(DAY))), tokens=st.sampled_from([1_000, 10_000]))
def test_prices_with_their_part_of_writing(id, tokens):
    """A load with ten reads of each write costs by these prices what it costs written apart."""
    model, share = MODELS[id], Decimal("0.4")
    used = prices_of(model, DAY, Decimal(tokens))
    cached = tokens * share
    by_parts = Request(tokens - cached - cached / 10, cached, cached / 10, Decimal(300), Decimal(0), None)
    those = offers(model.weights or ALL, DAY, by_parts)
    bill = next(usd for usd, seller in zip(those.bills, those.selling, strict=True) if seller.model.id == id)
    folded = (
        (tokens - cached) * used["used_input_usd_mtok"] + cached * used["used_cached_input_usd_mtok"] + 300 * used["used_output_usd_mtok"]
    )
    assert bill == pytest.approx(folded / 10**6, rel=Decimal("1e-25"))
