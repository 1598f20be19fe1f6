"""The front end: what is shipped names no host, and templates keep the rules that a browser or a reader relies on."""

import json
import re

from django.conf import settings
from django.template import TemplateSyntaxError, engines

from rectify.lib import marks

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
CODE = [path for app in ("rectify", "issues", "ledgers") for path in (settings.BASE_DIR / app).rglob("*.py")]
HOST = re.compile(rb"https?://[^\s\"')<>]+")
OTHERWISE = re.compile(r"{% else %}.*?{% endif %}", re.S)
CONTROL = re.compile(r'<(?:a|button|span class="small)\b[^>]*>')
# What came after Chromium 80, the oldest browser that is served (design: the floor).
YOUNGER_STYLE = re.compile(
    r":has\(|:is\(|:where\(|:not\([^()]*,|:user-(?:in)?valid|::marker|@container|@layer|@scope|@property|@media[^{]*[<>]|aspect-ratio"
    r"|[;{]inset(?:-\w+)*:|[;{](?:margin|padding)-(?:inline|block):|[;{](?:rotate|scale|translate):|\d[dsl]v[hw]\b"
    r"|color-mix\(|okl(?:ab|ch)\(|overflow(?:-[xy])?:clip"
)
YOUNGER_SCRIPT = re.compile(
    r"\.(?:replaceChildren|replaceAll|at|findLast|toSorted|checkVisibility|showPicker)\(|Object\.hasOwn\(|structuredClone"
    r"|randomUUID|Promise\.any|AbortSignal\.|WeakRef|\binert\b|showPopover"
)
NAMESPACES = {b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xhtml", b"http://www.w3.org/1999/xlink"}


def icons():
    lines = (STATIC / "src/icons.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition("#")[0].strip() for line in lines} - {""}


def test_the_lock_file_names_no_host_and_pins_by_hash():
    text = (STATIC / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert [key for key, entry in packages.items() if key and "integrity" not in entry] == []


def test_versions_are_exact():
    package = json.loads((STATIC / "package.json").read_text(encoding="utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_what_is_built_asks_no_other_host(front_end):
    built = [path for path in (STATIC / "dist").iterdir() if path.suffix in {".js", ".css", ".svg"}]
    assert {path.name for path in built} == {"app.js", "early.js", "site.css", "icons.svg"}
    assert {found for path in built for found in HOST.findall(path.read_bytes())} <= NAMESPACES


def test_the_style_sheet_keeps_to_old_browsers(front_end):
    css = (STATIC / "dist/site.css").read_text(encoding="utf-8")
    assert YOUNGER_STYLE.findall(css) == []


def test_the_scripts_call_nothing_that_old_browsers_lack():
    """Syntax is brought down when the scripts are built (static/build.mjs); what is called is not."""
    scripts = sorted((STATIC / "src/js").glob("*.js"))
    assert "chrome78" in (STATIC / "build.mjs").read_text(encoding="utf-8")
    found = {path.name: YOUNGER_SCRIPT.findall(path.read_text(encoding="utf-8")) for path in scripts}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_no_flex_box_uses_gap():
    """Chromium 80 knows gap in grids and columns only: a rule with one says by itself that its box is such."""
    rules = [
        (path.name, rule)
        for path in (STATIC / "src/css").glob("*.css")
        for rule in re.findall(r"[^{}]*\{[^{}]*\}", path.read_text(encoding="utf-8"))
    ]
    is_one = re.compile(r"display: (inline-)?grid|grid-template|\bcolumns:")
    assert [rule for rule in rules if re.search(r"\bgap:", rule[1]) and not is_one.search(rule[1])] == []


def test_every_icon_asked_for_is_in_the_sprite(front_end):
    asked = set()
    for path in PAGES:
        asked |= set(re.findall(r"""\bicon[ =]["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8")))
    for path in CODE:
        asked |= set(re.findall(r"""["']?\bicon["']?[=:] ?["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8")))
    assert asked - icons() == set()
    sprite = (STATIC / "dist/icons.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'symbol id="([^"]+)"', sprite)) == icons()


def test_every_mark_typed_in_a_template_exists():
    asked = set()
    for path in PAGES:
        asked |= set(re.findall(r"""\{% (?:pill|sign) ["']([^"']+)["']""", path.read_text(encoding="utf-8")))
    assert asked - set(marks.MARKS) == set()


def test_every_template_can_be_read():
    unread = {}
    for path in PAGES:
        try:
            engines["django"].engine.get_template(str(path.relative_to(TEMPLATES)))
        except TemplateSyntaxError as error:
            unread[path.name] = str(error)
    assert unread == {}


def test_a_part_that_sees_nothing_of_its_page_sends_the_token():
    """`{% csrf_token %}` is empty where a part is given `only` its own values; such a form would be turned away."""
    text_of = {page.relative_to(TEMPLATES).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
    includes = [
        (place, *found)
        for place, text in text_of.items()
        for found in re.findall(r'{% include "([^"]+)"([^%]*)%}', text)
    ]
    blind = {part for _, part, given in includes if given.split()[-1:] == ["only"]}
    while (
        more := {part for place, part, _ in includes if place in blind} - blind
    ):  # what a blind part includes is blind too
        blind |= more
    assert len(blind) > 100
    assert [part for part in sorted(blind) if "{% csrf_token %}" in text_of[part]] == []


def test_a_number_in_a_table_leads_to_its_list_unless_it_is_zero():
    """`{% counted %}` writes it: a zero stands grey and is no link, since its list is empty."""
    linked = re.compile(
        r'<td[^>]*>\s*<a href="{{ [\w.]*url }}">{{ [\w.]*(?:count|rows|closing|plan|real)(?:\|\w+)? }}</a>\s*</td>'
    )
    pages = {page.relative_to(TEMPLATES).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
    assert {name: found for name, text in pages.items() if (found := linked.findall(text))} == {}
    assert sum("{% counted " in text for text in pages.values()) > 5


def test_the_words_are_calm():
    loud = re.compile("！|请注意|操作成功|抱歉|一键|智能")
    texts = {path.name: re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S) for path in PAGES}
    assert {name: words for name, text in texts.items() if (words := loud.findall(text))} == {}


def bars(kind):
    """(template, its controls in order) of every row of acts of this class that has a red one; what stands there otherwise
    does not stand beside it."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for bar in re.finditer(rf'<(div|form)\b[^>]*class="[^"]*\b{kind}\b[^"]*"[^>]*>', text):
            controls = CONTROL.findall(OTHERWISE.sub("", inside(text[bar.end() :], bar[1])))
            if any("btn-primary" in control for control in controls):
                yield page.relative_to(TEMPLATES).as_posix(), controls


def inside(text, name):
    """The text up to the tag that closes the one before it."""
    depth = 1
    for tag in re.finditer(rf"</?{name}\b", text):
        depth += -1 if tag[0].startswith("</") else 1
        if depth == 0:
            return text[: tag.start()]
    return text


def test_what_leads_on_stands_at_the_outer_end_of_every_row_of_acts():
    """Under a form, read from the left, first, words after the buttons; in a head, which ends at the right, last."""
    under = [found for kind in ("actbar", "row-in", "phone-do") for found in bars(kind)]
    heads = list(bars("head-do"))
    assert len(under) > 40
    assert len(heads) > 20
    assert [page for page, controls in under if "btn-primary" not in controls[0]] == []
    assert [page for page, controls in heads if "btn-primary" not in controls[-1]] == []
