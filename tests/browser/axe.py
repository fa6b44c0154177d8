"""axe-core's rules in a page, and Python kept away from one."""

from collections.abc import Callable

from publish import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

RULES = """async ([within, runOnly, rules]) => {
    const { violations } = await axe.run(within, { runOnly, rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.replaceAll("\\n", " ")}`));
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ("color-contrast", "link-in-text-block")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def broken_rules(page, within: str = "html", only: tuple[str, ...] = (), without: str = "") -> list[str]:
    """What axe-core finds in the page as it stands, or in a part of it: by all of its rules, some, or all but one."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    run_only = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    return page.evaluate(RULES, [within, run_only, {without: {"enabled": False}} if without else {}])


def hold_python(page) -> Callable[[], None]:
    """Keep Python away from a page until the function that is returned is called."""
    held = []
    page.route("**/runtime/**", lambda route: route.continue_() if held is None else held.append(route))

    def release() -> None:
        nonlocal held
        routes, held = held, None
        for route in routes:
            route.continue_()

    return release
