"""The suggestions held against sentences labelled by hand (hints.tsv): how often right, wrong, and silent."""

from pathlib import Path

import pytest

from issues.splitting import hints
from issues.splitting.asked import days_in

SAMPLE = [line.split("\t") for line in (Path(__file__).parent / "hints.tsv").read_text(encoding="utf-8").splitlines()]


def test_the_class_suggested_is_mostly_right_and_silence_is_allowed(capsys):
    said = [(label, hints.category(words)) for label, words in SAMPLE]
    right = sum(hint is not None and hint.code == label for label, hint in said)
    silent = sum(hint is None for _, hint in said)
    wrong = len(said) - right - silent
    with capsys.disabled():
        print(
            f"\n类别建议：{len(said)} 句，对 {right}，不说 {silent}，错 {wrong}；说出的里面 {right / (right + wrong):.1%} 对"
        )
    assert len({label for label, _ in SAMPLE}) == 22
    assert right / len(said) >= 0.8
    assert wrong / len(said) <= 0.1


def test_a_hint_says_which_words_made_it():
    hint = hints.category("“三重一大”事项未经集体研究")
    assert (hint.code, hint.because) == ("C16", "因为出现“三重一大”、“集体研究”")


@pytest.mark.parametrize("words", ["", "。", "存在一些不足", "有关情况见附件"])
def test_without_words_that_speak_nothing_is_suggested(words):
    assert hints.category(words) is None


def test_the_aspect_above_helps_when_the_sentence_is_silent():
    assert hints.category("台账不全。", "燃气安全排查不彻底，安全隐患多").code == "C06"


def test_units_are_named_in_the_order_of_the_text_the_longer_name_first():
    names = [("市教育局", 1), ("市住建局", 2), ("市住建局房管中心", 3), ("局", 4)]
    assert hints.units_named("市住建局房管中心、市教育局和市住建局推诿", names) == [3, 1, 2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("收益96.4万元未入账", ["96.4万元"]),
        ("欠缴1.27亿元，涉及47户", ["1.27亿元", "47户"]),
        ("12名干部领取3,200元", ["3,200元", "12名"]),
        ("3个小区", []),
    ],
)
def test_sums_and_people_are_found_as_written(words, found):
    assert hints.sums(words) == found


def test_titles_of_papers_are_found():
    assert hints.papers("未修订《物业维修资金管理办法》和《议事规则》") == ["《物业维修资金管理办法》", "《议事规则》"]


@pytest.mark.parametrize(
    ("words", "days"),
    [("2026128日", ["2026-12-08", "2026-01-28"]), ("2026131日", ["2026-01-31"]), ("年月底", []), ("20269日", [])],
)
def test_a_damaged_date_has_only_days_that_exist(words, days):
    assert [day.isoformat() for day in days_in(words)] == days
