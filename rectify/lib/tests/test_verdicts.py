"""A yes, a no and its reason; what a rule refuses is told whole."""

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from rectify.lib.errors import Conflict, Refused, is_at_once
from rectify.lib.verdict import YES, Verdict, no, several, yes

verdicts = st.builds(Verdict, st.booleans(), st.text(max_size=5))


@given(verdicts)
def test_one_answer_is_a_list_of_one(verdict):
    assert several(verdict) == [verdict]
    assert bool(verdict) == verdict.ok


@given(st.lists(verdicts))
def test_many_answers_are_asked_for_once(answers):
    assert several(iter(answers)) == answers


def test_a_no_has_a_reason_and_a_place_that_cures_it():
    assert not no("还没有佐证", "evidence")
    assert no("还没有佐证", "evidence").cure == "evidence"
    assert yes("佐证齐了")
    assert YES.reason == ""


def test_a_refusal_tells_every_reason():
    refused = Conflict("措施没有报完成", "没有佐证")
    assert isinstance(refused, Refused)
    assert refused.reasons == ["措施没有报完成", "没有佐证"]
    assert str(refused) == "措施没有报完成；没有佐证"


class FromPostgreSQL(Exception):
    def __init__(self, code):
        self.pgcode = code


@pytest.mark.parametrize(
    ("cause", "words", "at_once"),
    [
        (FromPostgreSQL("23505"), "duplicate key value", True),
        (FromPostgreSQL("23514"), "violates check constraint", False),
        (None, "UNIQUE constraint failed: issues_issue.number", True),
        (None, "CHECK constraint failed: closed_has_a_day", False),
        (None, "NOT NULL constraint failed", False),
    ],
)
def test_only_what_may_stand_once_is_somebody_faster(cause, words, at_once):
    error = IntegrityError(words)
    error.__cause__ = cause
    assert is_at_once(error) == at_once
