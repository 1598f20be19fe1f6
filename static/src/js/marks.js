// Splitting a feedback: lines ticked with mouse and keyboard, and called by one key. Without it boxes and buttons do the same.
const form = document.querySelector("[data-marks]");
const ticks = () => Array.from(document.querySelectorAll("[data-mark]"));
let last = null;

function show() {
  const on = ticks().filter((one) => one.checked).length;
  form.querySelector("[data-mark-count]").textContent = on ? ` ${on} ` : "";
  ticks().forEach((one) => one.closest(".node").classList.toggle("is-on", one.checked));
}

// From the line touched before to this one, all as this one.
function through(one) {
  const all = ticks();
  const ends = [all.indexOf(last), all.indexOf(one)].sort((a, b) => a - b);
  all.slice(ends[0], ends[1] + 1).forEach((each) => {
    each.checked = one.checked;
  });
}

function step(one, by, together) {
  const all = ticks();
  const next = all[all.indexOf(one) + by];
  if (!next) return;
  if (together) {
    one.checked = true;
    next.checked = true;
  }
  last = next;
  next.focus();
  show();
}

function call(one, key) {
  const button = form.querySelector(`[data-key="${key}"]`);
  if (!button) return false;
  if (!ticks().some((each) => each.checked)) one.checked = true;
  button.click();
  return true;
}

function pressed(event) {
  const one = event.target;
  if (!one.matches || !one.matches("[data-mark]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(one, event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const enter = one.closest(".node").querySelector("[data-enter]");
    if (enter) enter.click();
  } else if (call(one, event.key)) {
    event.preventDefault();
  }
}

if (form) {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-mark]")) return;
    if (event.shiftKey && last) through(event.target);
    last = event.target;
    show();
  });
  window.addEventListener("pageshow", show);
  show();
}
