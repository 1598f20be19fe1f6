// The one script that runs before the page is drawn: it lets the style sheet know that scripts work here.
document.documentElement.classList.add("js");
