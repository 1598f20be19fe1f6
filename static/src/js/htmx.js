// htmx takes its settings from <meta name="htmx-config">. A part that cannot be fetched says so where it would stand.
import htmx from "htmx.org";

window.htmx = htmx;

function failed(event) {
  const target = event.detail.target || event.target;
  const note = document.createElement("p");
  note.className = "note note-soon";
  note.setAttribute("role", "status");
  const now = new Date().toTimeString().slice(0, 5);
  note.textContent = `${now} 没有取到这一部分。页面其余内容不变，请过一会儿点“刷新”再试。`;
  const last = target.parentNode.querySelector(":scope > .note[role=status]");
  if (last) last.remove();
  target.parentNode.insertBefore(note, target);
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", failed);
// A session that ended answers with the log-in page: go there instead of drawing it inside this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith("/login")) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});
