// Offers completions below the fields that have a list; without this file they are fields like any other.
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(field.getAttribute("list"));
  let asked = "", timer = 0;
  const show = async () => {
    const typed = field.value;
    if (typed === asked || !typed.trim()) return;
    asked = typed;
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      const [of, offered] = await answer.json();
      if (of !== field.value) return;
      list.replaceChildren(...offered.map((text) => new Option(text, text)));
    } catch { /* the field works without */ }
  };
  field.addEventListener("input", (event) => {
    if (event.isComposing) return; // an input method is at work
    clearTimeout(timer);
    timer = setTimeout(show, 150);
  });
  field.addEventListener("compositionend", show);
}
