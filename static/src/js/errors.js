// A form that came back with faults: the summary takes the focus, so that it is read first.
const summary = document.querySelector(".errors");
if (summary) summary.focus();
