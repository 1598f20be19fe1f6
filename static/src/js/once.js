// A second press within three seconds is the same press. (The server holds the real guard: the form's key.)
const REST = 3000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }, REST);
});
// Coming back with the browser's own button: the page is alive again and may send.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
});
