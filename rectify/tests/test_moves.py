"""Everything there is to know of a move stands in its row, and nothing beside the tables is keyed by its name."""

import ast
from string import Formatter

import pytest
from django.urls import NoReverseMatch, reverse

from rectify.tests.source import relative, shipped, tree
from rectify.workflow import moves
from rectify.workflow.inputs import Input, input_of

ROWS = [(label, move) for label, table in moves._TABLES.items() for move in table.values()]
IDS = [f"{label}.{move.name}" for label, move in ROWS]
NAMES = {move.name for _, move in ROWS} | set(IDS)


@pytest.mark.parametrize(("label", "move"), ROWS, ids=IDS)
def test_a_row_says_what_people_read(label, move):
    assert move.says.trail
    assert move.says.done
    assert move.says.next or not move.by_hand
    assert move.says.will or not move.irreversible
    places = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(move.says.done) if name}
    assert places <= {"issue", "obj"}


@pytest.mark.parametrize(("label", "move"), ROWS, ids=IDS)
def test_a_row_names_a_page_and_an_input_that_there_are(label, move):
    assert issubclass(input_of(move), Input)
    if move.page:
        try:
            reverse(move.page, kwargs={"public_id": "x"})
        except NoReverseMatch:
            pytest.fail(f"no page {move.page}")


def keyed_by_moves(path):
    """Dictionaries of which every key is the name of a move (one key alone may be any word)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Dict) and len(node.keys) > 1:
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            if set(keys) <= NAMES:
                yield node.lineno


def test_no_dictionary_beside_the_tables_is_keyed_by_a_move():
    found = {relative(path): len(lines) for path in shipped() if (lines := list(keyed_by_moves(path)))}
    assert found == {}


@pytest.mark.parametrize(
    "source", ['A = {"apply": 1, "sign": 2}', 'A: dict = {"issues.issue.apply": F, "terminate": G}']
)
def test_such_a_dictionary_is_seen(tmp_path, source):
    path = tmp_path / "one.py"
    path.write_text(source, encoding="utf-8")
    assert list(keyed_by_moves(path)) == [1]
