// <form data-draft="report-812-47">: what is typed is kept on the server, for its person alone, and offered again until the server
// has said that it took it (rectify/drafts, rectify/lib/receipts.py). data-draft="here" names the draft by the page's address and
// the form's own.
import { ask, bring, drop, forget, giveUp, local, nameOf, person, send, setAside } from "./draftstore.js";

const keyOf = (form) =>
  form.dataset.draft === "here"
    ? `here:${location.pathname}:${form.getAttribute("action") || form.id}`
    : form.dataset.draft;
const PAUSE = 1500;
const kept = new WeakSet();
const open = new Set();
const sorted = (values) => JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
const alike = (one, other) => sorted(one) === sorted(other); // a database gives the fields back in an order of its own

function fields(form) {
  return Array.from(form.elements).filter(
    (one) => one.name && !one.name.startsWith("chosen") && !/^(file|hidden|password|submit|button)$/.test(one.type),
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

// The server's is what this window sent before and heard nothing of.
const follows = (record, there) => Boolean(record.unheard) && alike(record.unheard, there.values);

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

const UNSENT = "您在这里填过，还没有提交。";
const ELSEWHERE = "您在另一个窗口填的是另一份，也没有提交。";

function offer(form, key, record, how) {
  form.querySelectorAll(`[data-draft-offer="${how}"]`).forEach((one) => one.remove());
  const note = document.createElement("div");
  note.className = "note";
  note.dataset.draftOffer = how;
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  const day = new Date(record.at);
  text.textContent = `${day.getMonth() + 1}月${day.getDate()}日 ${hour(record.at)} ${how}`;
  text.append(
    button("恢复那份", () => {
      fill(form, record.values);
      note.remove();
      says(form, `已恢复 ${hour(record.at)} 的草稿`);
    }),
    button("不要了", () => {
      giveUp(key);
      note.remove();
    }),
  );
  note.append(text);
  form.prepend(note);
}

// One form and its draft: what the server had of it last, and what is on its way there.
class Draft {
  constructor(form) {
    Object.assign(this, { form, key: keyOf(form), version: 0, timer: 0, busy: false, way: null, unheard: null });
    this.last = values(form);
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE);
    });
    form.addEventListener("submit", () => this.leave());
    window.addEventListener("pagehide", () => this.timer && this.save({ keepalive: true }));
  }

  // What lies in this browser and what lies on the server: offered where it is not what the form shows.
  begin(there) {
    let here = local(this.key);
    this.version = there ? there.version : 0;
    const shown = values(this.form);
    // Stored there, though the answer did not come before the page was left: the server's is offered.
    if (here && there && alike(here.values, there.values)) {
      drop(this.key);
      here = null;
    }
    // Typed on after what lies there, whether this window heard of that or not: what was typed last is the one draft.
    const onward = there && here && (here.version === there.version || follows(here, there));
    if (here) {
      if (!alike(here.values, shown)) offer(this.form, this.key, here, UNSENT);
      if (onward || this.version === (here.version || 0)) this.bring({ ...here, version: this.version });
    }
    if (there && !onward && !alike(there.values, shown)) offer(this.form, this.key, there, here ? ELSEWHERE : UNSENT);
  }

  aside() {
    clearTimeout(this.timer);
    this.timer = 0;
    const now = values(this.form);
    if (alike(now, this.last)) return null;
    this.last = now;
    const page = location.pathname + location.search;
    const record = { at: Date.now(), version: this.version, page, title: document.title.trim(), values: now };
    if (this.unheard) record.unheard = this.unheard;
    setAside(this.key, record);
    return record;
  }

  // Sent: what the server does not have yet stays here until there is a receipt, and nothing on its way may come after the form.
  leave() {
    this.aside();
    if (this.way) this.way.abort();
  }

  save(options) {
    if (this.busy && !options) return void (this.timer = setTimeout(() => this.save(), PAUSE));
    const record = this.aside();
    if (record) this.bring(record, options);
  }

  async bring(record, options) {
    Object.assign(this, { busy: true, unheard: record.values });
    this.way = new AbortController();
    const answer = await send(this.key, record, options || { signal: this.way.signal });
    this.busy = false;
    const at = hour(record.at);
    if (!answer) return says(this.form, `${at} 存在这台电脑上，服务器还没有收到`);
    this.unheard = null;
    if (answer.other && follows(record, answer.other))
      return this.bring({ ...record, unheard: null, version: answer.other.version }, options);
    if (answer.version) {
      this.version = answer.version;
      says(this.form, `已存草稿 ${at}`);
    } else if (answer.other) {
      this.version = answer.other.version;
      offer(this.form, this.key, answer.other, ELSEWHERE);
    } else if (answer.gone) this.version = 0;
    else says(this.form, answer.refused);
  }
}

// Of a form that was drawn anew nothing is stored any more: its key is the new one's.
function closeGone() {
  open.forEach((draft) => {
    if (draft.form.isConnected) return;
    draft.leave();
    open.delete(draft);
  });
}

async function keep(forms) {
  const begun = forms.filter((form) => !kept.has(form)).map((form) => new Draft(form));
  begun.forEach((draft) => kept.add(draft.form) && open.add(draft));
  if (!begun.length) return;
  const there = await ask(begun.map((draft) => draft.key));
  begun.forEach((draft) => draft.begin(there[draft.key]));
}

// Before any other listener, whoever sends the form then: the draft's name goes along.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!person || !form.matches("form[data-draft]")) return;
    const name = form.querySelector('input[type="hidden"][name="draft"]') || document.createElement("input");
    Object.assign(name, { type: "hidden", name: "draft", value: nameOf(keyOf(form)) });
    form.append(name);
  },
  true,
);

// The last words before a log-out go with those that wait (draftstore.js).
document.addEventListener(
  "submit",
  (event) => event.target.matches("form[data-leave]") && open.forEach((draft) => draft.aside()),
  true,
);

// A form that htmx sends by itself, without a submit: its draft goes along as with any other.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.elt;
  if (!person || !form.matches("form[data-draft]")) return;
  event.detail.parameters.draft = nameOf(keyOf(form));
  open.forEach((draft) => draft.form === form && draft.leave());
});

const within = (part) => Array.from(part.querySelectorAll ? part.querySelectorAll("form[data-draft]") : []);
if (person) {
  try {
    forget();
    bring(within(document).map(keyOf));
  } catch (error) {
    // no store in this browser: drafts are kept on the server alone
  }
  keep(within(document));
  // A part drawn anew has a form of its own; what the server took of the one before is forgotten here too.
  document.addEventListener("htmx:afterSettle", (event) => {
    forget();
    closeGone();
    keep(within(event.target));
  });
}
// Back from the page that came after: the browser may show the form as it was, and what was taken since is no draft.
window.addEventListener("pageshow", (event) => event.persisted && forget());
