// The sign beside a heading, which is a plain link without this, also offers the link to copy: as its address, as
// Markdown, as rich text, or as the section's own page, whose preview in a chat is the section's and not the page's.

import { copy, FORMS } from "./copy.mjs";

const ROOT = new URL("../", import.meta.url);

/** @type {{ sign: HTMLElement, menu: HTMLElement } | null} */
let open = null;

const words = (/** @type {Element} */ heading) => {
  const copied = heading.cloneNode(true);
  copied.querySelector(`a[href="#${heading.id}"]`)?.remove();
  return copied.textContent.trim();
};

/**
 * The address without the reader's numbers: those go out only where a button says so.
 * @param {Element} heading
 */
function linkTo(heading) {
  const url = new URL(location.href);
  url.search = "";
  url.hash = heading.tagName === "H1" ? "" : heading.id;
  return { url: url.href, title: titleOf(heading) };
}

/** @param {Element} heading */
function titleOf(heading) {
  const title = document.querySelector("article h1");
  return heading === title ? words(title) : `${words(heading)} – ${words(title)}`;
}

/** @param {Element} heading */
function menuFor(heading) {
  const menu = document.createElement("div");
  menu.className = "pb-link-menu";
  menu.setAttribute("role", "group");
  menu.setAttribute("aria-label", `Copy the link to “${words(heading)}”`);
  const place = document.createElement("p");
  place.className = "pb-copy-field";
  place.hidden = true;
  /** @type {(text: string, form: CopyForm, link: Link) => void} */
  const button = (text, form, link) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", () => copy(form, link, made, place));
    menu.append(made);
  };
  menu.append("Copy as ");
  const link = linkTo(heading);
  for (const [form, text] of FORMS) button(text, form, link);
  if (/^H[23]$/.test(heading.tagName)) button("Link with preview", "url", { ...link, url: new URL(`go/${heading.id}/`, ROOT).href });
  menu.append(place);
  return menu;
}

function close({ focus = false } = {}) {
  if (!open) return;
  const { sign, menu } = open;
  open = null;
  menu.remove();
  sign.setAttribute("aria-expanded", "false");
  if (focus) sign.focus({ preventScroll: true });
}

/** @param {MouseEvent} event @param {HTMLElement} sign @param {Element} heading */
function toggle(event, sign, heading) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return; // the reader wants another tab
  event.preventDefault();
  const same = open?.sign === sign;
  close();
  if (same) return;
  location.hash = heading.id; // as the plain link would; it takes the focus away, so it comes first
  const menu = menuFor(heading);
  heading.after(menu);
  sign.setAttribute("aria-expanded", "true");
  open = { sign, menu };
  menu.querySelector("button")?.focus({ preventScroll: true });
}

for (const heading of document.querySelectorAll("article :is(h1, h2, h3)[id]")) {
  const sign = heading.querySelector(`:scope > a[href="#${heading.id}"]`);
  if (!sign) continue;
  sign.setAttribute("aria-expanded", "false");
  sign.addEventListener("click", (event) => toggle(event, sign, heading));
}
document.addEventListener("keydown", ({ key }) => key === "Escape" && close({ focus: true }));
for (const type of ["pointerdown", "focusin"])
  document.addEventListener(type, (event) => {
    const path = event.composedPath();
    if (open && !path.includes(open.menu) && !path.includes(open.sign)) close();
  });
