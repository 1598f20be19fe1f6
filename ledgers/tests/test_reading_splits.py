"""How the text of a cell is taken apart: tables and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.reading import splits
from ledgers.reading.grid import area, column_of, figures, letter, tidy


@pytest.mark.parametrize(
    "text,expected",
    [
        ("1.甲。2.乙。3.丙。", ["1.甲。", "2.乙。", "3.丙。"]),
        ("（1）甲；（2）乙；", ["（1）甲；", "（2）乙；"]),
        ("①甲;②乙", ["①甲;", "②乙"]),
        ("一是甲。二是乙。三是丙。", ["一是甲。", "二是乙。", "三是丙。"]),
        ("总体要求。一是甲。二是乙。", ["总体要求。", "一是甲。", "二是乙。"]),
        ("1.甲\n补充\n2.乙", ["1.甲\n补充", "2.乙"]),
        ("甲\n乙\n\n丙", ["甲", "乙", "丙"]),
        ("投入1.5万元；增加2.5人", ["投入1.5万元；增加2.5人"]),
        ("2.乙。3.丙。", ["2.乙。3.丙。"]),
        ("修订《办法（2022）》，印发", ["修订《办法（2022）》，印发"]),
        ("1.甲：（1）子；（2）丑。2.乙。", ["1.甲：（1）子；（2）丑。", "2.乙。"]),
        ("只有一条", ["只有一条"]),
    ],
)
def test_measures(text, expected):
    assert list(splits.measures(text)) == expected


@given(
    st.lists(
        st.text(alphabet="甲乙丙丁，", min_size=1, max_size=8).filter(lambda t: t.strip("，")), min_size=2, max_size=12
    )
)
def test_measures_written_as_a_series_come_apart_again(words):
    assert list(splits.measures("".join(f"{i}.{word}。" for i, word in enumerate(words, 1)))) == [
        f"{i}.{word}。" for i, word in enumerate(words, 1)
    ]


@given(st.text(max_size=80))
def test_measures_lose_nothing(text):
    assert "".join("".join(splits.measures(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text,expected",
    [
        ("一处、二处；三处,四处/五处\n六处;", ["一处", "二处", "三处", "四处", "五处", "六处"]),
        ("街道（城东、城西）、乡镇", ["街道（城东、城西）", "乡镇"]),
        ("，，", []),
    ],
)
def test_lists_are_cut_outside_brackets(text, expected):
    assert splits.pieces(text) == expected


@pytest.mark.parametrize(
    "text,value",
    [
        ("12", 12),
        ("１２项", 12),
        ("1，234", 1234),
        ("无", 0),
        ("0人", 0),
        ("1,020", 1020),
        ("3.0 项", 3),
        ("10,20", None),
        ("−5", None),
        ("-5", None),
        ("约20", None),
        ("XX", None),
        ("60余次", None),
    ],
)
def test_counts(text, value):
    assert splits.number(text) == value


@pytest.mark.parametrize("text,value", [("7.132 万元", 7.132), ("1,234.5", 1234.5), ("-0.5", None), ("2", 2)])
def test_amounts(text, value):
    assert splits.number(text, whole=False) == value


@given(st.integers(1, 16384))
def test_column_letters(column):
    assert column_of(letter(column)) == column


def test_areas_and_tidy_text():
    assert area("$B$2:AA10") == (2, 2, 10, 27)
    assert tidy("\u3000 甲 \r\n 乙\u00a0\u200b") == "甲\n乙"
    assert tidy("'001") == "001"
    assert figures(1e20) == "1e+20"
