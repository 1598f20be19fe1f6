// Everything here is a courtesy: each page works without it. One behaviour a file.
import "./htmx.js";
import "./menus.js";
import "./keys.js";
import "./errors.js";
import "./once.js";
import "./draft.js";
import "./upload.js";
import "./bulk.js";
import "./why.js";
import "./choice.js";
import "./longest.js";
import "./likeness.js";
import "./stale.js";
import "./print.js";
import "./split.js";
import "./marks.js";
import "./review.js";
