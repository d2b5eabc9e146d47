// Offers completions below the search field; without this file the field is a field like any other.
const field = document.getElementById("q");
const list = document.getElementById("suggestions");
if (field && list) {
  let asked = "", timer = 0;
  const show = async () => {
    const typed = field.value;
    if (typed === asked || !typed.trim()) return;
    asked = typed;
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`);
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
