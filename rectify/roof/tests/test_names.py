"""Names: a class is called as no other is."""

import ast
from collections import defaultdict

from rectify.roof.tests.source import functions, relative, shipped, tree

ALIKE = {"Command"}  # so Django finds the commands of `manage.py`


def test_no_two_classes_have_one_name():
    """At the top of modules; a class within another is called by both names (`Measure.Status`)."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in shipped():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(relative(path))
    assert len(places) > 500
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in ALIKE} == {}


# Names that fit whatever a function has in hand, and so tell nobody what that is.
EMPTY = frozenset({"found", "said", "told", "kept", "given"})


def empty_locals(function: ast.AST) -> set[str]:
    """The names without meaning that `function` gives to what it holds; what functions within it hold is theirs."""
    names, nodes = set(), list(ast.iter_child_nodes(function))
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        nodes += ast.iter_child_nodes(node)
    return names & EMPTY


def test_locals_say_what_they_hold():
    empty = [
        f"{relative(path)}:{function.name} {name}"
        for path in shipped()
        for function in functions(path)
        for name in empty_locals(function)
    ]
    assert empty == []


def test_an_empty_local_is_seen():
    (function,) = ast.parse("def f(found):\n    for told in found:\n        x = [said for said in told]").body
    assert empty_locals(function) == {"told", "said"}
