// Copy a link as its address, as Markdown or as rich text; where the clipboard is denied, show it selected, to copy by hand.

const SHOWN_MS = 2500;

/** What the buttons are called. */
export const FORMS = { url: "Link", markdown: "Markdown", rich: "Rich text" };

const markdown = ({ url, title }) => `[${title.replace(/[\\[\]]/g, "\\$&")}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`;

function anchor({ url, title }) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  return link;
}

/** The link as text; for rich text its HTML. */
export function written(form, link) {
  if (form === "markdown") return markdown(link);
  return form === "rich" ? anchor(link).outerHTML : link.url;
}

/**
 * @param {"url" | "markdown" | "rich"} form
 * @param {{url: string, title: string}} link
 * @param {HTMLButtonElement} button says that it is done
 * @param {HTMLElement} place is shown with the link in it when the clipboard is denied
 */
export async function copy(form, link, button, place) {
  const words = (button.dataset.words ??= button.textContent);
  try {
    await put(form, link);
    place.hidden = true;
    button.textContent = "Link copied";
    setTimeout(() => (button.textContent = words), SHOWN_MS);
  } catch {
    offer(form, link, place);
  }
}

async function put(form, link) {
  if (form !== "rich") return navigator.clipboard.writeText(written(form, link));
  const blob = (type, text) => new Blob([text], { type });
  const both = { "text/html": blob("text/html", written("rich", link)), "text/plain": blob("text/plain", link.url) };
  return navigator.clipboard.write([new ClipboardItem(both)]);
}

function offer(form, link, place) {
  place.hidden = false;
  const label = document.createElement("label");
  label.textContent = "Select and copy this link ";
  if (form === "rich") {
    const rich = anchor(link);
    place.replaceChildren(label.textContent, rich);
    rich.focus({ preventScroll: true });
    getSelection().selectAllChildren(rich);
    return;
  }
  const field = document.createElement("input");
  field.type = "text";
  field.readOnly = true;
  field.value = written(form, link);
  label.append(field);
  place.replaceChildren(label);
  field.focus();
  field.select();
}
