"""Every kind of event has a sentence: those of the tables of moves, and those that stand in a `record(` in the code."""

import ast

from rectify.audit.sentences import known
from rectify.roof.tests.source import relative, shipped, tree
from rectify.workflow import moves


def kinds_of_moves():
    return {f"{label}.{name}" for label, table in moves._TABLES.items() for name in table}


def kinds_in_code():
    """(file, kind) of each literal that begins a `record(` or a `Fact(`; an f-string counts by its fixed beginning."""
    for path in shipped():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "record",
                "Fact",
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield relative(path), first.value
                elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                    yield relative(path), first.values[0].value + "*"


def test_a_move_has_a_sentence():
    assert kinds_of_moves() - set(known()) == set()


def test_what_is_recorded_has_a_sentence():
    assert [(path, kind) for path, kind in kinds_in_code() if not has_sentence(kind)] == []


def has_sentence(kind):
    return any(name.startswith(kind[:-1]) for name in known()) if kind.endswith("*") else kind in known()


def test_no_sentence_is_left_over():
    used = kinds_of_moves() | {kind for _, kind in kinds_in_code()}
    beginnings = tuple(kind[:-1] for kind in used if kind.endswith("*"))
    spare = {kind for kind in known() if kind not in used and not (beginnings and kind.startswith(beginnings))}
    assert spare == set()
