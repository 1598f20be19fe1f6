// Big choices (.big-choice) show which one is taken; [data-shows-for="field=value"] shows itself with its choice.
function refresh(form) {
  form.querySelectorAll(".big-choice").forEach((box) => {
    box.classList.toggle("is-on", box.querySelector("input").checked);
  });
  form.querySelectorAll("[data-shows-for]").forEach((part) => {
    const [name, value] = part.dataset.showsFor.split("=");
    const field = form.elements[name];
    part.hidden = !field || !value.split("|").includes(field.value);
  });
}

document.addEventListener("change", (event) => event.target.form && refresh(event.target.form));
document
  .querySelectorAll("form")
  .forEach((form) => form.querySelector(".big-choice, [data-shows-for]") && refresh(form));
