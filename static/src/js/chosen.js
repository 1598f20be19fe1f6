// A file in a plain form is kept on the server when it is chosen (rectify/drafts/chosen.py): whatever becomes of the form, the
// file need not be looked for again. What the server does not keep stays in the field and goes with the form.
const door = document.body.dataset.drafts || "";

function said(field) {
  let note = field.parentElement.querySelector("[data-chosen-note]");
  if (note) return note;
  note = document.createElement("p");
  note.className = "small mb-0";
  note.dataset.chosenNote = "";
  note.setAttribute("role", "status");
  field.after(note);
  return note;
}

function tick(field, answer) {
  field.parentElement.querySelectorAll("[data-chosen]").forEach((one) => one.remove());
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "big-choice";
  label.dataset.chosen = "";
  Object.assign(box, { type: "checkbox", name: "chosen", value: answer.chosen, checked: true });
  box.className = "form-check-input";
  label.append(box, `已选《${answer.name}》，随本页一起交`);
  field.after(label);
}

async function kept(form, field, file) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", (form.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "");
  body.append("form", new URL(form.action).pathname);
  body.append("field", field.name);
  body.append("file", file, file.name);
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  try {
    const answer = await fetch(`${door}files/`, { method: "POST", body, headers, redirect: "manual" });
    if (answer.status === 413) return { refused: `《${file.name}》太大，服务器没有接收。请压缩，或者分成几份再选` };
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    return null;
  }
}

async function choose(form, field) {
  const file = field.files[0];
  if (!file) return;
  const note = said(field);
  note.textContent = `正在存《${file.name}》……`;
  const answer = await kept(form, field, file);
  if (field.files[0] !== file) return; // another one was chosen meanwhile
  note.textContent = (answer && answer.refused) || "";
  if (answer && answer.chosen) tick(field, answer);
  if (answer && !answer.stays) field.value = "";
}

if (door)
  document
    .querySelectorAll('form[enctype="multipart/form-data"]:not([data-upload]) input[type=file]')
    .forEach((field) => {
      field.addEventListener("change", () => choose(field.form, field));
    });
