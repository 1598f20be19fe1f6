// <textarea data-longest="2000">: a text that is too long is counted and said, never cut; the form waits for a shorter one.
document.addEventListener("input", (event) => {
  const field = event.target;
  const most = Number(field.dataset.longest);
  if (!most) return;
  const length = Array.from(field.value.trim()).length;
  field.setCustomValidity(length > most ? `最多 ${most} 个字，现有 ${length} 个字。请改短后再提交` : "");
});
