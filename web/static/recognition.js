// Shows how far the recognition of waiting scans is, and says when one is done: nothing that was ticked is lost,
// for the page is not loaded anew. Without this file the link beside it does that.
const line = document.querySelector(".recognising");
const status = line.querySelector("[role=status]");
const PAUSE = 4000;

async function ask() {
  const answer = await fetch(line.dataset.address, { redirect: "error" });
  if (!answer.ok) return;
  const sentences = await answer.json();
  let left = 0;
  for (const shown of document.querySelectorAll("[data-recognising]")) {
    const sentence = sentences[shown.dataset.recognising];
    left += sentence ? 1 : 0;
    if (sentence === undefined) status.textContent = shown.textContent = line.dataset.done;
    else if (shown.textContent !== sentence) shown.textContent = sentence;
  }
  if (left) setTimeout(ask, PAUSE);
}

setTimeout(ask, PAUSE);
