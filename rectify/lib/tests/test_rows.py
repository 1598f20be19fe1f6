"""Rows of a form: one more, one less, one up or down; whatever else is asked leaves them as they are."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from rectify.lib.rows import complaints, rearranged

ROWS = [{"n": 0}, {"n": 1}, {"n": 2}]


class CountRow(forms.Form):
    n = forms.IntegerField(label="件数")


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("add", [0, 1, 2, 9]),
        ("remove:1", [0, 2]),
        ("up:2", [0, 2, 1]),
        ("up:0", [0, 1, 2]),
        ("down:0", [1, 0, 2]),
        ("down:2", [0, 1, 2]),
        ("remove:3", [0, 1, 2]),
        ("remove:-1", [0, 1, 2]),
        ("remove:", [0, 1, 2]),
        ("step-remove:0:1", [0, 1, 2]),
    ],
)
def test_rows_after_an_act(act, order):
    assert [row["n"] for row in rearranged(ROWS, act, most=4, fresh={"n": 9})] == order


@given(st.sampled_from(["add", "remove", "up", "down", "odd"]), st.text(max_size=4), st.integers(0, 5))
def test_nothing_is_lost_but_what_is_removed(word, place, most):
    before = [dict(row) for row in ROWS]
    after = rearranged(ROWS, f"{word}:{place}", most=most, fresh={"n": 9})
    assert before == ROWS
    assert len(after) - len(before) in {"add": (0, 1), "remove": (0, -1)}.get(word, (0,))
    assert len(after) <= max(most, len(before))


def test_what_will_not_do_is_told_with_the_place_of_its_row():
    rows = [CountRow({"a-n": "1"}, prefix="a"), CountRow({"b-n": "x"}, prefix="b")]
    assert complaints(rows, "第 {} 行") == [("#id_b-n", "第 2 行 件数：请填整数")]
