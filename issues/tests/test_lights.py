"""亮灯: the first rule that fits gives the colour, the list under a colour is what the rule says, and a light is told once."""

from datetime import date, timedelta

import pytest

from issues import tasks
from issues.actions import lights
from issues.lights import condition_of, fits, light_of, rules_of
from issues.models import OPEN, WITH_UNIT, Gate, Issue, LightRule, Status, When
from issues.slices import condition
from rectify.lib.dates import today
from rectify.notices.models import Notice

pytestmark = pytest.mark.model

# 江津: green 20 days before, yellow 10, red when overdue.
JIANGJIN = (
    ("overdue", 0, "red", "principal"),
    ("days_left", 10, "yellow", "leader"),
    ("days_left", 20, "green", "liaison"),
)
# 景德镇: green done, yellow declared and not accepted or under way, red late, blue lasting.
JINGDEZHEN = (
    ("struck_off", 0, "green", "nobody"),
    ("lasting", 0, "blue", "nobody"),
    ("overdue", 0, "red", "principal"),
    ("declared", 0, "yellow", "nobody"),
    ("under_way", 0, "yellow", "nobody"),
)


def rules(world, rows):
    for order, (when, number, colour, tells) in enumerate(rows, 1):
        LightRule.objects.create(
            profile=world.round.profile, order=order, when=when, number=number, colour=colour, words=when, tells=tells
        )


@pytest.mark.parametrize(
    ("left", "colour"),
    [(21, None), (20, "green"), (11, "green"), (10, "yellow"), (0, "yellow"), (-1, "red"), (-40, "red")],
)
def test_the_thresholds_of_jiangjin(world, left, colour):
    rules(world, JIANGJIN)
    issue = world.issue(at=Status.RECTIFYING)
    Issue.objects.filter(pk=issue.pk).update(due=today() + timedelta(days=left))
    issue.refresh_from_db()
    light = light_of(issue, rules_of(issue), today())
    assert (light and light.colour) == colour


@pytest.mark.parametrize("table", [JIANGJIN, JINGDEZHEN])
def test_the_list_under_a_colour_is_what_each_issue_shows(world, table):
    rules(world, table)
    for status in (Status.DRAFT, Status.DISPATCHED, Status.FIRST_REVIEW, Status.CLOSED, Status.TERMINATED):
        world.issue(at=status)
    colours = set()
    for left in (30, 15, 5, -3):
        Issue.objects.update(due=today() + timedelta(days=left), long_term=left == 15)
        shown = {issue.pk: light_of(issue, rules_of(issue), today()) for issue in Issue.objects.all()}
        colours |= {light and light.colour for light in shown.values()}
        for colour in ("green", "blue", "yellow", "orange", "red"):
            listed = set(Issue.objects.filter(condition(f"light:{colour}", today())).values_list("pk", flat=True))
            assert listed == {pk for pk, light in shown.items() if light and light.colour == colour}, left
    assert len(colours) > 2


@pytest.mark.parametrize("when", When.values)
def test_a_rule_says_the_same_of_one_issue_and_of_many(world, when):
    rule = LightRule(profile=world.round.profile, order=1, when=when, number=1, colour="red", words="x")
    for status in (Status.DRAFT, Status.RECTIFYING, Status.CLOSED):
        world.issue(at=status)
    for left in (2, 1, 0, -1, -2, -3):
        due = today() + timedelta(days=left)
        Issue.objects.update(due=due, returns=max(0, left + 2), long_term=left > 0)
        found = set(Issue.objects.filter(condition_of(rule, today())).values_list("pk", flat=True))
        assert found == {issue.pk for issue in Issue.objects.all() if fits(rule, issue, today())}, left


def test_a_light_is_told_once_and_again_after_a_new_deadline(world):
    rules(world, JIANGJIN)
    issue = world.issue(at=Status.RECTIFYING)
    Issue.objects.filter(pk=issue.pk).update(due=today() - timedelta(days=1))
    told = Notice.objects.filter(kind="light")
    lights.tell(on=today())
    lights.tell(on=today())
    assert {notice.to.username for notice in told} == {"liaison", "principal"}
    assert told.all().count() == 2
    Issue.objects.filter(pk=issue.pk).update(due_version=2)
    lights.tell(on=today())
    assert told.all().count() == 4


def test_the_page_says_the_colour_in_words(world, client, settings):
    rules(world, JIANGJIN)
    issue = world.issue(at=Status.RECTIFYING)
    Issue.objects.filter(pk=issue.pk).update(due=today() - timedelta(days=1))
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "红：overdue" in client.get(issue.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", sorted(OPEN - WITH_UNIT))
def test_no_light_is_told_while_somebody_else_has_the_ball(world, status):
    rules(world, JIANGJIN)
    world.work_by(world.procedure(Gate.CLOSURE_REVIEW, Gate.OBJECTION))
    issue = world.issue(at=status)
    Issue.objects.filter(pk=issue.pk).update(due=today() - timedelta(days=1))
    assert lights.tell(on=today()) == 0


@pytest.mark.parametrize("status", sorted(WITH_UNIT))
def test_a_light_is_told_while_the_unit_has_the_ball(world, status):
    rules(world, JIANGJIN)
    issue = world.issue(at=status)
    Issue.objects.filter(pk=issue.pk).update(due=today() - timedelta(days=1))
    assert lights.tell(on=today()) == 1


@pytest.mark.parametrize(("day", "told"), [(27, 1), (28, 0), (29, 0), (30, 1)])
def test_lights_are_told_on_working_days(world, monkeypatch, day, told):
    """Friday, Saturday, Sunday, Monday."""
    days = []
    monkeypatch.setattr(tasks, "today", lambda: date(2026, 11, day))
    monkeypatch.setattr(lights, "tell", lambda *, on: days.append(on))
    tasks.tell_lights()
    assert len(days) == told
