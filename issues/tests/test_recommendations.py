"""意见建议 lead somewhere: they follow the items of their feedback, go to a unit, are answered by measures and found settled."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from issues import advice
from issues.actions import feedback, recommendations
from issues.effects import week as telling
from issues.models import DispatchLine, FeedbackItem, Issue, Recommendation, Status, Week
from issues.moves.planning import SUBMIT_PLAN
from issues.tests.paper_acts import ANSWER, CARRIED, WAY, advised, assigning, paper
from issues.weeks import summary
from ledgers import books, reconcile
from ledgers.kinds import KINDS
from rectify.lib.dates import monday, today
from rectify.lib.errors import Refused
from rectify.lib.receipts import COOKIE
from rectify.notices.models import Notice
from rectify.workflow.move import judge, offered
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]
LABEL = "issues.recommendation"
# Who may make which move from where; what is not here is refused.
OFFICE, HEAD, UNIT = {"clerk", "head", "checker"}, {"head"}, {"liaison", "principal"}
MAY = {
    ("draft", "assign"): OFFICE,
    ("planning", "answer"): UNIT,
    ("plan_review", "pass_measures"): OFFICE,
    ("plan_review", "return_measures"): OFFICE,
    ("rectifying", "change_measures"): UNIT,
    ("rectifying", "report"): UNIT,
    ("first_review", "settle"): OFFICE,
    ("first_review", "send_back"): OFFICE,
    ("settled", "reopen"): HEAD,
} | {(state, "end"): HEAD for state in ("draft", "planning", "plan_review", "rectifying", "first_review")}
DUE = ("opens_due", "dispatch_due", "nudge_due", "report_due", "missed_due", "summary_due")
PEOPLE = ("clerk", "head", "checker", "liaison", "principal", "other_liaison", "leader", "stranger")


def item_of(world, on, text="专题研究"):
    return feedback.add_item(feedback=on, kind="recommendation", text=text, by=world.clerk)


def test_every_item_of_its_kind_has_one_row_and_every_other_none(world):
    on = paper(world)
    issue = feedback.add_item(feedback=on, text="一个问题", by=world.clerk)
    first = item_of(world, on)
    assert [(one.item, one.text, one.lead_unit) for one in on.recommendations.all()] == [
        (first, "专题研究", world.lead)
    ]
    feedback.edit_item(item=first, kind=FeedbackItem.Kind.ISSUE, by=world.clerk)
    feedback.edit_item(item=issue, kind=FeedbackItem.Kind.RECOMMENDATION, by=world.clerk)
    assert [one.item for one in on.recommendations.all()] == [issue]
    feedback.edit_item(item=issue, text="改了一个字", by=world.clerk)
    assert on.recommendations.get().text == "改了一个字"
    feedback.remove_item(item=issue, by=world.clerk)
    assert not on.recommendations.exists()


@bounds(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kinds=st.lists(st.sampled_from(FeedbackItem.Kind.values), max_size=6), gone=st.integers(0, 5))
def test_rows_follow_items_whatever_is_done_to_them(world, kinds, gone):
    with transaction.atomic():
        on = paper(world)
        items = [
            feedback.add_item(feedback=on, kind=kind, text=f"第{n}条", by=world.clerk) for n, kind in enumerate(kinds)
        ]
        if gone < len(items):
            feedback.remove_item(item=items[gone], by=world.clerk)
        wanted = set(on.items.filter(kind="recommendation").values_list("pk", flat=True))
        assert set(on.recommendations.values_list("item", flat=True)) == wanted
        assert len(set(on.recommendations.values_list("number", flat=True))) == len(wanted)
        transaction.set_rollback(True)


def test_what_was_given_to_a_unit_stands_whatever_becomes_of_its_item(world):
    one = advised(world, "planning")
    for act, words in ((feedback.edit_item, {"text": "别的话"}), (feedback.remove_item, {})):
        with pytest.raises(Refused, match="已经分办"):
            act(item=one.item, by=world.clerk, **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=one.pk).update(text="别的话")
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=one.pk).delete()


def test_a_corrected_feedback_takes_along_what_waits(world):
    given, waiting = advised(world, "planning"), None
    waiting = Recommendation.objects.get(item=item_of(world, given.feedback, "再一条"))
    words = {"title": "更正", "text": "更正的原文", "delivered_on": given.feedback.delivered_on}
    new = feedback.correct(feedback=given.feedback, reason="错字", by=world.clerk, **words)
    waiting.refresh_from_db()
    given.refresh_from_db()
    assert (waiting.feedback, given.feedback) == (new, new.replaces)


@pytest.mark.parametrize("state", [here for here, _, _ in WAY] + ["settled"])
def test_who_may_make_which_move_from_where(world, state):
    one = advised(world, state)
    for who in PEOPLE:
        user = getattr(world, who)
        made = {judged.move.name for judged in offered(one, user)}
        assert made == {name for (here, name), people in MAY.items() if here == state and who in people}, (state, who)


def test_who_reported_or_planned_does_not_judge(world):
    one = advised(world, "plan_review")
    for name, column in (("pass_measures", "planned_by"), ("settle", "reported_by")):
        Recommendation.objects.filter(pk=one.pk).update(**{column: world.checker})
        one.refresh_from_db()
        assert [verdict.reason for verdict in judge(moves_of(LABEL)[name], one, world.checker).missing]
        Recommendation.objects.filter(pk=one.pk).update(**{column: world.liaison})
        one.refresh_from_db()
        world.move(one, name, "checker")
        if name == "pass_measures":
            world.move(one, "report", "liaison", data=CARRIED)


def test_a_measure_of_an_issue_answers_it_and_is_done_there_first(world):
    one = advised(world, "planning")
    issue = world.issue(at=Status.RECTIFYING)
    measure = issue.measures.order_by("order").first()
    row = {"measure": measure.public_id, "text": "", "person": "", "due": None, "due_text": ""}
    world.move(one, "answer", "liaison", data={"measures": [row]})
    world.move(one, "pass_measures", "checker")
    assert one.measures.get().words.startswith(measure.text)
    with pytest.raises(Refused, match="报完成"):
        world.move(one, "report", "liaison", data=CARRIED)
    world.move(measure, "finish", "liaison")
    world.move(one, "report", "liaison", data=CARRIED)
    assert one.status == "first_review"


def test_only_measures_of_the_units_own_issues_may_answer(world):
    one = advised(world, "planning")
    other = world.issue(at=Status.RECTIFYING, lead_unit=world.other).measures.first()
    client = entered(world.liaison)
    body = {"move": "answer", "data": {"measures": [{"measure": other.public_id}]}}
    address = f"/api/v1/recommendations/{one.public_id}/moves/"
    assert client.post(address, body, content_type="application/json").status_code == 400
    own = world.issue(at=Status.RECTIFYING).measures.first()
    body["data"]["measures"][0]["measure"] = own.public_id
    assert client.post(address, body, content_type="application/json").status_code == 200


def test_a_plan_waits_until_every_recommendation_has_a_unit_and_one_passed_before_stays(world):
    one = advised(world)
    passed = world.issue(at=Status.RECTIFYING, feedback=None)
    Issue.objects.filter(pk=passed.pk).update(feedback=one.feedback)
    planning = world.issue(at=Status.PLANNING, feedback=one.feedback)
    world.plan(planning)
    reasons = [verdict.reason for verdict in judge(SUBMIT_PLAN, planning, world.principal).missing]
    assert reasons == ["反馈意见还有 1 条意见建议没有分办，请督查办先分办"]
    differences = [difference.text for difference in reconcile.everything().differences]
    assert any("没有分办" in text for text in differences)
    world.move(one, "assign", "clerk", data=assigning(one))
    assert judge(SUBMIT_PLAN, planning, world.principal)
    assert not any("没有分办" in difference.text for difference in reconcile.everything().differences)
    passed.refresh_from_db()
    assert (passed.status, passed.plans.get().verdict) == (Status.RECTIFYING, "passed")


def test_all_of_a_feedback_are_given_at_once(world):
    one = advised(world)
    item_of(world, one.feedback, "再一条")
    given = {"lead_unit": world.other.public_id, "due": (today() + timedelta(days=30)).isoformat()}
    outcomes = recommendations.assign_all(feedback=one.feedback, by=world.clerk, **given)
    assert all(outcome.done for outcome in outcomes)
    assert {each.lead_unit for each in one.feedback.recommendations.all()} == {world.other}
    assert not Recommendation.objects.visible_to(world.liaison).exists()
    assert Recommendation.objects.visible_to(world.other_liaison).count() == 2


def entered(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_pages_from_the_feedback_to_the_end(world):
    one = advised(world)
    office, unit = entered(world.checker), entered(world.liaison)
    assert unit.get(one.get_absolute_url()).status_code == 404
    page = office.get(reverse("issues:feedback", args=[one.feedback.public_id])).content.decode()
    assert "意见建议一次分办" in page
    sent = {"lead_unit": world.lead.public_id, "due": (today() + timedelta(days=30)).isoformat()}
    sent |= {"draft": f"draft:{world.checker.public_id}:here"}
    answer = office.post(reverse("issues:recommendations_assign", args=[one.feedback.public_id]), sent)
    assert COOKIE in answer.cookies, "what was given out is no draft any more"
    assert "条条有着落" in office.get(reverse("issues:feedback", args=[one.feedback.public_id])).content.decode()
    assert one.number in unit.get(reverse("issues:home")).content.decode()
    row = ANSWER["measures"][0]
    sent = {"move": "answer", "measures-count": 3, "measures-1-text": row["text"], "measures-1-person": "主任"}
    answer = unit.post(one.get_absolute_url(), sent)
    assert "另写的措施要写明责任人和期限" in answer.content.decode()
    unit.post(one.get_absolute_url(), sent | {"measures-1-due": row["due"].isoformat()})
    office.post(one.get_absolute_url(), {"move": "pass_measures"})
    unit.post(one.get_absolute_url(), {"move": "report"} | CARRIED)
    office.post(one.get_absolute_url(), {"move": "settle"})
    one.refresh_from_db()
    assert (one.status, one.settled_by) == ("settled", world.checker)
    page = unit.get(one.get_absolute_url()).content.decode()
    assert CARRIED["result"] in page
    assert row["text"] in page


def test_the_book_holds_what_its_reader_may_see(world):
    one = advised(world, "rectifying")
    waiting = item_of(world, one.feedback, "还没有分办的")
    kind = KINDS["recommendations"]
    assert {row["title"] for row in books.rows(kind, world.clerk, {})} == {one.text, waiting.text}
    (row,) = books.rows(kind, world.liaison, {})
    assert (row["number"], row["status"], row["measures"]) == (one.number, "落实中", "1. 每月听一次进展")
    assert list(books.rows(kind, world.other_liaison, {})) == []
    assert len(list(books.rows(kind, world.clerk, {"state": "draft"}))) == 1
    assert list(books.rows(kind, world.clerk, {"grade": "full"})) == []


def test_the_summary_of_a_week_tells_of_them_apart():
    facts = {"lists": {}, "recommendations": {"given": 3, "settled": 1, "late": 2}}
    words = summary.draft(facts)
    assert "意见建议 3 条，已落实 1 条，逾期 2 条" in summary.plain(words, facts)
    assert summary.unknown_places(words) == []
    assert summary.draft({"lists": {}}) == summary.DRAFT


LATE = [("planning", -1, True), ("rectifying", -1, True), ("first_review", -30, True), ("planning", 0, False)]


@pytest.mark.parametrize(("state", "days", "late"), [*LATE, ("settled", -30, False)])
def test_what_is_late_is_marked_wherever_it_is_listed(world, state, days, late):
    """One definition: the mark of a row, the count of the week, the reminder."""
    one = advised(world, state)
    Recommendation.objects.filter(pk=one.pk).update(due=today() + timedelta(days=days))
    one.refresh_from_db()
    assert bool(advice.late_words(one, today())) is late
    (row,) = books.rows(KINDS["recommendations"], world.clerk, {})
    assert (row["late"].startswith("逾期") and row["late"].endswith("个工作日")) is late
    assert advice.counts(one.round, today())["late"] == late
    soon = {} if state == "settled" else {world.lead: "意见建议临期 1"}
    reminded = advice.reminders(one.round, on=today(), soon_days=14)
    assert reminded == ({world.lead: "意见建议逾期 1"} if late else soon)
    client = Client()
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert ("个工作日" in client.get(one.get_absolute_url()).content.decode()) is late


def test_the_weeks_list_reminds_a_unit_in_one_line(world):
    """Also one that has no issue on the list."""
    one = advised(world, "rectifying")
    Recommendation.objects.filter(pk=one.pk).update(due=today() - timedelta(days=1))
    week = Week.objects.create(round=one.round, starts=monday(today()), number=1, **dict.fromkeys(DUE, timezone.now()))
    line = DispatchLine(week=week, unit=world.lead, owed=2)
    beside = advice.reminders(one.round, on=today(), soon_days=14)
    for lines, words in (([], "意见建议逾期 1"), ([line], "应报 2，意见建议逾期 1")):
        Notice.objects.all().delete()
        telling.dispatch(week, lines, beside)
        titles = Notice.objects.filter(to=world.liaison).values_list("title", flat=True)
        assert [title.partition("：")[2] for title in titles] == [words]


def test_what_was_read_before_waits_for_a_unit_after_the_migration(world):
    one = advised(world)
    Recommendation.objects.all().delete()
    import_module("issues.migrations.0011_recommendations_of_before").lead_on(apps, None)
    made = Recommendation.objects.get()
    assert (made.item, made.text, made.lead_unit, made.status) == (one.item, one.text, world.lead, "draft")
