// An embedded calculator: tells the page around it how tall it is, and keeps its link at the reader's numbers.

import "./pb-calculator.mjs";

const calculator = document.querySelector("main pb-calculator");
const open = document.querySelector(".pb-open");

function tell() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ type: "playbook:resize", version: 1, id: calculator.getAttribute("calculator"), height }, "*");
}

const point = () => (open.href = calculator.link());

point();
// After the element's own listeners have put the fields in order.
for (const type of ["input", "click", "pb-answer"]) calculator.addEventListener(type, () => queueMicrotask(point));
new ResizeObserver(tell).observe(document.documentElement); // reports once at its start
