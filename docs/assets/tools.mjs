// What the buttons of an answer do: copies and saved pictures.

export { saveChart } from "./chart-download.mjs";
export { copy, copyMade } from "./copy.mjs";
export { frameCode } from "./frame.mjs";
