// Sliders: how far along stands which number, and what each place along the way leads to.

/** @type {Zones} */
const NONE = { parts: [], strip: [] };
const DECADES = 100; // as calculator/inputs/kinds/number.py counts

/**
 * The number at which a slider stands, as text. Number.at in calculator/inputs/kinds/number.py finds the same.
 * @param {Slider} slider
 */
export function textAt(slider) {
  const { low, high, step, bend } = numbers(slider);
  const share = Number(slider.value) / Number(slider.max);
  const way = bend === 1 ? share : (bend ** share - 1) / (bend - 1);
  const value = Math.min(high, Math.max(low, toStep(low + (high - low) * way, step)));
  return value.toLocaleString("en", { maximumFractionDigits: 12 });
}

/**
 * Move a slider to a number; beyond its ends it stands at one of them.
 * @param {Slider} slider @param {number} number
 */
export function moveTo(slider, number) {
  const { low, high, bend } = numbers(slider);
  const way = Math.min(1, Math.max(0, (number - low) / (high - low)));
  const share = bend === 1 ? way : Math.log1p(way * (bend - 1)) / Math.log(bend);
  slider.value = `${Math.round(share * Number(slider.max))}`;
}

/**
 * Mark on each slider where our own number stands.
 * @param {HTMLElement} form
 */
export function markOurs(form) {
  for (const slider of form.querySelectorAll(".pb-slider > input"))
    slider.parentElement?.style.setProperty("--pb-ours", `${Number(slider.defaultValue) / Number(slider.max)}`);
}

/** @param {Slider} slider */
const numbers = ({ dataset }) => ({ low: Number(dataset.low), high: Number(dataset.high), step: Number(dataset.step), bend: Number(dataset.bend) });

/** @param {number} value @param {number} step */
function toStep(value, step) {
  while (Math.abs(value) >= DECADES * step) step *= 10;
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/**
 * Colour each track by the verdict along it, and draw how the main figure moves; an input that has none is cleared.
 * @param {HTMLElement} form @param {Record<string, Zones>} zones
 */
export function showZones(form, zones) {
  for (const slider of form.querySelectorAll(".pb-slider > input")) {
    const { parts, strip } = zones[slider.dataset.for] ?? NONE;
    let begin = 0;
    const stops = parts.map(([end, route]) => {
      const stop = `var(--pb-${route || "line"}) ${percent(begin)} ${percent(end)}`;
      begin = end;
      return stop;
    });
    slider.style.setProperty("--pb-track", stops.length > 1 ? `linear-gradient(to right, ${stops.join(", ")})` : "");
    slider.previousElementSibling.firstElementChild.setAttribute("d", line(strip));
  }
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)}%`;

/** The path of a strip 48 wide and 24 high; a place without a number breaks it. @param {(number | null)[]} strip */
function line(strip) {
  const points = strip.map((height, place) => (height === null ? "" : `${(strip[place - 1] ?? null) === null ? "M" : "L"}${place},${(22 - 20 * height).toFixed(1)}`));
  return points.join("");
}
