"""What each mark gives at which door: all of it said, and a stricter mark never gives more."""

import pytest

from rectify.lib.levels import Confidentiality
from rectify.lib.reach import GIVES, Door, Given, by_number, given

LESS = [Given.WHOLE, Given.COPY, Given.NUMBER, Given.NOTHING]


@pytest.mark.parametrize("door", Door)
def test_a_stricter_mark_never_gives_more(door):
    for answers in (False, True):
        given_by_rank = [LESS.index(given(level, door, answers=answers)) for level in Confidentiality]
        assert given_by_rank == sorted(given_by_rank)


def test_who_answers_never_gets_less_and_every_door_is_said():
    for level in Confidentiality:
        assert set(GIVES[level]) == set(Door)
        assert all(LESS.index(own) <= LESS.index(others) for others, own in GIVES[level].values())


def test_of_work_secrets_a_row_and_a_notice_are_a_number():
    assert by_number(Door.ROW) == by_number(Door.TELL) == [Confidentiality.WORK_SECRET]
    assert by_number(Door.ROW, answers=True) == []
