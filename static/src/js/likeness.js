// <textarea data-last="id">: how much of last week's text (in #id) is still there, told to the writer before sending.
function pairs(text) {
  const bare = text.replace(/\s+/g, "");
  const found = new Map();
  for (let at = 0; at + 1 < bare.length; at += 1) {
    const pair = bare.slice(at, at + 2);
    found.set(pair, (found.get(pair) || 0) + 1);
  }
  return found;
}

function likeness(one, other) {
  const first = pairs(one);
  const second = pairs(other);
  let shared = 0;
  let all = 0;
  first.forEach((count, pair) => {
    shared += Math.min(count, second.get(pair) || 0);
    all += count;
  });
  second.forEach((count) => {
    all += count;
  });
  return all ? Math.round((200 * shared) / all) : 0;
}

function says(share) {
  if (share > 95) return `与上周相同 ${share}%。如果没有新进展，请报“本周无进展”并说明原因。`;
  return `与上周相同 ${share}%，正常。`;
}

document.querySelectorAll("textarea[data-last]").forEach((field) => {
  const last = document.getElementById(field.dataset.last);
  const note = document.getElementById(field.dataset.lastNote);
  if (!last || !note) return;
  const show = () => {
    note.textContent = last.textContent.trim() ? says(likeness(last.textContent, field.value)) : "";
  };
  field.addEventListener("input", show);
  show();
});
