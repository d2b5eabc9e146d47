// The numbers of paragraphs are one stop of the Tab key in each section; here arrow keys go from one to the
// next. Without this file the first of a section leads to its reference, whose page turns to the others.
const numbers = [...document.querySelectorAll(".part .address")];
for (const number of numbers) if (number.tabIndex === 0) number.setAttribute("aria-describedby", "keys-hint");
document.querySelector(".report-text").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = numbers.indexOf(event.target);
  const next = numbers[at + step];
  if (at < 0 || !next || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const section = next.closest(".part");
  for (const other of section.querySelectorAll(".address")) other.tabIndex = -1;
  next.tabIndex = 0;
  next.setAttribute("aria-describedby", "keys-hint");
  next.focus();
});
