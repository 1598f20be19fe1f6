"""Test worlds and the demo city reach a state as people do: by moves, by acts, by waiting. No builder writes a state itself."""

import ast

import pytest
from django.apps import apps

from rectify.roof.tests.source import python, relative, tree

# The corpus of the measurements is loaded in bulk and says so; it is no world of a test.
LOADED = ("rectify/roof/demo/corpus",)
BUILDERS = [
    path
    for path in python()
    if relative(path).startswith(("rectify/roof/testing/", "rectify/roof/demo/"))
    and not relative(path).startswith(LOADED)
]
# What a move or an act decides, by the ends of its name; days and words that people fill in bear other names.
ENDS = (
    "status",
    "outcome",
    "_at",
    "_until",
    "_since",
    "closed_on",
    "look_back_on",
    "ended_on",
    "reopenings",
    "returns",
)
WRITES = ("update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update")
FIELDS = {field.name for model in apps.get_models() for field in model._meta.get_fields()}


def is_state(name: str) -> bool:
    return name in FIELDS and name.endswith(ENDS)


def written(code: ast.AST) -> list[str]:
    """The columns of state that the code writes by hand, each with its line."""
    found = []
    for node in ast.walk(code):
        names: list[str] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in WRITES:
                names = [keyword.arg or "" for keyword in node.keywords]
            elif node.func.attr == "save":
                names = [leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)]
        elif isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [leaf.attr for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Attribute)]
        found += [f"{node.lineno}: {name}" for name in names if isinstance(name, str) and is_state(name)]
    return found


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("closure.window_until = day", ["1: window_until"]),
        ("Issue.objects.filter(pk=1).update(look_back_on=day)", ["1: look_back_on"]),
        ("closure.save(update_fields=['window_until'])", ["1: window_until"]),
        ("Week.objects.create(round=round_, opened_at=now)", ["1: opened_at"]),
        ("Holding.objects.create(user=user, starts=since)", []),
        ("issue.due = day", []),
    ],
)
def test_what_is_written_by_hand_is_noticed(code, names):
    assert written(ast.parse(code)) == names


def test_no_builder_writes_a_state():
    assert {relative(path): found for path in BUILDERS if (found := written(tree(path)))} == {}
    assert len(BUILDERS) > 20
