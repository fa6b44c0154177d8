// A page that nobody has verified for long says so at its top; the date itself stands in the page without this.

const OLD = 120; // days
const DAY = 86_400_000; // milliseconds

const time = document.querySelector(".pb-verified time");
const days = time ? Math.floor((Date.now() - Date.parse(time.dateTime)) / DAY) : 0;
if (time && days > OLD) {
  const note = document.createElement("p");
  note.className = "pb-old";
  note.setAttribute("role", "note");
  note.textContent = `Last verified ${days} days ago, on ${time.dateTime}. Prices and thresholds may have moved since: check the sources before you rely on a number.`;
  document.querySelector("article h1").after(note);
}
