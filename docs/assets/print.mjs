// On paper nothing can be unfolded and no address bar is seen: open what is folded, and print the address with the reader's numbers. What is long and
// nobody opened is left out, and named.

const permalink = document.querySelector(".pb-permalink span");
const address = permalink?.textContent ?? "";
const left = document.querySelector(".pb-left-out span");
const LONG = ".pb-result :is(.pb-trace, .pb-later, .pb-folded:has(tbody > tr:nth-child(13)))"; // as in playbook.css
/** @type {Iterable<HTMLDetailsElement>} */
let opened = [];

// Before the theme, which opens them too: by then nobody knows what the reader had opened.
addEventListener("beforeprint", () => {
  opened = document.querySelectorAll("article details:not([open])");
  for (const details of opened) {
    details.dataset.unread = "";
    details.open = true;
  }
  if (permalink) permalink.textContent = location.href;
  if (left) left.textContent = [...document.querySelectorAll(`${LONG}[data-unread] > summary`)].map((summary) => `${summary.textContent}; `).join("");
}, { capture: true });
addEventListener("afterprint", () => {
  for (const details of opened) {
    delete details.dataset.unread;
    details.open = false;
  }
  if (permalink) permalink.textContent = address;
});
