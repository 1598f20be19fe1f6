// A long list of choices (select[data-find]) gets a box before it: what is typed there is looked for in the words of each choice, its
// name, short, other and former names and the sound of it (data-words). Enter takes the first that fits.
const LONG = 12;

const fits = (option, typed) => `${option.textContent} ${option.dataset.words || ""}`.toLowerCase().includes(typed);

function prepare(select) {
  if (select.dataset.findReady || select.multiple || select.options.length <= LONG) return;
  select.dataset.findReady = "1";
  const label = select.getAttribute("aria-label") || (select.labels[0] && select.labels[0].textContent.trim()) || "";
  const box = document.createElement("input");
  box.type = "search";
  box.className = `find ${select.className.replace("form-select", "form-control").replace("form-select-sm", "form-control-sm")}`;
  box.placeholder = "打字找";
  box.setAttribute("aria-label", `找${label}：名称、简称或拼音首字母`);
  box.setAttribute("autocomplete", "off");
  select.before(box);
  const narrow = () => {
    const typed = box.value.trim().toLowerCase();
    Array.from(select.options).forEach((option) => {
      option.hidden = Boolean(typed) && Boolean(option.value) && !fits(option, typed);
    });
  };
  const take = () => {
    const typed = box.value.trim().toLowerCase();
    const first = typed && Array.from(select.options).find((option) => option.value && fits(option, typed));
    if (!first) return;
    select.value = first.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    select.focus();
  };
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    narrow();
  });
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
}

const prepareAll = () => document.querySelectorAll("select[data-find]").forEach(prepare);
document.addEventListener("htmx:afterSettle", prepareAll);
prepareAll();
