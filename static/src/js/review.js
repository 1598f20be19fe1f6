// Reviewing without a mouse: J K next and previous file, A accept, R then a digit: return with a stored phrase, O open, ? keys.
// <table data-review> with <tr data-file>; the keys press what is on the page anyway.
const table = document.querySelector("table[data-review]");
const rows = table ? Array.from(table.querySelectorAll("tr[data-file]")) : [];
let at = -1;
let asking = false;

function typing(target) {
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  return target.tagName === "INPUT" && !/^(radio|checkbox|button|submit)$/.test(target.type);
}

function tell(text) {
  const line = document.querySelector("[data-review-said]");
  if (line) line.textContent = text;
}

function go(to) {
  if (!rows.length) return;
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows.forEach((row, n) => row.classList.toggle("is-current", n === at));
  const link = rows[at].querySelector(".review-file a");
  link.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
  asking = false;
  tell(`第 ${at + 1} 份，共 ${rows.length} 份`);
}

function choose(word, phrase) {
  const row = rows[at];
  const radio = row && row.querySelector(`input[name=word][value=${word}]`);
  if (!radio) return;
  const list = row.querySelector("select[name=phrase]");
  if (list && phrase) list.value = phrase;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function accept() {
  choose("accepted", "");
  const next = rows.findIndex((row, n) => n > at && !row.querySelector("input[name=word]:checked"));
  if (next > 0) go(next);
}

function ask() {
  asking = true;
  const list = document.querySelector("[data-phrases]");
  if (list) list.open = true;
  tell("退回：按理由前的数字，Esc 取消");
}

function phrase(digit) {
  const item = document.querySelector(`[data-phrase-key="${digit}"]`);
  asking = false;
  if (!item) {
    tell(`没有第 ${digit} 条常用理由`);
    return;
  }
  choose("unclear", item.dataset.phrase);
  tell(`第 ${at + 1} 份：请补充，${item.textContent.trim()}`);
}

function open() {
  const link = rows[at] && rows[at].querySelector(".review-file a");
  if (link) window.open(link.href, "_blank", "noopener");
}

function keys() {
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  list.open = !list.open;
  list.querySelector("summary").focus();
}

const ACTS = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  a: accept,
  r: ask,
  o: open,
  "?": keys,
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const radio = event.target.type === "radio"; // arrows belong to the radio buttons there
  if (asking && /^[0-9]$/.test(key)) phrase(key);
  else if (asking && key === "Escape") go(at);
  else if (key === "ArrowDown" && !radio) go(at + 1);
  else if (key === "ArrowUp" && !radio) go(at - 1);
  else if (ACTS[key]) {
    if (at < 0 && /^[aro]$/.test(key)) go(0);
    ACTS[key]();
  } else return;
  event.preventDefault();
}

if (rows.length) {
  document.addEventListener("keydown", pressed);
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-file]");
    if (!row) return;
    at = rows.indexOf(row);
    rows.forEach((one, n) => one.classList.toggle("is-current", n === at));
  });
  // A saved word redraws its cell: whoever works with the keys stays on the file.
  document.addEventListener("htmx:afterSettle", () => {
    if (at >= 0 && document.activeElement === document.body)
      rows[at].querySelector(".review-file a").focus({ preventScroll: true });
  });
}
