// What a link pinned with data= is told where this calculator does not give the numbers that the link was made with.
//
// An edition is named by the day of its data and a letter where that day has several (2026-11-24, 2026-11-24b), so names in
// the order of the alphabet are in the order of time. publish/record/editions.py keeps them.

import { tidy } from "./tidy.mjs";

const PIN = /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])[b-z]*)?$/;
const DAY = "2026-11-24".length;
const LENGTH = 40;

/** From and to: a month is all of its days. */
const span = (/** @type {string} */ asked) => (asked.length < DAY ? [`${asked}-01`, `${asked}-32`] : [asked, asked]);

/**
 * Whether the numbers of every edition that a link may have been made with are those of today: it was in force at some time of what is asked.
 * @type {(asked: string, told: Editions) => boolean}
 */
function holds(asked, { all, held }) {
  if (!PIN.test(asked) || asked.slice(0, DAY) > (all.at(-1) ?? "").slice(0, asked.length)) return false;
  if (asked.length > DAY) return held.includes(asked);
  const [from, to] = span(asked);
  const meant = all.filter((edition, place) => edition <= to && !(all[place + 1] <= from));
  return meant.length > 0 && meant.every((edition) => held.includes(edition));
}

/**
 * Whether a calculator that computes with the data of the day was corrected since that day: the day's first edition is not what it gives.
 * @type {(asked: string, told: Editions) => boolean}
 */
function corrected(asked, { all, held }) {
  const day = all.map((edition) => edition.slice(0, DAY)).filter((day) => day <= span(asked)[1]).at(-1);
  return PIN.test(asked) && day !== undefined && !held.includes(day);
}

/**
 * The sentence for a link that asks for an edition, in a list; [] where the numbers are what it asks for.
 * @param {string} asked an edition, a day or a month
 * @param {Editions} told
 * @param {boolean} dated whether the calculator computes with the data of the day that is asked for
 */
export function difference(asked, told, dated) {
  const named = `The link asks for data=${tidy(asked, LENGTH)}`;
  const so = "so the answer may differ from the one that was meant.";
  if (dated) return corrected(asked, told) ? [`${named}, and this calculator was corrected since the numbers of that time were first given, ${so}`] : [];
  return holds(asked, told) ? [] : [`${named}, which this calculator does not have: it computes with data=${told.all.at(-1)}, ${so}`];
}
