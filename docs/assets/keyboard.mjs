// What the theme leaves to a pointer, by keyboard: the navigation of a small window, and tables that scroll.

const drawer = document.querySelector("#__drawer");
const button = document.querySelector(".md-header__button[for=__drawer]");
const navigation = document.querySelector(".md-sidebar--primary");
const parts = navigation.querySelectorAll("label.md-nav__link[for^=__nav]"); // each leads into a part of the navigation
const backs = navigation.querySelectorAll("label.md-nav__title[for^=__nav]"); // and out of it again

button.tabIndex = 0;
for (const label of [button, ...parts, ...backs]) label.role = "button";
button.ariaLabel = "Navigation";
for (const label of parts) label.ariaLabel = `Pages of: ${label.closest("li")?.querySelector(".md-ellipsis")?.textContent?.trim()}`;
follow();
drawer.addEventListener("change", follow);
navigation.addEventListener("focusout", ({ relatedTarget }) => {
  if (drawer.checked && relatedTarget instanceof Node && relatedTarget !== button && !navigation.contains(relatedTarget)) drawer.click(); // the page lies below
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer.checked) {
    drawer.click();
    button.focus();
  }
  if (event.key !== " " || !(document.activeElement instanceof HTMLLabelElement)) return;
  event.preventDefault();
  document.activeElement.click(); // as the theme does at Enter
});

function follow() {
  button.ariaExpanded = `${drawer.checked}`;
  for (const label of backs) label.tabIndex = drawer.checked ? 0 : -1; // beside a page they are headings
  if (drawer.checked && document.activeElement === button) first()?.focus();
}

const first = () => [...navigation.querySelectorAll("a")].find((link) => link.checkVisibility({ visibilityProperty: true }));

// A table of the prose that is wider than its place scrolls in a box of the theme's: the keyboard has to reach that box, and a screen reader to name it.

/** @param {Element} box */
function headingOf(box) {
  let before = box.previousElementSibling;
  while (before && !/^H[1-6]$/.test(before.tagName)) before = before.previousElementSibling;
  return before?.firstChild?.textContent?.trim() ?? document.title;
}

/** @param {Element} box */
function reach(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": `Table: ${headingOf(box)}` }))
    if (scrolls) box.setAttribute(name, value);
    else box.removeAttribute(name); // no stop on the way where there is nothing to scroll
}

const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));
addEventListener("load", () => document.querySelectorAll(".md-typeset__scrollwrap").forEach((box) => sizes.observe(box))); // the theme has made them by then
