"""Small rules over words: what may be stored, how names sort, what an address is made of, which marks are seen."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.lib.ids import ALPHABET, LENGTH, new_id
from rectify.lib.pinyin import LENGTH as LONGEST
from rectify.lib.pinyin import pinyin_key
from rectify.lib.secrecy import marked, marks
from rectify.lib.text import settled, unfit


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=20))
def test_what_is_stored_is_what_utf_8_can_say_without_nul(text):
    try:
        storable = b"\0" not in text.encode()
    except UnicodeEncodeError:
        storable = False
    assert unfit(text) == (not storable)


def test_of_all_signs_only_controls_are_dropped_and_four_of_them_are_line_breaks():
    breaks = {"\n", "\r", "\x0b", "\x0c"}
    for sign in map(chr, range(sys.maxunicode + 1)):
        if sign in breaks:
            right = ("甲\n乙", 0)
        elif unicodedata.category(sign) == "Cc" and sign != "\t":
            right = ("甲乙", 1)
        else:
            right = (f"甲{sign}乙", 0)
        assert settled(f"甲{sign}乙") == right, hex(ord(sign))
    assert settled("甲\r\n乙\r\r\n") == ("甲\n乙\n\n", 0)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_settled_text_is_settled(text):
    assert settled(settled(text)[0]) == (settled(text)[0], 0)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_sort_key_fits_its_column(name):
    assert len(pinyin_key(name)) <= LONGEST


def test_names_sort_by_sound_and_are_found_by_their_initials():
    names = ["市住建局", "市教育局", "市财政局", "B12 号楼"]
    assert sorted(names, key=pinyin_key) == ["B12 号楼", "市财政局", "市教育局", "市住建局"]
    assert pinyin_key("市住建局").split()[-1] == "szjj"


def test_ids_are_read_aloud_and_do_not_repeat():
    ids = {new_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert all(len(one) == LENGTH and set(one) <= set(ALPHABET) for one in ids)
    assert not set("0o1li") & set(ALPHABET)


@pytest.mark.parametrize("mark", ["绝密", "机密", "秘密"])
@pytest.mark.parametrize("between", ["", " ", "\u3000", "\u200b", "\n"])
def test_a_word_is_seen_whatever_stands_between_its_signs(mark, between):
    assert marks(f"关于整改的{between.join(mark)}报告").words == (mark,)


@pytest.mark.parametrize("text", ["", "保守国家秘密法宣传", "工作秘密管理办法", "秘密书写", "个人信息"])
def test_the_subject_of_a_rule_is_no_mark(text):
    assert marked(text) == ""
