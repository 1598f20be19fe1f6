// <form data-draft="report-812-47">: what is typed is kept in this browser, per person, and offered again until the server has
// said that it took it (rectify/lib/receipts.py). data-draft="here" names the draft by the page's address and the form's own.
const person = document.body.dataset.person || "";
const keyOf = (form) =>
  form.dataset.draft === "here"
    ? `here:${location.pathname}:${form.getAttribute("action") || form.id}`
    : form.dataset.draft;
const place = (key) => `draft:${person}:${key}`;
const PAUSE = 1500;
const kept = new WeakSet();

function fields(form) {
  return Array.from(form.elements).filter(
    (one) => one.name && !/^(file|hidden|password|submit|button)$/.test(one.type),
  );
}

function values(form) {
  const found = {};
  fields(form).forEach((one) => {
    if (/^(radio|checkbox)$/.test(one.type)) found[`${one.name}=${one.value}`] = one.checked;
    else found[one.name] = one.value;
  });
  return found;
}

function fill(form, saved) {
  fields(form).forEach((one) => {
    if (/^(radio|checkbox)$/.test(one.type)) one.checked = saved[`${one.name}=${one.value}`] === true;
    else if (one.name in saved) one.value = saved[one.name];
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(place(key)));
  } catch (error) {
    return null;
  }
}

function write(key, record) {
  try {
    localStorage.setItem(place(key), JSON.stringify(record));
    return true;
  } catch (error) {
    return false; // the browser's store is full or closed: typing goes on, nothing is promised
  }
}

const hour = (at) => new Date(at).toTimeString().slice(0, 5);

function says(form, text) {
  const note =
    form.querySelector("[data-draft-note]") || document.querySelector(`[data-draft-note="${form.dataset.draft}"]`);
  if (note) note.textContent = text;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-plain ms-2";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function offer(form, key, record) {
  const note = document.createElement("div");
  note.className = "note";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  const day = new Date(record.at);
  text.textContent = `${day.getMonth() + 1}月${day.getDate()}日 ${hour(record.at)} 您在这里填过，还没有提交。`;
  text.append(
    button("恢复那份", () => {
      fill(form, record.values);
      note.remove();
      says(form, `已恢复 ${hour(record.at)} 的草稿`);
    }),
    button("不要了", () => {
      localStorage.removeItem(place(key));
      note.remove();
    }),
  );
  note.append(text);
  form.prepend(note);
}

function keep(form) {
  if (kept.has(form)) return;
  kept.add(form);
  const key = keyOf(form);
  const atFirst = JSON.stringify(values(form));
  const record = read(key);
  if (record && JSON.stringify(record.values) !== atFirst) offer(form, key, record);
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    timer = 0; // nothing waits: leaving the page after 提交 must not keep it as unsent once more
    const now = values(form);
    if (JSON.stringify(now) === atFirst) return;
    if (write(key, { at: Date.now(), values: now })) says(form, `已存草稿 ${hour(Date.now())}`);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", save);
  window.addEventListener("pagehide", () => timer && save());
}

// Before any other listener, whoever sends the form then: the draft's name goes along.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!person || !form.matches("form[data-draft]")) return;
    const name = form.querySelector('input[type="hidden"][name="draft"]') || document.createElement("input");
    Object.assign(name, { type: "hidden", name: "draft", value: place(keyOf(form)) });
    form.append(name);
  },
  true,
);

// The server names what it has taken. Nothing else ends a draft: not the log-in, not an error, not the next page.
function forget() {
  const receipt = document.cookie.match(/(?:^|; )taken="?([^;"]*)/);
  if (!receipt) return;
  receipt[1]
    .split("|")
    .filter(Boolean)
    .forEach((name) => localStorage.removeItem(decodeURIComponent(name)));
  document.cookie = "taken=; Max-Age=0; path=/; SameSite=Strict";
}

try {
  forget();
} catch (error) {
  // no store in this browser: drafts are simply not kept
}
document.querySelectorAll("form[data-draft]").forEach(keep);
// A part drawn anew has a form of its own; what the server took of the one before is forgotten here too.
document.addEventListener("htmx:afterSettle", (event) => {
  forget();
  const inside = event.target.querySelectorAll ? event.target.querySelectorAll("form[data-draft]") : [];
  inside.forEach(keep);
});
// Back from the page that came after: the browser may show the form as it was, and what was taken since is no draft.
window.addEventListener("pageshow", (event) => event.persisted && forget());
