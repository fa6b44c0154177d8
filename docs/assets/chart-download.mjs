// Save a chart as it stands: as SVG or PNG with the colours of the page, or its numbers as CSV.

const LOOK = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order"];
const SCALE = 2; // of the PNG, so that it is sharp on paper and on dense screens

/**
 * Answer a click on one of a chart's buttons; any other click is none of ours.
 * @param {Event} event
 */
export async function saveChart({ target }) {
  const button = /** @type {Element} */ (target).closest("[data-save]");
  if (!button) return;
  const figure = button.closest("[data-chart]");
  const calculator = figure.closest("[calculator]")?.getAttribute("calculator") ?? "chart";
  const format = button.dataset.save;
  const make = { svg: () => new Blob([drawing(figure)], { type: "image/svg+xml" }), png: () => picture(figure), csv: () => new Blob([figure.dataset.csv], { type: "text/csv" }) };
  hand(await make[format](), `${calculator}-${figure.dataset.chart}.${format}`);
}

/**
 * The chart as a file of its own: styles in its elements, words in a <title>, the page's ground behind it.
 * @param {Figure} figure
 */
function drawing(figure) {
  const live = figure.querySelector(".pb-drawing");
  const copy = live.cloneNode(true);
  const elements = [live, ...live.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, place) => {
    const look = getComputedStyle(elements[place]);
    for (const name of LOOK) element.setAttribute(name, look.getPropertyValue(name));
    element.removeAttribute("class");
  });
  const { width, height } = live.viewBox.baseVal;
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  const ground = document.createElementNS(copy.namespaceURI, "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor })) ground.setAttribute(name, value);
  const title = document.createElementNS(copy.namespaceURI, "title");
  title.textContent = live.getAttribute("aria-label");
  copy.prepend(title, ground);
  return new XMLSerializer().serializeToString(copy);
}

/** @type {(figure: Figure) => Promise<Blob>} */
async function picture(figure) {
  const { width, height } = figure.querySelector(".pb-drawing").viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing(figure))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser made no PNG."))), "image/png");
  });
}

/** @param {Blob} blob @param {string} name */
function hand(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a browser may ask first where to put it
}
