"""Nothing lies about that nobody reaches: functions, classes, templates, style classes are named where they are used."""

import ast
import re
from collections import Counter

import pytest

from rectify.roof.tests.source import HOME, files, relative, shipped, tree

PLAIN = ("property", "cached_property", "staticmethod", "classmethod", "contextmanager", "contextlib.contextmanager")
# What a framework calls by its name, so that nobody of ours does.
CALLED_BY_NAME = re.compile(
    r"__\w+__|clean_\w+|handle_\w+|database_\w+|state_\w+|process_\w+|get_\w+|\w+Config|Command|add_arguments|deconstruct"
    r"|migration_name_fragment|authenticate_header|map_serializer|receive_data_chunk|file_complete|value_from_datadict"
    r"|label_from_instance"
)
# Modules that look their own functions up by a word of what they read.
LOOKED_UP = {
    "issues/reading/parser.py": "_",
    "ledgers/forms/imports.py": "_",
    "ledgers/importing/differing.py": "_",
    "rectify/roof/demo/lives.py": "to_",
    "rectify/roof/demo/variants.py": "to_",
}
# Reached by tests alone, on purpose: what a test needs of the thing itself.
FOR_TESTS = {
    "lifted",  # rectify/lib/constraints.py: to damage what the triggers guard
    "undeclared",  # rectify/audit/seals.py: which models no seal covers
    "read_workbook",  # ledgers/reading/workbooks.py: the reader without a process of its own
    "SessionScheme",  # rectify/lib/api.py: a subclass is enough to be known to the schema
    "KeyScheme",  # rectify/accounts/machines.py: the same
    "_Bodies",  # rectify/lib/apibodies.py: the same
}
# A part of the name is put together in rectify/lib: tones and shapes of marks.
COMPOSED = ("c-", "pill-", "s-")
WORD = re.compile(r"[A-Za-z_]\w*")
PRODUCT = [path for path in shipped() if "migrations" not in path.parts]
MIGRATIONS = [path for path in files(".py") if "migrations" in path.parts]
TEMPLATES = files(".html")
SCRIPTS = [path for path in files(".js") if relative(path).startswith("static/src")]
STYLES = [path for path in files(".css") if relative(path).startswith("static/src")]


def text_of(paths):
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_functions_and_classes_are_named_somewhere():
    source = text_of(PRODUCT)
    named = Counter(WORD.findall(source + text_of([*MIGRATIONS, *TEMPLATES, *SCRIPTS])))
    named -= Counter(re.findall(r"^\s*(?:async )?(?:def|class) (\w+)", source, re.MULTILINE))
    dead = [(relative(path), node.name) for path in PRODUCT for node in defined(path) if not named[node.name]]
    assert [(file, name) for file, name in dead if not looked_up(file, name) and name not in FOR_TESTS] == []


def defined(path):
    """Functions and classes that something of ours would have to name."""
    nodes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return [node for node in nodes if not CALLED_BY_NAME.fullmatch(node.name) and not registered(node)]


def registered(node):
    """A function under a decorator that keeps it: a table, a task, a filter of templates."""
    return isinstance(node, ast.FunctionDef) and any(ast.unparse(one) not in PLAIN for one in node.decorator_list)


def looked_up(file, name):
    return name.startswith(LOOKED_UP.get(file, "\0"))


def test_templates_are_named_somewhere():
    named = text_of([*PRODUCT, *TEMPLATES])
    names = [relative(path).removeprefix("templates/") for path in TEMPLATES if relative(path).startswith("templates/")]
    assert [name for name in names if name not in named] == []


@pytest.mark.parametrize("path", STYLES, ids=relative)
def test_style_classes_are_used(path):
    used = set(re.findall(r"[\w-]+", text_of([*PRODUCT, *TEMPLATES, *SCRIPTS])))
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{}", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"@import[^;]*;|url\([^)]*\)", "", rules)))
    assert sorted(one for one in classes if one not in used and not one.startswith(COMPOSED)) == []


def test_style_sheets_are_imported():
    site = (HOME / "static/src/site.css").read_text(encoding="utf-8")
    assert [path.name for path in STYLES if path.parent.name == "css" and f'"./css/{path.name}"' not in site] == []


def test_arguments_are_used():
    """Of functions that are only called. One that is handed on (a rule, an effect, a slice) takes what its table gives."""
    trees = [tree(path) for path in PRODUCT]
    called = {id(node.func) for each in trees for node in ast.walk(each) if isinstance(node, ast.Call)}
    handed_on = {
        node.id if isinstance(node, ast.Name) else node.attr
        for each in trees
        for node in ast.walk(each)
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in called
    }
    found = [(relative(path), node.name, unused(node)) for path in PRODUCT for node in tree(path).body if plain(node)]
    assert [(file, name, names) for file, name, names in found if names and name not in handed_on] == []


def plain(node):
    return isinstance(node, ast.FunctionDef) and not node.decorator_list


def unused(node):
    """Its arguments that its body never names."""
    given = [one.arg for one in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
    read = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return [name for name in given if name not in read and not name.startswith("_")]
