// Shows how far an upload is, and takes files that are dropped on the form; without this file the browser
// sends the form by itself.
const form = document.getElementById("upload");
const input = form.querySelector("input[type=file]");
const words = form.dataset;

function send() {
  const bar = form.querySelector("progress");
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  bar.parentElement.hidden = false;
  button.disabled = true;
  status.textContent = words.sending;
  request.upload.addEventListener("progress", (sent) => { if (sent.lengthComputable) bar.value = sent.loaded / sent.total; });
  request.upload.addEventListener("load", () => { bar.removeAttribute("value"); status.textContent = words.reading; });
  const failed = (sentence) => { status.textContent = sentence; button.disabled = false; bar.value = 0; };
  request.addEventListener("load", () => {
    if (request.status === 204) location.assign(location.pathname);
    else failed(request.status === 413 ? words.large : words.failed);
  });
  request.addEventListener("error", () => failed(words.broken));
  request.open("POST", form.action);
  // Asks for an answer without a page: the page that comes next says what was taken.
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.send(new FormData(form));
}

form.addEventListener("submit", (event) => { event.preventDefault(); send(); });

// A file that misses the form would replace the page by itself: it is ignored.
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
form.querySelector(".drop-hint").hidden = false;
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => { if (holdsFiles(event)) event.preventDefault(); });
}
form.addEventListener("dragover", (event) => form.classList.toggle("dropping", holdsFiles(event)));
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("dropping"));
form.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length || form.querySelector("button").disabled) return;
  input.files = event.dataTransfer.files;
  send();
});
