// The form as the state of a calculator: what stands in each field, as text.

import { given, markRow, markWrong, showCells, write } from "./lists.mjs";
import { moveTo, textAt } from "./sliders.mjs";

/** @type {OfField<Field[]>} */
const named = (form, id) => [...form.querySelectorAll(`[name="${id}"]`)];

/** @type {OfField<Field | null>} the list from which the reader chooses a field's unit */
const unitOf = (form, id) => box(form, id).querySelector("[data-unit]");

/**
 * The id by which the text of a field is known: that of its unit, or one that came with a link and says the same.
 * @type {OfField<string>}
 */
export const keyOf = (form, id) => box(form, id).dataset.key ?? unitOf(form, id)?.value ?? id;

/**
 * The text of one field: a text field's value, the chosen radio's, or a value from a link that the field cannot show.
 * @type {OfField<string>}
 */
export function textOf(form, id) {
  const { kept } = box(form, id).dataset;
  if (kept !== undefined) return kept;
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
 * Put text into a field, its slider included; nothing is corrected. `key` says it in the field's unit or in another.
 * @type {(form: HTMLElement, id: string, text: string, key?: string) => void}
 */
export function setText(form, id, text, key = id) {
  const fields = named(form, id);
  forget(form, id);
  inUnit(form, id, key);
  if (keyOf(form, id) !== key) {
    inUnit(form, id, id); // which the field does not offer
    Object.assign(box(form, id).dataset, { key, kept: text });
  }
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

/** @param {HTMLElement} form @param {string} id @param {string} key */
function inUnit(form, id, key) {
  const unit = unitOf(form, id);
  if (unit) unit.value = key;
}

// What a link said in another unit is no longer what the field says.
/** @param {HTMLElement} form @param {string} id */
function forget(form, id) {
  delete box(form, id).dataset.key;
  delete box(form, id).dataset.kept;
}

/**
 * The text of every field that differs from its default: 42000 for 42,000 where Python has read it.
 * @type {(form: HTMLElement, ids: string[], fields: Record<string, FieldReply>) => Texts}
 */
export function changed(form, ids, fields) {
  const differ = ids.filter((id) => keyOf(form, id) !== id || textOf(form, id) !== defaultOf(form, id));
  return Object.fromEntries(differ.map((id) => [keyOf(form, id), plain(textOf(form, id), fields[id])]));
}

/** @param {string} text @param {FieldReply | undefined} read */
const plain = (text, read) => (text === read?.shown ? read.text : text);

/** @param {Field} field @returns {string} the input that a field, a slider, a cell or a choice of unit belongs to */
export const idOf = ({ dataset, name }) => dataset.for ?? dataset.cell ?? dataset.unit ?? name;

/**
 * Follow a move of a slider, or a change in a cell of a list, with its field.
 * @param {HTMLElement} form @param {Field} field
 */
export function follow(form, field) {
  const id = idOf(field);
  if (id) forget(form, id);
  if (field.dataset.for) {
    inUnit(form, id, id); // in which the slider counts
    const text = textAt(/** @type {Slider} */ (field));
    named(form, field.dataset.for)[0].value = text;
    field.setAttribute("aria-valuetext", text);
  }
  else if (field.dataset.cell) write(field);
  else if (field.name && (field.type === "radio" || field.options)) delete box(form, field.name).dataset.unfit;
}

/**
 * What Python read in the fields: how each number is written, whose it is, and where its slider stands.
 * The field in which the reader writes is left alone.
 * @param {HTMLElement} form @param {Record<string, FieldReply>} fields @param {Element | null} active
 */
export function showFields(form, fields, active) {
  for (const [id, { shown, number, yours, cells, unit }] of Object.entries(fields)) {
    const [field] = named(form, id);
    if (!field) continue;
    inUnit(form, id, unit);
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
