"""Who sees which issue, named exactly: what is seen and, by equality, what is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from issues.models import Evidence, Feedback, Issue, IssueUnit, Measure, Round, Status
from ledgers.models import Batch, BatchRow, Closure, Entry
from rectify.accounts.models import Holding, Unit
from rectify.accounts.roles import Role
from rectify.roof.testing.world import person, track, unit

pytestmark = [pytest.mark.model, pytest.mark.django_db]


@pytest.fixture(scope="module")
def world(shared_world):
    return shared_world


@pytest.fixture(scope="module")
def issues(world):
    """Drafts and dispatched issues of the lead unit, its branch and another unit; one shared with the other unit."""
    made = {
        "draft": world.issue(),
        "lead": world.issue(at=Status.CLOSED),
        "branch": world.issue(at=Status.DISPATCHED, lead_unit=world.branch),
        "other": world.issue(at=Status.RECTIFYING, lead_unit=world.other),
        "shared": world.issue(at=Status.PLANNING),
    }
    IssueUnit.objects.create(issue=made["shared"], unit=world.other)
    return made


SEES = {
    "clerk": {"draft", "lead", "branch", "other", "shared"},
    "head": {"draft", "lead", "branch", "other", "shared"},
    "liaison": {"lead", "branch", "shared"},
    "principal": {"lead", "branch", "shared"},
    "other_liaison": {"other", "shared"},
    "leader": {"lead", "branch", "shared"},
    "other_leader": {"other", "shared"},
    "stranger": set(),
    "sysadmin": set(),
    "secadmin": set(),
    "auditor": set(),
}


@pytest.mark.parametrize("who", SEES)
def test_each_reader_sees_exactly_these_issues(world, issues, who):
    assert set(Issue.objects.visible_to(getattr(world, who))) == {issues[name] for name in SEES[who]}


@pytest.mark.parametrize("who", SEES)
def test_the_short_way_within_a_round_shows_what_the_long_way_shows(world, issues, who):
    user, rounds = getattr(world, who), list(Round.objects.all())
    short = {round_: set(Issue.objects.visible_to(user, within=round_)) for round_ in rounds}
    assert short == {round_: set(Issue.objects.visible_to(user).filter(round=round_)) for round_ in rounds}
    assert short[world.round] == {issues[name] for name in SEES[who]}


@pytest.mark.parametrize("model", [Measure, Evidence, Closure])
@pytest.mark.parametrize("who", SEES)
def test_parts_follow_their_issue(world, issues, model, who):
    seen = set(model.objects.visible_to(getattr(world, who)))
    assert seen == set(model.objects.filter(issue__in=[issues[name] for name in SEES[who]]))


def test_accounts_are_seen_by_their_own_branch_and_the_office(world, issues):
    def units(who):
        return set(Entry.objects.visible_to(getattr(world, who)).values_list("unit__name", flat=True))

    assert units("clerk") == {"市住建局", "市房管中心", "市教育局"}
    assert units("liaison") == {"市住建局", "市房管中心"}
    assert units("other_liaison") == {"市教育局"}
    assert units("stranger") == units("auditor") == set()


def test_another_office_sees_nothing_of_this_round(world, issues):
    office = unit("邻市整改办", is_office=True)
    clerk = person("neighbour", (Role.OFFICE_CLERK, office), (Role.OFFICE_HEAD, office))
    assert not Issue.objects.visible_to(clerk).exists()
    assert not Round.objects.visible_to(clerk).exists()


def test_another_office_reads_no_import_of_this_one(world):
    """Nor does any unit: what a file said is the office's own work until it is dispatched."""
    neighbour = person("importer", (Role.OFFICE_CLERK, unit("邻县整改办", is_office=True)))
    batch = Batch.objects.create(
        round=world.round, name="台账.xlsx", path="imports/x", digest="0" * 64, size=1, created_by=world.clerk
    )
    row = BatchRow.objects.create(batch=batch, order=1, number=2)
    readers = {who: getattr(world, who) for who in SEES} | {"neighbour": neighbour}
    seen = {who: (set(Batch.objects.visible_to(p)), set(BatchRow.objects.visible_to(p))) for who, p in readers.items()}
    office = ({batch}, {row})
    assert seen == {who: office if who in ("clerk", "head") else (set(), set()) for who in readers}


def test_a_unit_never_contains_one_whose_number_begins_alike(world):
    """1/4/ is not 1/41/ (docs/rules.md: see-by-path)."""
    near = unit("市住建研究院", parent=world.city)
    Unit.objects.filter(pk=near.pk).update(path=world.lead.path.rstrip("/") + "1/")
    issue = world.issue(at=Status.DISPATCHED, lead_unit=Unit.objects.get(pk=near.pk))
    assert issue not in Issue.objects.visible_to(world.liaison)


@pytest.mark.parametrize(
    ("starts", "ends", "sees"), [(-10, None, True), (-10, 0, True), (-10, -1, False), (1, None, False), (0, 0, True)]
)
def test_a_post_counts_from_its_first_day_to_its_last(world, starts, ends, sees):
    issue = world.issue(at=Status.DISPATCHED)
    user, today = person("temporary"), timezone.localdate()
    Holding.objects.create(
        user=user,
        role=Role.UNIT_LIAISON,
        unit=world.lead,
        starts=today + timedelta(days=starts),
        ends=None if ends is None else today + timedelta(days=ends),
    )
    assert (issue in Issue.objects.visible_to(user)) is sees


def test_feedback_is_seen_by_its_unit_and_the_office(world):
    row = Feedback.objects.create(
        round=world.round,
        unit=world.lead,
        track=track(),
        title="反馈",
        delivered_on=timezone.localdate(),
        registered_by=world.clerk,
    )
    assert [who for who in SEES if row in Feedback.objects.visible_to(getattr(world, who))] == [
        "clerk",
        "head",
        "liaison",
        "principal",
        "leader",
    ]
