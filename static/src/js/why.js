// A button that the rules refuse stays alive: pressing it leads to the list of reasons. <button data-why="why">.
document.addEventListener("click", (event) => {
  const refused = event.target.closest("[data-why]");
  if (!refused) return;
  const list = document.getElementById(refused.dataset.why);
  if (!list) return; // no list on this page: let the form go, the server answers with the reasons
  event.preventDefault();
  const hidden = list.closest("[hidden]");
  if (hidden) hidden.hidden = false;
  list.setAttribute("tabindex", "-1");
  list.focus();
});
