// On paper nothing can be unfolded and no address bar is seen: open what is folded, and print the address with the reader's numbers.

const permalink = document.querySelector(".pb-permalink span");
const address = permalink?.textContent ?? "";
/** @type {Iterable<HTMLDetailsElement>} */
let opened = [];

addEventListener("beforeprint", () => {
  opened = document.querySelectorAll("article details:not([open])");
  for (const details of opened) details.open = true;
  if (permalink) permalink.textContent = location.href;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  if (permalink) permalink.textContent = address;
});
