"""The shape of the code (README, "the map"): layers, lengths, and what only one place may do."""

import ast
import re
import tomllib

import pytest

from rectify.roof.tests.source import (
    HOME,
    MODULES,
    ROOF,
    files,
    functions,
    imported,
    length,
    name_of,
    package_of,
    place,
    python,
    relative,
    shipped,
    tree,
)

CODE = [path for path in shipped() if package_of(name_of(path)) and place(name_of(path))[1] != ROOF]
TEMPLATES = files(".html")
# Who may write `status`, and why. Loaders of measuring data write rows nobody works with.
STATUS_WRITERS = {"rectify/workflow/move.py"}
# Addresses of one machine, put together here so that this file does not hold them itself.
MACHINE_PATHS = re.compile(
    "|".join(["/" + "work/", "/" + "root/", "/" + r"home/\w", "/" + r"Users/\w", r"[A-Z]:\\Users"])
)


def test_imports_look_down():
    assert found(CODE, upward) == []


def upward(path):
    here, package = place(name_of(path)), package_of(name_of(path))
    return [name for name in imported(path) if looks_up(here, package, name)]


def test_what_is_shared_knows_no_issues():
    """Nor do the commands, settings and addresses of the project itself: what needs both stands in rectify/roof."""
    shared = [
        path
        for path in shipped()
        if relative(path).startswith("rectify/") and package_of(name_of(path)) != "rectify.roof"
    ]
    assert len(shared) > 100
    assert (
        found(shared, lambda path: [name for name in imported(path) if package_of(name) in ("issues", "ledgers")]) == []
    )


def looks_up(here, package, name):
    there = place(name)
    if there is None or name == package:
        return False
    if package_of(name) == package:
        return there[1] > here[1]
    return there[0] >= here[0]


def test_every_module_has_a_place_in_the_table():
    names = [name_of(path).split(".") for path in shipped() if relative(path).startswith(("issues/", "ledgers/"))]
    assert [".".join(name) for name in names if len(name) > 1 and name[1] not in MODULES] == []


def found(paths, offences):
    """Names of the files in which there is anything to find, with what it is."""
    return [f"{relative(path)}: {what}" for path in paths if (what := offences(path))]


def longer_than(most):
    return lambda path: max(0, len(path.read_text(encoding="utf-8").splitlines()) - most)


def test_imports_are_absolute():
    assert (
        found(python(), lambda path: [n for n in ast.walk(tree(path)) if isinstance(n, ast.ImportFrom) and n.level])
        == []
    )


def test_no_file_is_longer_than_400_lines():
    assert found([*python(), *files(".css", ".mjs", ".js")], longer_than(400)) == []


def test_few_statements_keep_a_shape_of_their_own():
    """May only fall (.ci/ratchet.toml)."""
    most = tomllib.loads((HOME / ".ci/ratchet.toml").read_text(encoding="utf-8"))["format"]["skips"]
    assert sum(path.read_text(encoding="utf-8").count("# fmt" + ": skip") for path in python()) <= most


def test_no_template_is_longer_than_250_lines():
    assert found(TEMPLATES, longer_than(250)) == []


def test_no_line_of_a_template_a_style_or_a_script_is_longer_than_140():
    """Formatters break where they may (rectify/roof/testing/markup.py); a tag of the engine they cannot break."""
    paths = [*TEMPLATES, *files(".css", ".mjs", ".js")]
    assert found(paths, lambda path: [line for line in path.read_text("utf-8").splitlines() if len(line) > 140]) == []


def test_no_function_is_longer_than_40_lines():
    assert found(python(), lambda path: [node.name for node in functions(path) if length(node) > 40]) == []


def test_no_function_takes_five_arguments_by_their_place():
    """A stranger cannot tell the fourth from the fifth where they are called: they have names, or are one value together."""
    # Called in another process, with a list of JSON.
    by_place = {("ledgers/reading/workbooks.py", "read_lines"), ("rectify/lib/sheetblank.py", "blank")}
    many = {(relative(path), node.name) for path in CODE for node in functions(path) if placed(node) >= 5}
    assert many == by_place


def placed(node):
    """How many arguments may be given by their place; the object of a method does not count."""
    names = [one.arg for one in node.args.posonlyargs + node.args.args]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_no_view_is_longer_than_18_lines():
    """Twelve of its own, the rest for signature and docstring."""
    views = [path for path in shipped() if "views" in name_of(path) or "pages" in path.parent.parts]
    assert found(views, lambda path: [n.name for n in functions(path) if takes_request(n) and length(n) > 18]) == []


def takes_request(node):
    return bool(node.args.args) and node.args.args[0].arg == "request"


def test_only_the_workflow_writes_a_status():
    others = [path for path in shipped() if relative(path) not in STATUS_WRITERS]
    assert found(others, lambda path: [node.lineno for node in ast.walk(tree(path)) if writes_status(node)]) == []


def writes_status(node):
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr == "status" for target in targets for t in ast.walk(target))
    if not isinstance(node, ast.Call):
        return False
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if called in {"update", "aupdate", "create", "acreate"}:
        return any(word.arg == "status" or (word.arg is None and names_status(word.value)) for word in node.keywords)
    if called in {"bulk_update", "setattr", "get_or_create", "update_or_create"}:
        return any(names_status(part) for part in [*node.args, *(w.value for w in node.keywords)])
    return called == "save" and any(w.arg == "update_fields" and names_status(w.value) for w in node.keywords)


def names_status(node):
    return any(isinstance(part, ast.Constant) and part.value == "status" for part in ast.walk(node))


@pytest.mark.parametrize(
    "source", ["a.status = 1", "q.update(status=1)", "setattr(a, 'status', 1)", "a.status, b = 1, 2"]
)
def test_a_write_of_a_status_is_seen(source):
    assert any(writes_status(node) for node in ast.walk(ast.parse(source)))


FORBIDDEN_IN_TEMPLATES = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\b(src=|type=\"application/json\"))", re.I),
    "a handler in an attribute": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "unescaped text": re.compile(r"\|\s*safe\b|\bautoescape off\b"),
    "another host": re.compile(r"(src|href|action)=[\"']?(https?:)?//", re.I),
}


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_templates_hold_no(what):
    pattern = FORBIDDEN_IN_TEMPLATES[what]
    assert found(TEMPLATES, lambda path: [hit.group() for hit in pattern.finditer(without_comments(path))]) == []


def without_comments(path):
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)


def test_a_part_opens_by_saying_what_it_takes():
    parts = [path for path in TEMPLATES if path.name.startswith("_")]
    assert found(parts, lambda path: not path.read_text(encoding="utf-8").startswith("{# takes ")) == []


def test_parts_are_included_with_only():
    tags = re.compile(r"\{% include (.*?) %\}")
    assert (
        found(TEMPLATES, lambda p: [t for t in tags.findall(p.read_text(encoding="utf-8")) if not t.endswith("only")])
        == []
    )


def test_python_writes_no_inline_style():
    style = re.compile(r"[\"' ]style=\\?[\"']")
    assert found(shipped(), lambda path: style.findall(path.read_text(encoding="utf-8"))) == []


# Readers of papers know what they read; a setting and a password are no numbers out of a request.
OWN_DIGITS = re.compile(r"^rectify/lib/(numbers|environment|passwords)\.py|/reading/|verify_audit\.py")


def test_numbers_out_of_requests_are_read_in_one_place():
    """`isdigit` lets ² through to `int`, which raises; `int` raises at 5,000 digits. rectify.lib.numbers.whole does neither."""
    digits = re.compile(r"\bis(?:digit|decimal|numeric)\b|\bint\(request\b")
    paths = [path for path in shipped() if not OWN_DIGITS.search(relative(path))]
    assert found(paths, lambda path: digits.findall(path.read_text(encoding="utf-8"))) == []


def test_no_digest_is_printed_in_full():
    """`{% digest %}` shows eight signs, and the whole to whoever opens it."""
    whole = re.compile(r"\{\{ ?[\w.]*(?:digest|event\.previous)(?:\|default[^}]*)? ?\}\}")
    hidden = re.compile(r'<input\s+type="hidden"[^>]*>')
    assert found(TEMPLATES, lambda path: whole.findall(hidden.sub("", path.read_text(encoding="utf-8")))) == []


def test_nothing_names_one_machine():
    endings = [
        ".py",
        ".html",
        ".js",
        ".mjs",
        ".css",
        ".md",
        ".txt",
        ".toml",
        ".ini",
        ".json",
        ".csv",
        ".sh",
        ".conf",
        "Makefile",
        "run",
    ]
    assert (
        found(files(*endings), lambda path: MACHINE_PATHS.findall(path.read_text(encoding="utf-8", errors="replace")))
        == []
    )


def test_the_lock_file_names_no_host():
    assert "http" not in (HOME / "static" / "package-lock.json").read_text(encoding="utf-8")
