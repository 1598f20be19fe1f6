"""倒排工期: steps written with the plan, proposed backward, reported reached; what slipped stays for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse

from issues.actions import milestones
from issues.actions.measures import write_plan
from issues.models import Milestone, Slip, Status
from issues.tasks import record_slips
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused

K = Slip.Kind


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def rows(issue, *steps):
    row = {"text": "逐户复核", "kind": "prevent", "criterion": "复核表签字", "person": "科长", "due": issue.due}
    own = issue.measures.order_by("order").first()
    found = {"id": own.public_id} if own else {}
    return [row | found | {"steps": [dict(zip(("text", "due", "id"), step, strict=False)) for step in steps]}]


def in_days(n):
    return today() + timedelta(days=n)


def planned(world, *steps):
    """A passed plan of one measure with steps."""
    issue = world.issue(at=Status.PLANNING)
    write_plan(issue=issue, measures=rows(issue, *steps), by=world.liaison)
    world.move(issue, "submit_plan", "principal")
    world.move(issue, "pass_plan", "checker")
    return issue


def steps_of(issue):
    return list(Milestone.objects.filter(measure__issue=issue).order_by("order"))


def slips(issue):
    found = Slip.objects.filter(milestone__measure__issue=issue).order_by("pk")
    return [(slip.kind, slip.planned_on, slip.to) for slip in found]


def pretend(step, n):
    """As if the plan had been passed when `n` days from now lay ahead."""
    Milestone.objects.filter(pk=step.pk).update(due=in_days(n), original_due=in_days(n))


def test_steps_stand_in_the_order_of_their_days_and_are_frozen_with_the_plan(world):
    issue = planned(world, ("复核验收", in_days(30)), ("摸清底数", in_days(10)))
    assert [step.text for step in steps_of(issue)] == ["摸清底数", "复核验收"]
    assert [step.original_due for step in steps_of(issue)] == [in_days(10), in_days(30)]
    body = issue.plans.get().body["measures"][0]
    assert [step["text"] for step in body["milestones"]] == ["摸清底数", "复核验收"]


@pytest.mark.parametrize(
    ("step", "words"), [(("摸底", 400), "晚于措施期限"), (("", 3), "写明做什么"), (("摸底", None), "哪一天")]
)
def test_a_step_says_what_and_when_and_lies_before_the_deadline(world, step, words):
    issue = world.issue(at=Status.PLANNING)
    text, n = step
    with pytest.raises(Refused, match=words):
        write_plan(issue=issue, measures=rows(issue, (text, n and in_days(n))), by=world.liaison)


def test_a_step_reached_in_time_leaves_no_slip_and_is_said_once(world):
    issue = planned(world, ("摸清底数", in_days(10)))
    step = steps_of(issue)[0]
    milestones.reach(milestone=step, on=today(), by=world.liaison, note="台账 1,900 户")
    assert slips(issue) == []
    with pytest.raises(Refused, match="已报"):
        milestones.reach(milestone=step, on=today(), by=world.liaison)
    assert Event.objects.filter(kind="issues.milestone.reach").count() == 1


def test_a_step_reached_late_and_one_that_passed_are_kept_and_counted_once(world):
    issue = planned(world, ("摸清底数", in_days(10)), ("复核验收", in_days(30)))
    first = steps_of(issue)[0]
    pretend(first, -3)
    record_slips()
    record_slips()
    assert slips(issue) == [(K.PASSED, in_days(-3), None)]
    assert Event.objects.filter(kind="issues.milestone.pass").count() == 1
    first.refresh_from_db()
    milestones.reach(milestone=first, on=today(), by=world.liaison)
    assert slips(issue) == [(K.PASSED, in_days(-3), None), (K.LATE, in_days(-3), today())]


def test_a_step_of_a_plan_that_nobody_approved_does_not_slip(world):
    issue = world.issue(at=Status.PLANNING)
    write_plan(issue=issue, measures=rows(issue, ("摸清底数", in_days(1))), by=world.liaison)
    Milestone.objects.update(due=in_days(-1))
    assert milestones.record_slips(on=today()) == 0


def test_nobody_reports_the_future_the_past_before_dispatch_or_for_another_unit(world):
    issue = planned(world, ("摸清底数", in_days(10)))
    step = steps_of(issue)[0]
    for on in (in_days(1), in_days(-400)):
        with pytest.raises(Refused):
            milestones.reach(milestone=step, on=on, by=world.liaison)
    for who in (world.clerk, world.other_liaison, world.leader):
        with pytest.raises(Refused):
            milestones.reach(milestone=step, on=today(), by=who)


def revise(world, issue, *steps):
    given = rows(issue, *steps)
    data = {"measures": given}
    world.move(issue, "revise_plan", "principal", note="摸底有出入", data=data)


def test_putting_off_an_approved_step_is_a_slip_and_the_first_day_stays(world):
    issue = planned(world, ("摸清底数", in_days(10)))
    step = steps_of(issue)[0]
    revise(world, issue, ("摸清底数", in_days(20), step.public_id))
    world.move(issue, "pass_plan", "checker")
    assert slips(issue) == [(K.MOVED, in_days(10), in_days(20))]
    assert [(s.due, s.original_due) for s in steps_of(issue)] == [(in_days(20), in_days(10))]


def test_what_was_reached_or_slipped_is_neither_removed_nor_rewritten(world):
    issue = planned(world, ("摸清底数", in_days(10)), ("复核验收", in_days(30)))
    first, second = steps_of(issue)
    milestones.reach(milestone=first, on=today(), by=world.liaison)
    with pytest.raises(Refused, match="不能删去"):
        revise(world, issue, ("复核验收", in_days(30), second.public_id))
    with pytest.raises(Refused, match="已到达"):
        revise(world, issue, ("摸清", in_days(10), first.public_id), ("复核验收", in_days(30), second.public_id))
    assert issue.plans.count() == 1


def sent(issue, act, *steps, **more):
    body = {"measures-count": 1, "act": act, "measures-0-text": "逐户复核", "measures-0-kind": "reform"}
    body |= {"measures-0-due": issue.due.isoformat(), "measures-0-step-count": len(steps)}
    for n, (text, due) in enumerate(steps):
        body |= {f"measures-0-step-{n}-text": text, f"measures-0-step-{n}-due": due}
    return body | more


def test_steps_are_proposed_changed_and_kept_without_script(world, enter):
    issue = world.issue(at=Status.PLANNING)
    client, url = enter(world.liaison), reverse("issues:plan", args=[issue.public_id])

    def after(act, *steps, **more):
        form = client.post(url, sent(issue, act, *steps, **more)).context["measures"].forms[0]
        return [(row["text"], str(row["due"])) for row in form.steps.raw if row]

    proposed = after("step-propose:0", **{"measures-0-wanted": "4"})
    assert [text for text, _ in proposed] == ["摸清底数", "定出办法", "集中整改", "复核验收"]
    assert proposed[-1][1] <= issue.due.isoformat()
    assert after("step-remove:0:1", *proposed) == [proposed[0], *proposed[2:]]
    assert len(client.post(url, sent(issue, "step-add:0", *proposed)).context["measures"].forms[0].steps.forms) == 5
    assert after("step-propose:0", **{"measures-0-due": ""}) == []
    client.post(url, sent(issue, "save", *proposed))
    assert [(step.text, step.due.isoformat()) for step in steps_of(issue)] == proposed


def test_a_wrong_step_is_said_above_the_form_and_nothing_is_lost(world, enter):
    issue = world.issue(at=Status.PLANNING)
    url = reverse("issues:plan", args=[issue.public_id])
    page = enter(world.liaison).post(url, sent(issue, "save", ("摸清底数", "")))
    assert "措施 1 节点 1 日期" in page.content.decode()
    assert 'value="摸清底数"' in page.content.decode()
    assert issue.measures.count() == 0


def test_the_issue_says_whether_it_keeps_its_schedule_and_the_unit_reports_on_the_measures_page(world, enter):
    issue = planned(world, ("摸清底数", in_days(10)))
    measure = issue.measures.get()
    client = enter(world.liaison)
    assert "序时" in client.get(issue.get_absolute_url()).content.decode()
    pretend(steps_of(issue)[0], -9)
    assert "滞后" in client.get(issue.get_absolute_url()).content.decode()
    page = reverse("issues:measure", args=[issue.public_id, measure.public_id])
    step = steps_of(issue)[0]
    assert "报到达" in client.get(page).content.decode()
    reach = reverse("issues:measure_reach", args=[issue.public_id, measure.public_id])
    client.post(reach, {"step": step.public_id, "on": today().isoformat(), "key": "k1"})
    shown = client.get(page).content.decode()
    assert "迟 9 天" in shown
    assert "报到达<" not in shown
    assert "报到达<" not in enter(world.clerk).get(page).content.decode()
