"""What each mark gives at which door: all of it said, and a stricter mark never gives more."""

import pytest

from rectify.lib.copies import copy_line
from rectify.lib.levels import Confidentiality
from rectify.lib.reach import GIVES, Door, Given, by_number, called, given
from rectify.lib.secrecy import marks

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


@pytest.mark.parametrize(
    ("level", "words"), [("public", "公开"), ("internal", "内部，禁止外传"), ("work_secret", "工作秘密，禁止外传")]
)
def test_what_is_a_copy_on_paper_is_not_carried_out(level, words):
    """8.1.4.2 g"""
    assert called(level) == words
    assert ("禁止外传" in copy_line("张三", level)) == (level != "public")


def test_our_own_copy_that_comes_back_is_asked_about_by_nobody():
    line = copy_line("张三")
    assert marks(f"{line}　仅供工作使用") == marks("")
    assert marks(f"{line}\n禁止外传").words == ("禁止外传",)
    assert marks(line.replace("张三", "秘密★")).marking == "秘密★"
