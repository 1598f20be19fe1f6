// Where drafts lie: on the server (rectify/drafts), and in this browser only what the server has not acknowledged yet.
export const person = document.body.dataset.person || "";
const door = document.body.dataset.drafts || "";
const OWN = `draft:${person}:`;
export const nameOf = (key) => OWN + key;

export function local(key) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(key)));
  } catch (error) {
    return null;
  }
}

export function setAside(key, record) {
  try {
    localStorage.setItem(nameOf(key), JSON.stringify(record));
  } catch (error) {
    // the browser's store is full or closed: the server is still asked
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(nameOf(key));
  } catch (error) {
    // nothing lies there
  }
}

// Only what still is what was sent: typing went on meanwhile.
function acknowledge(key, record) {
  if ((local(key) || {}).at === record.at) drop(key);
}

async function answered(address, options) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", ...options });
    return answer.ok ? await answer.json() : null; // a log-in is no answer, nor is an error
  } catch (error) {
    return null;
  }
}

export async function ask(keys) {
  const names = keys.map((key) => `form=${encodeURIComponent(key)}`).join("&");
  return (await answered(`${door}kept/?${names}`, {})) || {};
}

const token = () => (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";

// {version} it is stored; {other} another window has stored something else; {gone} it was taken there; {refused}; null: no answer.
export async function send(key, record, options) {
  const body = JSON.stringify({ version: 0, form: key, ...record, unheard: undefined });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  const answer = await answered(`${door}keep/`, { method: "POST", headers, body, ...options });
  if (answer && answer.version) acknowledge(key, record);
  return answer;
}

export function giveUp(key) {
  drop(key);
  const body = new URLSearchParams({ form: key, csrfmiddlewaretoken: token() });
  fetch(`${door}drop/`, { method: "POST", body, redirect: "manual" }).catch(() => {});
}

const keys = () =>
  Object.keys(localStorage)
    .filter((name) => person && name.startsWith(OWN))
    .map((name) => name.slice(OWN.length));

// What no page could bring to the server before it was left.
export function bring(beside) {
  return Promise.all(
    keys()
      .filter((key) => !beside.includes(key) && local(key))
      .map((key) => send(key, local(key), {})),
  );
}

// Whoever logs out leaves nothing in this browser.
let leaving = false;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (leaving || !form.matches("form[data-leave]") || !keys().length) return;
  event.preventDefault();
  leaving = true;
  const enough = new Promise((done) => setTimeout(done, 2000));
  Promise.race([bring([]), enough]).finally(() => {
    keys().forEach(drop);
    form.submit();
  });
});

// The server names what it has taken. Nothing else ends a draft: not the log-in, not an error, not the next page.
export function forget() {
  const receipt = document.cookie.match(/(?:^|; )taken="?([^;"]*)/);
  if (!receipt) return;
  receipt[1]
    .split("|")
    .filter(Boolean)
    .forEach((name) => localStorage.removeItem(decodeURIComponent(name)));
  document.cookie = "taken=; Max-Age=0; path=/; SameSite=Strict";
}
