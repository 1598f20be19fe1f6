"""Everything there is to know of a move stands in its row, and nothing beside the tables is keyed by its name."""

import ast
import re
from string import Formatter

import pytest
from django.urls import NoReverseMatch, reverse

from rectify.roof.tests.source import files, relative, shipped, tree
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


def called_by_text(path):
    """A row looked up or told by its name: `TABLE["send"]`, `moves_of(x)["sign"]`, `move.name == "apply"`, `f("submit_plan")`
    of an own look-up, a name by state."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Subscript) and names(node.slice) and of_table(node.value):
            yield node.lineno
        elif isinstance(node, ast.Compare) and any(
            isinstance(part, ast.Attribute) and part.attr == "name" for part in (node.left, *node.comparators)
        ):
            yield from [node.lineno for part in (node.left, *node.comparators) if names(part)]
        elif isinstance(node, ast.Dict) and node.keys and all(isinstance(key, ast.Attribute) for key in node.keys):
            yield from [node.lineno for value in node.values if names(value)]


def names(node):
    """Whether a text, or a tuple of texts, is the name of a move."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return bool(parts) and all(isinstance(part, ast.Constant) and part.value in NAMES for part in parts)


def of_table(node):
    called = node.func if isinstance(node, ast.Call) else node
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name.isupper() or name in ("moves_of", "offered", "judged")


def above_the_tables(path):
    """What may import the rows: not the tables themselves, nor what stands below them (effects make nested moves by name)."""
    own = {"moves", "states", "effects", "conditions", "weeks", "demo", "migrations"}
    return not own & set(path.with_suffix("").parts) and path.name != "load_corpus.py"


def test_no_row_is_called_by_a_text_where_it_can_be_imported():
    paths = [path for path in shipped() if above_the_tables(path)]
    assert {relative(path): lines for path in paths if (lines := list(called_by_text(path)))} == {}


def test_no_button_says_a_move_by_its_name():
    said = re.compile(r'name="move" value="(\w+)"')
    pages = {relative(path): said.findall(path.read_text(encoding="utf-8")) for path in files(".html")}
    assert {path: found for path, found in pages.items() if found} == {}


@pytest.mark.parametrize(
    "source",
    [
        'REPORT["send"]',
        'moves_of(x)["sign"]',
        'move.name == "apply"',
        'A = {S.DRAFT: "dispatch"}',
        'A = {S.PLAN: ("pass_plan", "return_plan")}',
    ],
)
def test_such_a_text_is_seen(tmp_path, source):
    path = tmp_path / "one.py"
    path.write_text(source, encoding="utf-8")
    assert list(called_by_text(path))


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
