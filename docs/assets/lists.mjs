// A list as rows of cells. What the cells hold is written into the field behind them, as a text that Python reads; the field is the input, and stands
// there itself while it holds a text that Python has not parted into rows.

/** @type {(list: HTMLElement) => Field[]} */
const cellsOf = (list) => [...list.querySelectorAll("[data-cell]")];
/** @type {(list: HTMLElement) => HTMLElement[]} */
const rowsOf = (list) => [...list.querySelectorAll(".pb-row")];
/** @type {(list: HTMLElement) => HTMLElement} a list has one row at least */
const lastOf = (list) => rowsOf(list)[rowsOf(list).length - 1];
/** @type {(row: HTMLElement) => boolean} what is chosen was never empty: a row holds something once something is written in it */
const isFilled = (row) => cellsOf(row).some((cell) => cell.type === "text" && cell.value.trim());
/** @type {(list: HTMLElement) => string[][]} */
const held = (list) => rowsOf(list).filter(isFilled).map((row) => cellsOf(row).map(({ value }) => value.trim()));

/** @type {(list: List) => Field} the field behind it */
const fieldOf = (list) => list.parentElement.querySelector(`[name="${list.dataset.list}"]`);

/**
 * Say to those who do not see it that a field is wrong: without a value the attribute says that it is not.
 * @param {Element} field @param {boolean} isWrong
 */
export function markWrong(field, isWrong) {
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/**
 * Rows are added, removed and pasted.
 * @param {HTMLElement} form @param {AbortSignal} signal
 */
export function keepLists(form, signal) {
  for (const list of form.querySelectorAll("[data-list]")) {
    list.addEventListener("click", ({ target }) => {
      const button = /** @type {HTMLElement} */ (target).closest("button");
      if (button?.matches(".pb-add")) {
        const cell = cellsOf(addRow(list))[0];
        name(list);
        cell.focus();
      } else if (button) {
        const row = button.closest(".pb-row");
        const at = rowsOf(list).indexOf(row);
        if (rowsOf(list).length > 1) row.remove();
        else clear(row);
        name(list);
        cellsOf(rowsOf(list)[at] ?? lastOf(list))[0].focus();
        changed(list);
      }
    }, { signal });
    list.addEventListener("paste", (event) => paste(list, event), { signal });
  }
}

// As cells of a spreadsheet: a row for each line, a cell for each tab. One number goes into one cell, as anywhere.
/** @param {List} list @param {ClipboardEvent} event */
function paste(list, event) {
  const cell = /** @type {Field} */ (event.target);
  const text = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "") ?? "";
  if (!cell.dataset.cell || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const wide = cellsOf(rowsOf(list)[0]).length;
  const lines = text.split(/\r?\n/).map((line) => line.split("\t"));
  const given = wide === 1 ? lines.flat().map((word) => [word]) : lines;
  const rows = rowsOf(list);
  const at = rows.indexOf(cell.closest(".pb-row"));
  const from = cellsOf(rows[at]).indexOf(cell);
  given.forEach((words, down) => {
    const cells = cellsOf(rowsOf(list)[at + down] ?? addRow(list));
    words.slice(0, wide - from).forEach((word, right) => put(cells[from + right], word.trim()));
  });
  name(list);
  changed(list);
}

/** A choice takes its word however it is written: a spreadsheet says TRUE, or Yes. @param {Field} cell @param {string} word */
function put(cell, word) {
  const small = word.toLowerCase();
  cell.value = cell.type === "text" ? word : { true: "yes", false: "no" }[small] ?? small;
}

/** What is chosen stays. @param {HTMLElement} row */
function clear(row) {
  for (const cell of cellsOf(row)) if (cell.type === "text") cell.value = "";
}

/** @param {List} list */
function addRow(list) {
  const row = lastOf(list).cloneNode(true);
  clear(row);
  lastOf(list).after(row);
  return row;
}

// What each row and each cell is called, as Numbers.place_names in calculator/inputs/kinds/number.py calls them.
/** @param {List} list */
function name(list) {
  const { place, first, last, longest } = list.dataset;
  const rows = rowsOf(list);
  rows.forEach((row, at) => {
    const before = rows.length - 1 - at;
    const words = !place ? `${at + 1}` : last ? (before ? place.replace("{}", `${before}`) : last) : place.replace("{}", `${Number(first) + at}`);
    row.querySelector(".pb-place").textContent = words;
    for (const cell of cellsOf(row)) cell.setAttribute("aria-label", `${cell.dataset.label}, ${words}`);
  });
  list.querySelector(".pb-add")?.toggleAttribute("disabled", rows.length >= Number(longest));
}

/** A change that no typing made is told as typing is. @param {List} list */
const changed = (list) => cellsOf(list)[0].dispatchEvent(new Event("input", { bubbles: true }));

/**
 * Write the cells into the field behind them; a row without anything in it is none.
 * @param {Field} cell
 */
export function write(cell) {
  const list = cell.closest("[data-list]");
  list.dataset.text = fieldOf(list).value = textOf(list);
  list.hidden = false;
}

// As Numbers and Records in calculator/inputs/kinds read it: numbers with a semicolon after each, or a line for each record and a tab between its
// cells, and JSON where a cell holds a sign that would part it or that JSON begins with.
/** @param {List} list */
function textOf(list) {
  const rows = held(list);
  if (list.dataset.place) return rows.map(([number]) => `${number};`).join(" ");
  const columns = cellsOf(lastOf(list)).map(({ dataset }) => dataset.column ?? "");
  return rows.flat().some((cell) => /[;\t]|^\[/.test(cell))
    ? JSON.stringify(rows.map((row) => Object.fromEntries(row.map((cell, at) => [columns[at], cell]))))
    : rows.map((row) => row.join("\t")).join("\n");
}

/**
 * The field behind a list was given a text: where the cells are of another one, it is shown in their place.
 * @param {Field} field
 */
export function given(field) {
  const list = field.parentElement?.querySelector("[data-list]");
  if (list) list.hidden = list.dataset.text !== field.value;
}

/**
 * Show the rows that Python read in the field, but where the reader writes.
 * @param {Field} field @param {string} text @param {string[][]} cells @param {Element | null} active
 */
export function showCells(field, text, cells, active) {
  const list = field.parentElement?.querySelector("[data-list]");
  if (!list || field === active) return;
  list.dataset.text = field.value = text;
  list.hidden = false;
  if (list.contains(active)) return;
  const wanted = cells.length ? cells : Array.from({ length: Number(list.dataset.shortest) }, () => []);
  if (JSON.stringify(rowsOf(list).map((row) => cellsOf(row).map(({ value }) => value))) === JSON.stringify(wanted)) return;
  while (rowsOf(list).length > wanted.length) lastOf(list).remove();
  while (rowsOf(list).length < wanted.length) addRow(list);
  rowsOf(list).forEach((row, at) => cellsOf(row).forEach((cell, right) => (cell.value = wanted[at][right] ?? "")));
  name(list);
}

/**
 * Mark the row that is wrong, counted among those that hold something; 0 marks none.
 * @param {HTMLElement} box @param {number} place
 */
export function markRow(box, place) {
  const list = box.querySelector("[data-list]");
  if (!list) return;
  const rows = rowsOf(list);
  const wrong = rows.filter(isFilled)[place - 1];
  for (const row of rows) for (const cell of cellsOf(row)) markWrong(cell, row === wrong);
}
