"""Words beside a time: accounted for by a rule, harmless by a closed list, or a question. Tables and laws of the grammar."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from issues.reading.deadlines import read_deadline
from issues.reading.expressions import add_months, month_end
from issues.tests.test_deadlines import ANCHOR, WIDE, essence, unescape

TABLE = [
    (line.split("\t") + [""] * 6)[:7]
    for line in (Path(__file__).parent / "deadline_words.tsv").read_text(encoding="utf-8").splitlines()
]
ASKED = [row for row in TABLE if "?" in row[5]]
CLEAR = [row for row in TABLE if "?" not in row[5]]


def listed(words):
    return words.split()


def one_of(words):
    return st.sampled_from(listed(words))


# No word of these is on a list of the grammar, and no time: events, seasons and tasks that narrow or move a date.
UNKNOWN = listed(
    """
    换届 汛期 开学 两会 批复 进驻 党代会 全会 春训 冬训 三夏 秋收 征兵 招生 军训 采暖 备汛
    收割 禁渔 封山 高考 中考 旺季 淡季 选调 述职 述廉 任满 产假 合同期 试点 首批 二期 一标段
    主汛 入伏 暑运 春运 会演 博览会 运动会 预算案 中期 回头看 满意度 大雪 桃汛 夏种 三伏 年审
    """
)
strange = st.text("汛潮雪霜猎渔耕种赛猫林塘竹桃柳雁鹤梅荷菊", min_size=1, max_size=4)
unknown = st.sampled_from(UNKNOWN) | strange
JOINED = listed(
    """
    2026年{} 2026年{}前 2026年{}前完成 2026年{}期间完成 2026年9月{}前
    2026年9月{} 2026年三季度{}前 2026年9月30日{}前 2026年9月底{}前
    2026年9月底前{} {}2026年9月底前 2026年上半年{} {}3个月内 3个月内{}
    {}后3个月内 {}前30日内 {}之日起60日内 自{}之日起，60日内 2026年9月底前（{}后）
    2026年9月底前，以{}为准 {}后，2026年9月底前完成 2026年9月底前完成，视{}情况
    2026年9月底前或{}前 2026年6月底前完成排查，2026年{}前完成整改 每月{}前
    2026年9月底前完成{}后的整改 “十五五”{} 2026年{}后3个月内 2026年9月{}一周
    """
)

months = st.dates(date(2026, 4, 1), date(2035, 12, 31)).map(lambda day: day.replace(day=1))
tasks = one_of(
    """
    制度修订 整改 台账建立 12项制度的清理 违规补贴4.5万元的清退 《公务用车管理办法》 三资清理工作
    党费收缴 “四风”问题整治 干部人事档案
    """
) | st.text("汛潮雪霜猎渔耕种赛猫林塘竹桃柳雁鹤梅荷菊", max_size=6)
verbs = one_of(
    """
    完成 修订 全面完成 按期完成 建立健全 启动 组织开展 基本完成 报送 全部整改 切实抓好 分步推进
    """
)
leads = one_of(
    """
    预计 计划于 力争 确保 拟于 务必于 最迟 完成时限： 整改期限为 不晚于 市住建局 第一阶段：
    责任单位：办公室； 须在
    """
)
tails = st.sampled_from(
    ["", "。", "（各党支部）", "（办公室牵头）", "，人事科负责", "；责任单位：机关党委", "（王某同志）", "，责任到人"]
)
events = one_of(
    """
    班子会 资金下达 验收合格 收到督办单 合同签订 省委批准 换届 项目立项 人员到岗 审计结束 通知送达
    """
)


@pytest.mark.parametrize("text,kind,due,start,every,flags,stages", TABLE, ids=[row[0] for row in TABLE])
def test_phrases_against_the_rules(text, kind, due, start, every, flags, stages):
    reading = read_deadline(unescape(text), delivered_on=ANCHOR).as_dict()
    marks = [name for name in ("long_term", "immediate", "done") if reading[name]] + ["?"] * (not reading["certain"])
    assert reading["kind"] == kind
    assert (reading["due"] or "", reading["start"] or "", reading["every"] or "") == (due, start, every)
    assert marks == flags.split()
    assert [f"{stage['due'] or '?'}:{stage['kind']}" for stage in reading["stages"]] == stages.split()


def test_the_table_holds_150_of_each():
    assert len(ASKED) >= 150
    assert len(CLEAR) >= 150
    assert len({row[0] for row in TABLE}) == len(TABLE)


@given(unknown, st.sampled_from(JOINED))
def test_a_word_on_no_list_that_is_joined_to_a_time_is_asked(word, form):
    reading = read_deadline(form.format(word), delivered_on=ANCHOR)
    assert reading.question
    assert reading.due is None


@given(months, leads, verbs, tasks, tails)
def test_a_free_sentence_around_a_time_changes_nothing(month, lead, verb, task, tail):
    reading = read_deadline(f"{lead}{month.year}年{month.month}月底前{verb}{task}{tail}", delivered_on=ANCHOR)
    assert (reading.due, reading.kind, reading.question) == (month_end(month.year, month.month), "date", None)


@given(st.integers(1, 36), leads, verbs, tasks, tails)
def test_a_free_sentence_around_a_period_changes_nothing(count, lead, verb, task, tail):
    reading = read_deadline(f"{lead}{count}个月内{verb}{task}{tail}", delivered_on=ANCHOR)
    assert (reading.due, reading.kind, reading.question) == (add_months(ANCHOR, count), "relative", None)


@given(st.sampled_from([row[0] for row in CLEAR]), st.sampled_from("①②③⑩⑳"))
def test_every_form_of_a_clear_phrase_is_read_alike(text, mark):
    assume(text != "无" and text[0] not in "①②'" and ":" not in text)  # a clock needs its blank
    plain = essence(read_deadline(text, delivered_on=ANCHOR))
    for form in (
        text.translate(WIDE),
        "\u3000 ".join(text),
        f"（{text}）",
        f"【{text}】",
        f"{mark}{text}",
        f"{mark} {text}。",
    ):
        assert essence(read_deadline(form, delivered_on=ANCHOR)) == plain


@given(st.lists(months, min_size=2, max_size=6, unique=True).map(sorted))
def test_marks_of_a_series_part_stages_and_are_no_digits(some):
    pieces = [f"{chr(0x2460 + i)}{month.year}年{month.month}月底前完成" for i, month in enumerate(some)]
    for between in ("；", "", "\n"):
        reading = read_deadline(between.join(pieces), delivered_on=ANCHOR)
        assert [stage.due for stage in reading.stages] == [month_end(month.year, month.month) for month in some]
        assert [stage.text for stage in reading.stages] == pieces
        assert reading.due == reading.stages[-1].due


@given(months, st.sampled_from(["年{}月", "年{}月份", "年{}月中旬"]), st.sampled_from(["前", "以前", "之前"]))
def test_before_a_period_can_be_read_in_two_ways(month, form, before):
    reading = read_deadline(f"{month.year}{form.format(month.month)}{before}", delivered_on=ANCHOR)
    assert reading.question
    assert reading.kind == "date"


@given(st.integers(36526, 73050), st.sampled_from(["，并长期坚持", "（立行立改）", "（已完成）", ""]))
def test_the_number_of_a_day_may_stand_beside_a_flag(number, flag):
    reading = read_deadline(f"{number}{flag}")
    assert reading.due == date(1899, 12, 30) + timedelta(days=number)
    assert reading.certain
    assert (reading.long_term, reading.immediate, reading.done) == ("长期" in flag, "立行" in flag, "已" in flag)


@given(
    events,
    st.sampled_from(["后", "之后", "之日起", "前"]),
    st.sampled_from(["{}个月内", "{}日内", "{}周内"]),
    st.integers(1, 90),
)
def test_only_the_feedback_is_a_known_event(event, after, form, count):
    for text in (f"{event}{after}{form}", f"自{event}{after}{form}完成", f"{form}（{event}{after}）"):
        reading = read_deadline(text.format(count), delivered_on=ANCHOR)
        assert (reading.kind, reading.due) == ("relative", None)
        assert reading.question


@given(
    st.sampled_from(
        listed(
            """
    反馈后 收到反馈意见后 自反馈之日起 自收到巡察反馈意见之日起 巡视反馈之日起
    自市委巡察组反馈意见之日起，
    """
        )
    ),
    st.integers(1, 60),
)
def test_periods_count_from_the_feedback(event, count):
    reading = read_deadline(f"{event}{count}个月内", delivered_on=ANCHOR)
    assert (reading.due, reading.question) == (add_months(ANCHOR, count), None)


EVERY = {
    "周": "week",
    "个月": "month",
    "两个月": "two_months",
    "2个月": "two_months",
    "季度": "quarter",
    "三个月": "quarter",
    "半年": "half_year",
}
EVERY |= {"六个月": "half_year", "年": "year", "十二个月": "year"}


@given(
    st.integers(1, 30),
    st.sampled_from(
        listed(
            """
    周 个月 季度 年 天 旬
    """
        )
    ),
    st.sampled_from(["每{}报送一次", "{}一次", "每{}"]),
)
def test_an_interval_is_one_of_six_or_asked(count, unit, form):
    months_long = {"个月": 1, "季度": 3, "年": 12}.get(unit, 0) * count
    expected = {1: "month", 2: "two_months", 3: "quarter", 6: "half_year", 12: "year"}.get(months_long)
    expected = "week" if (unit, count) == ("周", 1) else expected
    text = form.format(f"{count}{unit}")
    reading = read_deadline(text, delivered_on=ANCHOR)
    assert (reading.kind, reading.every, reading.certain) == ("recurring", expected, expected is not None)
    beside = read_deadline(f"2026年9月底前完成，{text}", delivered_on=ANCHOR)
    assert (beside.kind, beside.every, beside.certain) == ("date", expected, expected is not None)
    assert [stage.due for stage in beside.stages] == ([] if expected else [date(2026, 9, 30)])


@given(*[st.sampled_from(sorted(EVERY))] * 2)
def test_two_different_intervals_are_asked(one, other):
    reading = read_deadline(f"每{one}报送，每{other}检查", delivered_on=ANCHOR)
    assert reading.certain == (EVERY[one] == EVERY[other])
    assert reading.every == (EVERY[one] if reading.certain else None)


@given(
    months,
    st.sampled_from(
        listed(
            """
    自{} 从{} {}以来 {}至今 {}起 {}开始
    """
        )
    ),
)
def test_a_beginning_is_no_deadline(month, form):
    reading = read_deadline(form.format(f"{month.year}年{month.month}月"), delivered_on=ANCHOR)
    assert (reading.start, reading.due, reading.kind) == (month, None, "none")
    assert reading.question


@given(
    months,
    st.sampled_from(
        listed(
            """
    {}—长期 {}至长期 {}起长期坚持 自{}起，长期坚持 {}以来，持续推进
    """
        )
    ),
)
def test_what_begins_and_has_no_end_is_long_term(month, form):
    reading = read_deadline(form.format(f"{month.year}年{month.month}月"), delivered_on=ANCHOR)
    assert (reading.start, reading.kind, reading.certain) == (month, "long_term", True)


@given(
    st.lists(months, min_size=2, max_size=2, unique=True).map(sorted),
    st.integers(1, 40),
    st.sampled_from(["（共{}天）", "，为期{}个月", "，历时{}周"]),
)
def test_a_length_beside_a_range_only_describes_it(some, count, form):
    text = "—".join(f"{month.year}年{month.month}月" for month in some)
    reading = read_deadline(text + form.format(count), delivered_on=ANCHOR)
    assert essence(reading) == essence(read_deadline(text, delivered_on=ANCHOR))
    assert (reading.start, reading.due) == (some[0], month_end(some[1].year, some[1].month))


@given(st.lists(months, min_size=2, max_size=5, unique=True))
def test_a_last_stage_before_another_one_is_asked_and_the_stages_kept(some):
    reading = read_deadline("，".join(f"{month.year}年{month.month}月底前完成" for month in some), delivered_on=ANCHOR)
    assert [stage.due for stage in reading.stages] == [month_end(month.year, month.month) for month in some]
    assert reading.certain == (max(some) == some[-1])
    assert reading.kind == "date"


@given(
    months,
    months,
    st.sampled_from(
        listed(
            """
    经批准可延至 确有困难的可延期至 如遇特殊情况可延长至 报经同意后可推迟至 最长可延期至
    """
        )
    ),
)
def test_an_extension_that_is_only_possible_is_asked(one, other, words):
    text = f"{one.year}年{one.month}月底前，{words}{other.year}年{other.month}月底"
    reading = read_deadline(text, delivered_on=ANCHOR)
    assert (reading.kind, reading.due, reading.stages) == ("date", None, ())
    assert reading.question


@given(
    months,
    months,
    st.sampled_from(
        listed(
            """
    {1}（原定{0}） 原定{0}，延期至{1} 原计划{0}完成，调整为{1} 由{0}推迟至{1}
    {1}完成，原计划{0}
    """
        )
    ),
)
def test_of_a_change_only_the_new_date_counts(one, other, form):
    text = form.format(*(f"{month.year}年{month.month}月底" for month in (one, other)))
    reading = read_deadline(text, delivered_on=ANCHOR)
    assert (reading.due, reading.stages, reading.question) == (month_end(other.year, other.month), (), None)


def test_a_stage_is_never_cut_inside_a_bracket():
    for text, pieces in (
        ("排查（6月底前），整改（9月底前，含回访）", ["排查（6月底前）", "整改（9月底前，含回访）"]),
        ("6月底前完成排查（含一、二科）9月底前完成整改", ["6月底前完成排查（含一、二科）", "9月底前完成整改"]),
        ("6月底前完成排查（9月底前完成整改）", ["6月底前完成排查", "（9月底前完成整改）"]),
    ):
        assert [stage.text for stage in read_deadline(text, delivered_on=ANCHOR).stages] == pieces


DONE_FIRST = listed(
    """
    2026年{}后 2026年{}前 2026年6月底{}前 2026年6月{}时 {}后3个月内 {}3个月内 {}之日起30日内 自{}起2个月内 {}前15日内
    2026年6月底前{}后 2026年9月30日{}前完成 2026年6月{}后完成 待{}，2026年6月底前 2026年6月底前（{}后） 每月{}后
    2026年6月底前，以{}为准 2026年{}之际 {}满3个月内 2026年6月底前（如{}） 若未{}，2026年6月底前
    """
)


@given(
    one_of(
        "完成 验收 报送 市局审批 办公室报送 制度修订 落实 普及 核实 经验收 组织培训 全部整改 批准 项目 移交市局 签订合同"
    ),
    st.sampled_from(DONE_FIRST),
)
def test_a_listed_word_is_an_event_where_something_comes_after_it(word, form):
    assert read_deadline(form.format(word), delivered_on=ANCHOR).question


@given(months, one_of("2025年度账目清理 三年行动方案 “十四五”规划中期评估 第一季度考核 5月份报表 上半年总结"))
def test_another_time_in_what_is_to_be_done_is_asked(month, task):
    reading = read_deadline(f"{month.year}年{month.month}月底前完成{task}", delivered_on=ANCHOR)
    assert (reading.due, reading.kind, reading.stages) == (None, "none", ())
    assert reading.question


REPEATED = listed("并且 完成 整改 预计 反馈后 问题 市局 对 或 汛或 原定 一、 共1天 2026年6月— 已于 每月 第一阶段 “ ①")


@pytest.mark.parametrize("piece", REPEATED)
def test_a_text_that_repeats_itself_is_read_in_no_time(piece):
    begin = time.process_time()
    for text in (f"2026年6月底前{piece * 900}汛"[:2000], f"{piece * 900}"[:1980] + "汛3个月内"):
        read_deadline(text, delivered_on=ANCHOR)
    assert time.process_time() - begin < 3
