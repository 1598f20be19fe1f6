"""Deadline phrases: a table of our own, the laws of the grammar, and a table of phrases where one lies beside."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from issues.reading.deadlines import read_deadline

ANCHOR = date(2026, 3, 10)
TABLE = [
    (line.split("\t") + [""] * 6)[:7]
    for line in (Path(__file__).parent / "deadlines.tsv").read_text(encoding="utf-8").splitlines()
]
SHARED = Path(settings.BASE_DIR).parent / "shared"
WIDE = str.maketrans("0123456789.-/()", "０１２３４５６７８９．－／（）")


def unescape(text):
    return text.replace("\\n", "\n").replace("\\u3000", "\u3000").replace("\\ufeff", "\ufeff")


def essence(reading):
    """All but the words."""
    stages = [(stage.due, stage.kind) for stage in reading.stages]
    return (
        *(reading.due, reading.start, reading.kind, reading.long_term, reading.immediate),
        *(reading.done, reading.every, stages, reading.question is None),
    )


@pytest.mark.parametrize("text,kind,due,start,every,flags,stages", TABLE, ids=[row[0] for row in TABLE])
def test_our_phrases(text, kind, due, start, every, flags, stages):
    reading = read_deadline(unescape(text), delivered_on=ANCHOR).as_dict()
    got = [name for name in ("long_term", "immediate", "done") if reading[name]] + ["?"] * (not reading["certain"])
    assert reading["kind"] == kind
    assert (reading["due"] or "", reading["start"] or "", reading["every"] or "") == (due, start, every)
    assert got == flags.split()
    assert [f"{stage['due'] or '?'}:{stage['kind']}" for stage in reading["stages"]] == stages.split()


def test_the_table_is_long_enough():
    assert len(TABLE) >= 200


@pytest.mark.parametrize("folder", ["spec", "more"])
def test_the_phrases_laid_beside(folder):
    path = SHARED / folder / "deadlines.tsv"
    if not path.exists():
        pytest.skip(f"没有 ../shared/{folder}/deadlines.tsv，规格中的时限例子没有核对")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        expected = json.loads(row["expected"])
        got = read_deadline(expected["text"], delivered_on=date.fromisoformat(row["anchor"])).as_dict()
        same = all(got[key] == expected[key] for key in expected if key not in ("question", "stages"))
        stages = [(one["due"], one["kind"]) for one in got["stages"]]
        if not same or stages != [(one["due"], one["kind"]) for one in expected["stages"]]:
            wrong.append(expected["text"])
    assert wrong == []


days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
phrases = st.sampled_from([unescape(row[0]) for row in TABLE if unescape(row[0]).strip("\ufeff \u3000")])


@given(
    days,
    st.sampled_from(
        ["{0.year}年{0.month}月{0.day}日", "{0.year}.{0.month:02}.{0.day:02}", "{0:%Y%m%d}", "{0:%Y/%m/%d}"]
    ),
)
def test_a_written_day_is_that_day(day, form):
    reading = read_deadline(form.format(day))
    assert (reading.due, reading.kind, reading.question) == (day, "date", None)


@given(phrases)
def test_width_makes_no_difference(text):
    assert essence(read_deadline(text.translate(WIDE), delivered_on=ANCHOR)) == essence(
        read_deadline(text, delivered_on=ANCHOR)
    )


@given(days)
def test_blanks_and_brackets_make_no_difference(day):
    text = f"{day.year}年{day.month}月底前"
    spaced = essence(read_deadline("\u3000 ".join(text)))
    assert spaced == essence(read_deadline(f"（{text}）")) == essence(read_deadline(f"预计{text}完成。"))
    assert spaced == essence(read_deadline(text))


@given(phrases)
def test_long_term_changes_only_the_flag_where_there_is_a_day(text):
    plain = read_deadline(text, delivered_on=ANCHOR)
    longer = read_deadline(f"{text}，并长期坚持", delivered_on=ANCHOR)
    assert longer.long_term
    if plain.due and not text.replace(".", "").isdigit():  # a day number of the program stands alone
        assert (longer.due, longer.start, longer.kind, longer.every) == (
            plain.due,
            plain.start,
            plain.kind,
            plain.every,
        )


@given(st.text(max_size=60), st.none() | days)
def test_any_text_is_read_without_a_guess(text, anchor):
    reading = read_deadline(text, delivered_on=anchor)
    assert reading.question is None or reading.due is None
    assert reading.due is None or reading.kind in ("date", "relative")


SIGNS = list("0123456789一二三十年月日底前内个半周季度至-、，或起每已完成X上旬初")


@given(st.text(alphabet=st.sampled_from(SIGNS), max_size=24), days)
def test_any_heap_of_time_words_is_read_without_a_guess(text, anchor):
    reading = read_deadline(text, delivered_on=anchor)
    assert reading.question is None or reading.due is None
    for stage in reading.stages:
        assert stage.text in text


@given(st.integers(1, 12), days)
def test_a_month_without_year_is_the_next_such_day(month, anchor):
    due = read_deadline(f"{month}月底前", delivered_on=anchor).due
    assert due >= anchor
    assert due.month == month
    assert due - anchor <= timedelta(days=366)


@given(st.integers(1, 60), days)
def test_months_keep_the_day_or_take_the_last(months, anchor):
    due = read_deadline(f"{months}个月内", delivered_on=anchor).due
    assert due.day == anchor.day or (due + timedelta(days=1)).day == 1
    assert (due.year * 12 + due.month) - (anchor.year * 12 + anchor.month) == months


def test_without_a_day_of_feedback_what_needs_one_is_asked():
    for text in ("3个月内", "9月底前", "年底前", "本月底", "明年3月"):
        assert read_deadline(text).question
    assert read_deadline("2026年9月底前").due == date(2026, 9, 30)


def test_working_days_count_where_the_calendar_is_known():
    calendar = lambda day, n: day + timedelta(days=n + 2)  # noqa: E731
    assert read_deadline("15个工作日内", delivered_on=ANCHOR, calendar=calendar).due == date(2026, 3, 27)


def test_long_text_is_asked_and_quick():
    assert read_deadline("1月" * 5000, delivered_on=ANCHOR).question


def test_the_command_prints_a_line_for_each_text(capsys):
    call_command("parse_deadline", "9月底前", "长期坚持", anchor=ANCHOR)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["kind"] for line in lines] == ["date", "long_term"]
    assert lines[0]["due"] == "2026-09-30"
