"""What is read off a plan: hints, the backward schedule, differences, fingerprints. Pure, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.plans.backward import backward, named
from issues.plans.copies import fingerprint
from issues.plans.differences import TextPiece, compare, pieces
from issues.plans.vague import hints, marked
from rectify.calendars.calendar import Calendar, Exceptional

GOOD = {"criterion": "复核表逐户签字", "person": "住保科科长", "dated": True}


def codes(text, **said):
    return {hint.code: hint.words for hint in hints(text, **said)}


def test_a_measure_that_says_all_four_things_gets_no_hint():
    assert codes("逐户复核 1,900 户保障性住房，清退不符合条件的 37 户", **GOOD) == {}


def test_an_empty_measure_gets_no_hint():
    assert hints("  ", **GOOD) == []


@pytest.mark.parametrize(
    ("text", "said", "code", "words"),
    [
        ("各科室加强管理", {"person": ""}, "person", ("各科室",)),
        ("清退 37 户", {"person": "相关责任人"}, "person", ("相关责任人",)),
        ("协调相关部门清退 37 户", {"person": ""}, "person", ("相关部门",)),
        ("清退 37 户", {"person": ""}, "person", ()),
        ("尽快清退 37 户", {"dated": False}, "date", ("尽快",)),
        ("清退 37 户", {"dated": False}, "date", ()),
        ("定期抽查 20 户", {}, "date", ("定期",)),
        ("进一步加强住房管理", {"criterion": ""}, "degree", ("进一步", "加强")),
        ("住房管理", {"criterion": ""}, "degree", ()),
        ("召开会议传达 3 次", {"criterion": ""}, "proof", ("会议", "传达")),
        ("清退 37 户", {"criterion": "全部搬出"}, "proof", ()),
    ],
)
def test_what_is_missing_is_said_with_the_words_that_caused_it(text, said, code, words):
    assert codes(text, **(GOOD | said)).get(code) == words


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("协调相关部门清退 37 户", {}, "person"),
        ("尽快清退 37 户", {}, "date"),
        ("12月底前清退 37 户", {"dated": False}, "date"),
        ("每季度定期抽查 20 户", {}, "date"),
        ("进一步加强管理，印发《住房管理办法》", {}, "degree"),
        ("加强管理", {"criterion": "问题户全部清退"}, "degree"),
        ("召开会议 3 次", {"criterion": "签收的清退凭证"}, "proof"),
    ],
)
def test_what_was_said_elsewhere_is_not_asked_again(text, said, code):
    assert code not in codes(text, **(GOOD | said))


def test_the_words_are_found_again_in_the_text():
    found = hints("进一步加强管理", **(GOOD | {"criterion": ""}))
    assert marked("进一步加强管理", found) == [("进一步", True), ("加强", True), ("管理", False)]


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_is_answered_and_none_is_lost(text, criterion):
    found = hints(text, criterion=criterion)
    assert len({hint.code for hint in found}) == len(found) <= 4
    assert "".join(part for part, _ in marked(text, found)) == text


CALENDAR = Calendar.of([Exceptional(date(2026, 10, day), False, "国庆节") for day in range(1, 9)])


def test_steps_go_back_from_the_deadline_over_days_off():
    days = backward(date(2026, 9, 14), date(2026, 10, 5), 3, calendar=CALENDAR)
    assert days[-1] == date(2026, 9, 30)
    assert [name for name, _ in named(days)] == ["摸清底数", "集中整改", "复核验收"]


def test_where_time_is_short_there_are_fewer_steps_and_none_when_it_is_over():
    assert backward(date(2026, 9, 14), date(2026, 9, 16), 5, calendar=CALENDAR) == [
        date(2026, 9, 15),
        date(2026, 9, 16),
    ]
    assert backward(date(2026, 9, 14), date(2026, 9, 14), 3, calendar=CALENDAR) == []


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-5, 400), st.integers(1, 12))
def test_steps_are_working_days_in_order_between_today_and_the_deadline(today, ahead, steps):
    due = date.fromordinal(today.toordinal() + ahead)
    days = backward(today, due, steps, calendar=CALENDAR)
    assert days == sorted(set(days))
    assert all(CALENDAR.is_working(day) and today < day <= due for day in days)
    room = CALENDAR.working_days_between(today, CALENDAR.previous_working(due))
    assert len(days) == max(0, min(steps, room))


def row(id_, order, text, **more):
    return {"id": id_, "order": order, "text": text, "criterion": "", "kind": "reform", "person": "", "due": ""} | more


def body(*measures, **more):
    return {"goal": "", "no_prevention": "", "due": "2026-12-01", "measures": list(measures)} | more


def test_measures_are_told_apart_by_their_id_and_fields_one_by_one():
    before = body(row("a", 1, "核查"), row("b", 2, "清退 30 户", due="2026-11-01"), row("c", 3, "修订办法"))
    after = body(row("b", 1, "清退 37 户", due="2026-11-20"), row("a", 2, "核查"), row("d", 3, "公示"), goal="清零")
    found = compare(before, after)
    assert [(item.how, item.before, item.after) for item in found.items] == [
        ("changed", 2, 1),
        ("same", 1, 2),
        ("added", None, 3),
        ("removed", 3, None),
    ]
    assert [change.label for change in found.items[0].changes] == ["措施", "期限"]
    assert found.items[0].changes[0].pieces == (
        TextPiece("清退 ", "same"),
        TextPiece("30", "gone"),
        TextPiece("37", "come"),
        TextPiece(" 户", "same"),
    )
    assert [change.label for change in found.whole] == ["整改目标"]
    assert found.told == "新增 1 条、删去 1 条、改动 1 条、未变 1 条"
    assert found.items[1].moved


def test_a_field_that_was_not_frozen_yet_is_no_change():
    assert not compare(body(row("a", 1, "核查")), body(row("a", 1, "核查", milestones=[]), root_cause="管理松")).differs


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_put_together_again(before, after):
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.how != "come") == before
    assert "".join(p.text for p in found if p.how != "gone") == after


def test_long_texts_are_compared_by_clauses_in_time():
    before = "".join(f"逐户复核第 {n} 栋住房。" for n in range(400))
    found = pieces(before, before.replace("第 7 栋", "第 8 栋旧"))
    assert [p.text for p in found if p.how != "same"] == ["逐户复核第 7 栋住房。", "逐户复核第 8 栋旧住房。"]


def test_a_fingerprint_sees_through_punctuation_and_width():
    assert fingerprint("逐户复核 1,900 户，签字。") == fingerprint("逐户复核１９００户,签字")
    assert fingerprint("逐户复核1900户") != fingerprint("逐户复核1901户")
    assert fingerprint("建台账。") == ""
