"""What the sheet shows is what is read: number formats, escapes, controls."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.reading import formats
from ledgers.reading.grid import ShownText, is_day, tidy


@pytest.mark.parametrize(
    "number,code,value,words",
    [
        (0, None, 3.0, "3"),
        (0, None, 0.1 + 0.2, "0.3"),
        (14, None, 46270, "2026-09-05"),
        (10, None, 0.98765, "98.77%"),
        (9, None, 0.5, "50%"),
        (164, "0.0%", 0.123, "12.3%"),
        (165, 'yyyy"年"m"月"d"日"', 46270, "2026-09-05"),
        (166, "[$-804]yyyy/m/d;@", 46270.75, "2026-09-05 18:00:00"),
        (167, "m月d日", 46270, "2026-09-05"),
        (168, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 46270, "2026-09-05"),
        (169, 'e"年"m"月"d"日"', 46270, "2026-09-05"),
        (170, "aaaa", 46270, "2026-09-05"),
        (20, None, 0.75, "18:00:00"),
        (14, None, 1, "1900-01-01"),
        (17, None, 46270, "2026年9月"),
        (57, None, 46270, "2026年9月"),
        (171, "mmm-yy", 46295.999999, "2026年9月"),
        (172, 'yyyy"年"m"月";@', 46270, "2026年9月"),
        (173, "[DBNum1][$-804]yyyy年m月", 46270, "2026年9月"),
        (174, "yyyy-mm", 46270, "2026年9月"),
        (175, "yyyy", 46270, "2026年"),
        (176, "h:mm", 0.5, "12:00:00"),
        (2, None, 1.1, "1.10"),
        (4, None, 1234.5, "1,234.50"),
        (177, "[Magenta]0.00", 1.5, "1.50"),
        (178, "000", 7, "007"),
        (179, "0.00_);(0.00)", -2.345, "(2.35)"),
        (180, "[$¥-804]#,##0.0", 5.25, "¥5.3"),
        (181, '0"项"', 3, "3项"),
        (182, 'General"天"', 12, "12天"),
        (183, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0, "-"),
        (184, "#,##0;[Red]-#,##0", -1234567, "-1,234,567"),
        (185, "# ?/?", 0.5, "0.5"),
        (186, "0.00E+00", 12345, "12345"),
        (187, "0;0;;@", 0, "0"),
    ],
)
def test_number_formats(number, code, value, words):
    assert formats.shown(value, formats.meaning(number, code)) == words


def test_days_since_1904():
    assert formats.shown(44808, formats.Meaning("day"), since_1904=True) == "2026-09-05"


@pytest.mark.parametrize(
    "moment,words,text",
    [
        (datetime(2027, 3, 1), "2027年3月", "2027年3月"),
        (datetime(2027, 3, 1), "2027-03", "2027年3月"),
        (datetime(2027, 3, 1), "Mar 27", "2027年3月"),
        (datetime(2027, 3, 1), "3月", "2027年3月"),
        (datetime(2027, 3, 1), "2027年", "2027年"),
        (datetime(2027, 3, 1), "03-01", "2027-03-01"),
        (datetime(2027, 3, 31), "27/3/31", "2027-03-31"),
        (datetime(2027, 3, 31), "星期三", "2027-03-31"),
        (datetime(2003, 3, 3), "03-03", "2003-03-03"),
    ],
)
def test_a_date_by_the_words_that_are_displayed(moment, words, text):
    assert formats.as_displayed(moment, words) == text


@given(st.integers(61, 2958465), st.sampled_from(['yyyy"年"m"月"', "yyyy/m", "mmm-yy", "yyyy.mm", "m/yyyy"]))
def test_a_month_is_never_its_first_day(number, code):
    text = formats.shown(number, formats.meaning(200, code))
    day = date(1899, 12, 30) + timedelta(days=number)
    assert text == f"{day.year}年{day.month}月"
    assert isinstance(text, ShownText)
    assert is_day(text.stored)


@given(st.decimals(-999999, 999999, allow_nan=False, places=6), st.integers(0, 4), st.sampled_from(["0", "#,##0"]))
def test_a_drawn_number_is_the_stored_one_rounded(value, places, whole):
    code = whole + ("." + "0" * places if places else "")
    text = formats.shown(float(value), formats.meaning(200, code))
    assert abs(float(text.replace(",", "")) - float(value)) <= 0.5 * 10**-places + 1e-9
    assert len(text.partition(".")[2]) == places


@pytest.mark.parametrize(
    "text,words",
    [
        ("甲_x000B_乙", "甲\n乙"),
        ("甲\x0c乙", "甲\n乙"),
        ("甲_x000D_\n乙", "甲\n乙"),
        ("编号_x0041_的", "编号A的"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D__xDE00_", "😀"),
        ("半个_xD83D_", "半个"),
        ("甲\x01\x7f乙\t丙", "甲乙\t丙"),
        ("\u200b零宽\u2060", "零宽"),
        ("'001", "001"),
    ],
)
def test_tidy_text(text, words):
    assert tidy(text) == words


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing_more_but_an_apostrophe_or_an_escape(text):
    once = tidy(text)
    if not once.startswith("'") and "_x" not in once:
        assert tidy(once) == once
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in once)
