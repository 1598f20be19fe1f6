// A page that has been open for half an hour says so and offers 刷新; it never reloads by itself.
const HALF_AN_HOUR = 30 * 60 * 1000;

setTimeout(() => {
  const note = document.querySelector("[data-stale]");
  if (note) note.hidden = false;
}, HALF_AN_HOUR);
