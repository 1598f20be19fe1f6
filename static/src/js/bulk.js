// Ticks in a list: the bar at the bottom appears with the first one and says how many. <form data-bulk>, [data-tick], [data-tick-all].
function refresh(form) {
  const ticks = Array.from(form.querySelectorAll("[data-tick]"));
  const on = ticks.filter((one) => one.checked);
  ticks.forEach((one) => {
    const row = one.closest("tr, li");
    if (row) row.classList.toggle("is-on", one.checked);
  });
  const all = form.querySelector("[data-tick-all]");
  if (all) {
    all.checked = ticks.length > 0 && on.length === ticks.length;
    all.indeterminate = on.length > 0 && on.length < ticks.length;
  }
  form.querySelectorAll("[data-tick-count]").forEach((one) => {
    one.textContent = on.length;
  });
  const bar = form.querySelector(".bulk");
  if (bar) bar.classList.toggle("is-open", on.length > 0);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-tick-all]")) {
    form.querySelectorAll("[data-tick]").forEach((one) => {
      one.checked = event.target.checked;
    });
  }
  if (event.target.matches("[data-tick], [data-tick-all]")) refresh(form);
});
document.addEventListener("click", (event) => {
  const none = event.target.closest("[data-tick-none]");
  if (!none) return;
  event.preventDefault();
  const form = none.closest("[data-bulk]");
  form.querySelectorAll("[data-tick]").forEach((one) => {
    one.checked = false;
  });
  refresh(form);
});
const refreshAll = () => document.querySelectorAll("[data-bulk]").forEach(refresh);
document.addEventListener("htmx:afterSettle", refreshAll);
window.addEventListener("pageshow", refreshAll);
refreshAll();
