// Which of Bootstrap's rules we take: its base, and the classes named here. Everything else would be dead weight
// in every page (232 KB against 20). A page that wants another class adds it to this list.
const WANTED = [
  /^visually-hidden(-focusable)?$/,
  /^btn(-sm|-primary|-check)?$/,
  /^form-(control|select|check|check-input|check-label|check-inline|text)(-sm)?$/,
  /^[mp][tbsexy]?-([0-5]|auto)$/,
  /^d-(none|block|inline|inline-block|flex|grid)$/,
  /^(w|h)-(25|50|75|100|auto)$/,
  /^justify-content-(start|end|center|between)$/,
  /^align-items-(start|end|center|baseline)$/,
  /^align-(top|middle|bottom|baseline)$/,
  /^flex-(wrap|column|fill|grow-1|shrink-0)$/,
  /^text-(start|end|center|wrap|nowrap|break|truncate)$/,
  /^fw-(normal|bold|semibold)$/,
  /^(overflow-auto|position-relative|float-end|sticky-top)$/,
];
const BARE = /^(disabled|active|show|focus|was-validated|is-valid|is-invalid)$/;

function wanted(selector) {
  const classes = (selector.match(/\.[\w-]+/g) || []).map((name) => name.slice(1));
  const named = classes.filter((name) => !BARE.test(name));
  return (
    !/was-validated|is-valid|is-invalid/.test(selector) && named.every((name) => WANTED.some((re) => re.test(name)))
  );
}

function blocks(css) {
  const found = [];
  let depth = 0;
  let from = 0;
  let open = 0;
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === "{" && depth++ === 0) open = at;
    if (css[at] === ";" && depth === 0) from = at + 1; // @charset and its like
    if (css[at] === "}" && --depth === 0) {
      found.push([css.slice(from, open).trim(), css.slice(open + 1, at)]);
      from = at + 1;
    }
  }
  return found;
}

export function pick(css) {
  const plain = css.replace(/\/\*(?!!)[\s\S]*?\*\//g, "").replace(/^\s*@charset[^;]+;/, "");
  const licence = (plain.match(/\/\*![\s\S]*?\*\//) || [""])[0];
  const rules = blocks(plain.replace(licence, "")).flatMap(([head, body]) => {
    if (head.startsWith("@keyframes")) return [];
    if (head.startsWith("@media")) {
      const inside = pick(body);
      return inside.trim() ? [`${head}{${inside}}`] : [];
    }
    const kept = head
      .split(",")
      .map((one) => one.trim())
      .filter(wanted);
    if (head.includes('[data-bs-theme="dark"]') || head.includes("[data-bs-theme=dark]")) return [];
    return kept.length ? [`${kept.join(",")}{${body}}`] : [];
  });
  return `${licence}\n${rules.join("\n")}`;
}
