// Where each slider turns the verdict: a tick on it, and a line under it in words.

/**
 * Put every tick that came with the page in its place.
 * @param {HTMLElement} form
 */
export function placeMarks(form) {
  for (const tick of form.querySelectorAll(".pb-tick[data-value]")) place(tick);
}

/**
 * Show the marks of an answer, and clear those of inputs that turn nothing.
 * @param {HTMLElement} form @param {Record<string, Mark>} marks
 */
export function showMarks(form, marks) {
  for (const line of form.querySelectorAll(".pb-flip")) {
    const field = line.closest("[data-field]");
    const tick = field.querySelector(".pb-tick");
    const mark = marks[field.dataset.field];
    const words = (mark?.words ?? "").replace(/(\d) %/g, "$1\u00a0%");
    if (line.textContent !== words) line.textContent = words;
    line.hidden = !mark;
    if (mark) tick.dataset.value = `${mark.value}`;
    else delete tick.dataset.value;
    place(tick);
  }
}

// The middle of the thumb stands half a thumb inside either end, so the tick does too (see .pb-tick).
/** @param {Tick} tick */
function place(tick) {
  const { min, max } = tick.previousElementSibling;
  const share = (Number(tick.dataset.value) - Number(min)) / (Number(max) - Number(min));
  tick.hidden = !(share >= 0 && share <= 1); // none, or beyond the slider
  if (!tick.hidden) tick.style.setProperty("--pb-share", `${share}`);
}
