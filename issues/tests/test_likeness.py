"""屡查屡犯: how alike two findings are, measured on pairs that people have judged."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.likeness import ENOUGH, ComparedText, marked, pairs, percent, phrases

PAIRS = list(csv.DictReader((Path(__file__).parent / "likeness.tsv").open(encoding="utf-8"), delimiter="\t"))
WORDS = st.text(alphabet="公务接待超标准管理不到位，。 12ＡａB", max_size=40)


def told(row):
    return percent(ComparedText.of(row["one"], ""), ComparedText.of(row["other"], ""))


@pytest.mark.parametrize("which", ["first", "held"])
def test_the_measure_on_judged_pairs(which):
    """`first`: 50 pairs the threshold was chosen on. `held`: pairs written afterwards, which nothing was fitted to."""
    rows = [row for row in PAIRS if row["set"] == which]
    shown = [row for row in rows if told(row) >= ENOUGH]
    right = [row for row in shown if row["same"] == "1"]
    alike = [row for row in rows if row["same"] == "1"]
    precision, recall = len(right) / len(shown), len(right) / len(alike)
    print(
        f"\n{which}: {len(rows)} pairs, {len(alike)} alike; from {ENOUGH}%: precision {precision:.2f}, recall {recall:.2f}"
    )
    for row in rows:
        if (row in shown) != (row["same"] == "1"):
            print(
                f"  {'missed' if row['same'] == '1' else 'wrongly shown'} {told(row)}%: {row['one']} / {row['other']}"
            )
    assert precision >= 0.8
    assert recall >= 0.8


def test_there_are_enough_judged_pairs():
    assert len(PAIRS) >= 60
    assert sum(row["same"] == "1" for row in PAIRS) >= 20


@given(WORDS, WORDS)
def test_it_is_the_same_both_ways_and_stays_within_bounds(one, other):
    here, there = ComparedText.of(one, ""), ComparedText.of(other, "")
    assert percent(here, there) == percent(there, here)
    assert 0 <= percent(here, there) <= 100
    assert percent(here, here) == (100 if pairs(one) else 0)


@given(WORDS, WORDS)
def test_every_phrase_stands_in_both(one, other):
    for said in phrases(one, other):
        assert len(said) >= 3
        assert set(pairs(said)) <= set(pairs(one)) & set(pairs(other))


@pytest.mark.parametrize(
    "one, other",
    [
        ("公务接待，超标准 3 次。", "公务接待超标准１２次"),
        ("三重一大 事项", "“三重一大”事项"),
        ("ABC 项目", "ａｂｃ项目"),
    ],
)
def test_signs_figures_and_width_do_not_count(one, other):
    assert percent(ComparedText.of(one, ""), ComparedText.of(other, "")) >= 70


def test_the_original_counts_where_titles_are_short():
    text = "2023年以来，市房管中心违规向 12 名不符合条件人员分配公租房，审核环节未核查房产登记信息"
    one, other = (
        ComparedText.of("住房保障", text),
        ComparedText.of("分配把关", text.replace("12", "31").replace("2023", "2025")),
    )
    assert percent(one, other) >= 80


def test_shared_phrases_are_named_and_marked():
    said = phrases("无公函接待、超标准接待问题仍时有发生", "公务接待超标准、无公函接待问题时有发生")
    assert said == ["无公函接待", "时有发生", "超标准"]
    pieces = marked("公务接待超标准、无公函接待问题", ["无公函接待"])
    assert pieces == [("公务接待超标准、", False), ("无公函接待", True), ("问题", False)]
    assert marked("无", []) == [("无", False)]
