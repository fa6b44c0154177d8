// The form as the state of a calculator: what stands in each field, as text.

import { given, markRow, markWrong, showCells, write } from "./lists.mjs";
import { moveTo, textAt } from "./sliders.mjs";

/** @type {OfField<Field[]>} */
const named = (form, id) => [...form.querySelectorAll(`[name="${id}"]`)];

/**
 * The text of one field: a text field's value, the chosen radio's, or a value from a link that no radio has.
 * @type {OfField<string>}
 */
export function textOf(form, id) {
  const fields = named(form, id);
  if (fields[0].type === "radio") return fields.find((radio) => radio.checked)?.value ?? box(form, id).dataset.unfit ?? "";
  return fields[0].value || (box(form, id).dataset.unfit ?? "");
}

/**
 * The text that the field holds in the page as it was built.
 * @type {OfField<string>}
 */
export function defaultOf(form, id) {
  const fields = named(form, id);
  if (fields[0].type === "radio") return fields.find((radio) => radio.defaultChecked)?.value ?? "";
  return fields[0].options ? ([...fields[0].options].find((option) => option.defaultSelected)?.value ?? "") : fields[0].defaultValue;
}

/**
 * Put text into a field, its slider included; nothing is corrected.
 * @type {(form: HTMLElement, id: string, text: string) => void}
 */
export function setText(form, id, text) {
  const fields = named(form, id);
  if (fields[0].type === "radio") {
    for (const radio of fields) radio.checked = radio.value === text;
    if (fields.some((radio) => radio.checked)) delete box(form, id).dataset.unfit;
    else box(form, id).dataset.unfit = text;
  } else {
    fields[0].value = text;
    given(fields[0]);
    // A select shows nothing for a value that it does not have; the error beside it says what came with the link.
    if (!fields[0].options || fields[0].value === text) delete box(form, id).dataset.unfit;
    else box(form, id).dataset.unfit = text;
  }
}

/**
 * The text of every field that differs from its default.
 * @type {(form: HTMLElement, ids: string[]) => Texts}
 */
export function changed(form, ids) {
  return Object.fromEntries(ids.map((id) => [id, textOf(form, id)]).filter(([id, text]) => text !== defaultOf(form, id)));
}

/**
 * Follow a move of a slider, or a change in a cell of a list, with its field.
 * @param {HTMLElement} form @param {Field} field
 */
export function follow(form, field) {
  if (field.dataset.for) {
    const text = textAt(/** @type {Slider} */ (field));
    named(form, field.dataset.for)[0].value = text;
    field.setAttribute("aria-valuetext", text);
  }
  else if (field.dataset.cell) write(field);
  else if (field.type === "radio" || field.options) delete box(form, field.name).dataset.unfit;
}

/**
 * What Python read in the fields: how each number is written, whose it is, and where its slider stands.
 * The field in which the reader writes is left alone.
 * @param {HTMLElement} form @param {Record<string, FieldReply>} fields @param {Element | null} active
 */
export function showFields(form, fields, active) {
  for (const [id, { shown, number, yours, cells }] of Object.entries(fields)) {
    const [field] = named(form, id);
    if (!field) continue;
    box(form, id).classList.toggle("pb-yours-now", yours);
    if (field.type === "text" && field !== active && field.value !== shown) field.value = shown;
    showCells(field, shown, cells, active);
    const slider = form.querySelector(`[data-for="${id}"]`);
    if (!slider || number === null || slider === active) continue;
    moveTo(/** @type {Slider} */ (slider), number);
    slider.setAttribute("aria-valuetext", shown);
  }
}

/**
 * What the folded groups hold.
 * @param {HTMLElement} form @param {Record<string, string>} groups
 */
export function showGroups(form, groups) {
  for (const place of form.querySelectorAll(".pb-held")) {
    const words = groups[/** @type {HTMLElement} */ (place.closest("[data-group]")).dataset.group ?? ""];
    if (place.textContent !== words) place.textContent = words;
  }
}

/** @type {OfField<Box>} */
const box = (form, id) => form.querySelector(`[data-field="${id}"]`);

/**
 * Show each error beside its field and clear the others. Returns the errors that belong to no field here.
 * @param {HTMLElement} form @param {string[]} ids @param {Mistake[]} errors
 */
export function showErrors(form, ids, errors) {
  const byField = new Map(errors.map((error) => [error.field, error]));
  for (const id of ids) {
    const { message, place: row } = byField.get(id) ?? { message: "", place: 0 };
    const place = box(form, id).querySelector(".pb-error");
    if (place.textContent !== message) place.textContent = message;
    place.hidden = !message;
    box(form, id).classList.toggle("pb-wrong", Boolean(message));
    const group = box(form, id).closest("details");
    if (message && group) group.open = true; // what is wrong is not folded away
    for (const field of named(form, id)) markWrong(field, Boolean(message));
    markRow(box(form, id), row);
    byField.delete(id);
  }
  return [...byField.values()].map((error) => error.message);
}

/**
 * The sentence of an error as a button that leads to its field; as text where no field of the form is wrong.
 * @param {HTMLElement} form @param {Mistake} error
 * @returns {HTMLButtonElement | string}
 */
export function leading(form, { field, message }) {
  if (!box(form, field)) return message;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pb-to-field", textContent: message });
  button.addEventListener("click", () => {
    const fields = /** @type {HTMLElement[]} */ ([...box(form, field).querySelectorAll("input, select, textarea")]);
    const seen = fields.filter((element) => element.checkVisibility());
    (seen.find((element) => element.matches("[aria-invalid=true]")) ?? seen[0])?.focus();
  });
  return button;
}
