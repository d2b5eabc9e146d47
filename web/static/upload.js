// Shows how far an upload is; without this file the browser sends the form by itself.
const form = document.getElementById("upload");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const bar = form.querySelector("progress");
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  bar.parentElement.hidden = false;
  button.disabled = true;
  status.textContent = "正在上传……";
  request.upload.addEventListener("progress", (sent) => { if (sent.lengthComputable) bar.value = sent.loaded / sent.total; });
  request.upload.addEventListener("load", () => { bar.removeAttribute("value"); status.textContent = "已传完，正在读取……"; });
  const failed = (sentence) => { status.textContent = sentence; button.disabled = false; bar.value = 0; };
  request.addEventListener("load", () => {
    if (request.status === 204) location.reload();
    else failed(request.status === 413 ? "文件太大，请分几次上传。" : "未能上传，请刷新页面后再试。");
  });
  request.addEventListener("error", () => failed("连接中断，或文件太大；请检查后再试。"));
  request.open("POST", form.action);
  // Asks for an answer without a page: the page that comes next says what was taken.
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.send(new FormData(form));
});
