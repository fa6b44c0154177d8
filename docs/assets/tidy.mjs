// Text from a link or from the reader, made fit to stand in a sentence of ours or in what is copied.

// Control characters, those that turn the direction of writing or take no room, and halves of a character.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * One line of at most `most` letters without what cannot be seen.
 * @param {string} text
 */
export function tidy(text, most = Infinity) {
  const line = text.replace(/\s+/g, " ").replace(UNSEEN, "").trim();
  const letters = [...line.slice(0, 2 * most + 2)];
  return letters.length > most ? `${letters.slice(0, most).join("")}…` : line;
}
