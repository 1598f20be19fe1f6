"""An act is one value: who acts, by which post and for whom is handed along, and no question leaves it behind anywhere."""

import ast

import pytest

from rectify.roof.tests.source import relative, shipped, tree

# Acts that no post allows: who goes, who comes in, who reads. Each is done in person.
IN_PERSON = {
    ("issues/actions/handover.py", "receive"),
    ("issues/actions/weeks.py", "exported"),
    ("ledgers/actions/visits.py", "record_visit"),
}
BUSINESS = ("issues/", "ledgers/")
PATHS = [path for path in shipped() if relative(path).startswith(BUSINESS)]


def calls(node, *names):
    """The calls of functions named one of `names` within `node`."""
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]


def without_a_post(path):
    """Names of functions that record an act of a person without its post."""
    for function in ast.walk(tree(path)):
        if isinstance(function, ast.FunctionDef):
            for call in calls(function, "record", "record_many"):
                words = {word.arg: word.value for word in call.keywords}
                by_nobody = isinstance(words.get("by"), ast.Constant)
                if "by" in words and not by_nobody and "post" not in words:
                    yield function.name


def test_every_act_of_a_person_says_by_which_post():
    assert {(relative(path), name) for path in PATHS for name in without_a_post(path)} == IN_PERSON


@pytest.mark.parametrize(
    "path", [p for p in PATHS if "/effects/" in relative(p) or "/moves/" in relative(p)], ids=relative
)
def test_what_follows_a_move_is_made_by_its_hand(path):
    """`act.then` knows for whom the deputy acts; a move made anew does not."""
    assert not calls(tree(path), "make")


def test_nobody_keeps_for_whom_a_person_acts():
    assert not [relative(path) for path in shipped() if "acting_for" in path.read_text(encoding="utf-8")]


def test_such_a_record_is_seen(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(
        'def a(by):\n    record("x", by, by=by)\n\ndef b():\n    record("x", 1, by=None)\n\n'
        'def c(by, post):\n    record("x", by, by=by, post=post)\n',
        encoding="utf-8",
    )
    assert list(without_a_post(path)) == ["a"]
