// Save a picture as it stands: as SVG or PNG with the colours of the page, or its numbers as CSV.

const LOOK = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order"];
const MARGIN = 16; // around a picture that stands alone
const SCALE = 2; // of the PNG, so that it is sharp on paper and on dense screens

/**
 * Answer a click on one of a chart's buttons.
 * @param {SaveButton} button
 */
export async function saveChart(button) {
  const figure = button.closest("[data-chart]");
  const calculator = figure.closest("[calculator]")?.getAttribute("calculator") ?? "chart";
  const format = button.dataset.save;
  const make = { svg: () => new Blob([drawing(figure).text], { type: "image/svg+xml" }), png: () => picture(figure), csv: () => new Blob([figure.dataset.csv], { type: "text/csv" }) };
  hand(await make[format](), `${calculator}-${figure.dataset.chart}.${format}`);
}

/**
 * The picture as a file of its own, as it is drawn for a desk: its finding and its unit above, where it comes from below, styles in its elements,
 * words in a <title>, the page's ground behind it.
 * @param {Figure} figure
 */
function drawing(figure) {
  const live = figure.querySelector(".pb-on-desk");
  const copy = live.cloneNode(true);
  const elements = [live, ...live.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, place) => {
    const look = getComputedStyle(elements[place]);
    for (const name of LOOK) element.setAttribute(name, look.getPropertyValue(name));
    element.removeAttribute("class");
  });
  const { width, height } = live.viewBox.baseVal;
  const [caption, unit] = [figure.querySelector("figcaption"), figure.querySelector(".pb-chart-unit")];
  const above = [...lines(caption, caption.firstChild?.textContent ?? "", 20, width), ...lines(unit, unit.textContent ?? "", 13, width)];
  const source = figure.querySelector(".pb-chart-source");
  const below = lines(source, source.textContent ?? "", 11, width);
  const top = set(above, copy, -tall(above) - 10) - MARGIN;
  const bottom = set(below, copy, height + 6, true) + MARGIN;
  const [whole, high] = [width + 2 * MARGIN, bottom - top];
  copy.setAttribute("viewBox", `${-MARGIN} ${top} ${whole} ${high}`);
  copy.setAttribute("width", `${whole}`);
  copy.setAttribute("height", `${high}`);
  const ground = document.createElementNS(copy.namespaceURI, "rect");
  const body = { x: -MARGIN, y: top, width: whole, height: high, fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(body)) ground.setAttribute(name, `${value}`);
  const title = document.createElementNS(copy.namespaceURI, "title");
  title.textContent = live.getAttribute("aria-label");
  copy.prepend(title, ground);
  return { text: new XMLSerializer().serializeToString(copy), width: whole, height: high };
}

/**
 * Words that look as that element does, as lines of that width, each a text for a drawing. Where the file is opened a face may be wider than here.
 * @param {Element} like @param {string} words @param {number} size @param {number} width
 */
function lines(like, words, size, width) {
  const { fontFamily, fontWeight, color } = getComputedStyle(like);
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `${fontWeight} ${size}px ${fontFamily}`;
  const found = [""];
  for (const word of words.trim().split(/ +/)) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width * 0.92) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found.map((line) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "text");
    for (const [name, value] of Object.entries({ x: 0, fill: color, "font-family": fontFamily, "font-size": size, "font-weight": fontWeight })) element.setAttribute(name, `${value}`);
    element.textContent = line;
    return element;
  });
}

/** @param {SVGTextElement} line */
const step = (line) => Number(line.getAttribute("font-size")) * 1.35;

/** @param {SVGTextElement[]} texts */
const tall = (texts) => texts.reduce((sum, line) => sum + step(line), 0);

/**
 * Put lines into a drawing, from `y` down; where they end, or where they begin.
 * @param {SVGTextElement[]} texts @param {Element} into @param {number} y
 */
function set(texts, into, y, isEnd = false) {
  let at = y;
  for (const line of texts) {
    at += step(line);
    line.setAttribute("y", `${at - step(line) * 0.25}`);
    into.append(line);
  }
  return isEnd ? at : y;
}

/** @type {(figure: Figure) => Promise<Blob>} */
async function picture(figure) {
  const { text, width, height } = drawing(figure);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
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
