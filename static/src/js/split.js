// Splitting a feedback: words selected on the left go into the form below them, with their place in the text.
const text = document.querySelector("[data-split]");
const form = document.querySelector("[data-split-take]");

// Places count characters, the browser counts UTF-16 units.
const length = (words) => Array.from(words).length;

function place(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-a]");
  if (!run || !text.contains(run)) return null;
  const before = document.createRange();
  before.setStart(run, 0);
  before.setEnd(node, offset);
  return Number(run.dataset.a) + length(before.toString());
}

// A selection that ends between lines ends with the last run that it touches.
function touched(range) {
  const runs = Array.from(text.querySelectorAll("[data-a]")).filter((run) => range.intersectsNode(run));
  if (!runs.length) return null;
  const first = runs[0];
  const last = runs[runs.length - 1];
  const a = place(range.startContainer, range.startOffset);
  const b = place(range.endContainer, range.endOffset);
  return {
    a: a === null ? Number(first.dataset.a) : a,
    b: b === null ? Number(last.dataset.a) + length(last.textContent) : b,
  };
}

function fill() {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const found = touched(range);
  if (!found || found.b <= found.a) return;
  form.elements.a.value = found.a;
  form.elements.b.value = found.b;
  form.elements.words.value = Array.from(text.querySelectorAll("[data-a]"))
    .filter((run) => range.intersectsNode(run))
    .map((run) => {
      const start = Number(run.dataset.a);
      return Array.from(run.textContent)
        .slice(Math.max(0, found.a - start), found.b - start)
        .join("");
    })
    .join("");
}

if (text && form) {
  document.addEventListener("selectionchange", fill);
  // Words typed over by hand have no place any more: the server looks for them.
  form.elements.words.addEventListener("input", () => {
    form.elements.a.value = "";
    form.elements.b.value = "";
  });
  // The text follows the row that is open.
  const open = document.querySelector(".tree .is-here");
  const label = open && text.querySelector(`a[href="#${open.id}"]`);
  if (label) {
    const line = label.closest("p");
    line.classList.add("is-open");
    text.scrollTop = Math.max(0, line.offsetTop - text.clientHeight / 3);
  }
}
