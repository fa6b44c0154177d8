// Copy a link; where the clipboard is denied, show it in a field to copy by hand.

const SHOWN_MS = 2500;

export async function copy(element, link) {
  const button = element.querySelector(".pb-copy");
  const place = element.querySelector(".pb-copy-field");
  const field = place.querySelector("input");
  const words = (button.dataset.words ??= button.textContent);
  try {
    await navigator.clipboard.writeText(link);
    place.hidden = true;
    button.textContent = "Link copied";
    setTimeout(() => (button.textContent = words), SHOWN_MS);
  } catch {
    field.value = link;
    place.hidden = false;
    field.focus();
    field.select();
  }
}
