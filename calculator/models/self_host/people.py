"""Who runs the machines: people in business hours, and a share of a rota around the clock."""

from calculator.formulas.functions import share
from calculator.formulas.model import Formula


def rota_people(on_call, on_call_sites, oncall_people_one_site, oncall_people_each_of_two_sites):
    if on_call == "business-hours":
        return 0
    return oncall_people_one_site if on_call_sites == "one" else 2 * oncall_people_each_of_two_sites


def rota_usd_month(rota_people, engineer_usd_month, on_call_share_pct):
    return rota_people * engineer_usd_month * share(on_call_share_pct)


def people_usd_month(staff_usd_month, rota_usd_month):
    return staff_usd_month + rota_usd_month


STEPS = (
    Formula(rota_people, "People of the rota"),
    Formula(rota_usd_month, "This service's share of the rota"),
)
