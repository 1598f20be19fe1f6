"""Random 拆分, 合并, 改派, 销号, 重开 over a document's items: the books balance after each step and no item is lost."""

import random

import pytest

from issues.actions.parts import SPLITTABLE, draft_part
from issues.models import COUNTED, OPEN, Ending, Feedback, FeedbackItem, Issue, Status
from issues.splitting.coverage import cover, passage_of, sentences
from ledgers.figures.origin import origin
from ledgers.reconcile import everything
from rectify.lib.dates import today
from rectify.roof.testing.world import reopening, track

pytestmark = [pytest.mark.django_db, pytest.mark.workflow, pytest.mark.slow]
ITEMS, STEPS = 4, 24
WORDS = "一是审核不严。二是拨付滞后；三是台账不清。四是问责不力。"


@pytest.fixture
def paper(world):
    """A document of a few items, each with its issue dispatched."""
    paper = Feedback.objects.create(
        round=world.round,
        unit=world.lead,
        track=track(),
        title="反馈",
        text=WORDS * ITEMS,
        delivered_on=today(),
        registered_by=world.clerk,
    )
    world.feedback = paper
    for order in range(1, ITEMS + 1):
        item = FeedbackItem.objects.create(feedback=paper, order=order, locator=f"（{order}）", text=WORDS)
        world.issue(at=Status.DISPATCHED, item=item, original=WORDS)
    return paper


def split(world, issue, dice):
    """Into parts that hold every sentence, some of them in two parts."""
    places = list(range(len(sentences(issue.original))))
    if issue.status not in SPLITTABLE or len(places) < 2:
        return False
    cut = dice.randrange(1, len(places))
    for held, unit in ((places[:cut], world.lead), (places[cut - dice.randrange(2) :], world.other)):
        words = passage_of(issue.original, held or places)
        draft_part(issue=issue, title="一部分", original=words, lead_unit=unit, by=world.clerk)
    issue.refresh_from_db()
    world.move(issue, "split_up", "head", note="分开办")
    return True


def merge(world, issue, dice):
    others = [each for each in Issue.objects.filter(status__in=OPEN) if each.pk != issue.pk]
    if issue.status not in OPEN or not others:
        return False
    target = dice.choice(others)
    world.move(issue, "terminate", "head", note="同一件事", data={"ending": Ending.MERGED, "merged_into": target})
    return True


def transfer(world, issue, dice):
    if issue.status not in SPLITTABLE:
        return False
    unit = world.other if issue.lead_unit_id == world.lead.pk else world.lead
    world.move(issue, "transfer", "head", note="职能调整", data={"unit": unit})
    return True


def go_on(world, issue, dice):
    """A step or two towards closing."""
    ahead = [Status.PLANNING, Status.RECTIFYING, Status.AWAITING_DECISION, Status.CLOSED]
    order = [*Status]
    later = [status for status in ahead if order.index(status) > order.index(Status(issue.status))]
    if issue.status not in OPEN or not later:
        return False
    world.bring(issue, dice.choice(later[:2]))
    return True


def reopen(world, issue, dice):
    if issue.status != Status.CLOSED:
        return False
    world.move(issue, "reopen", "second_head", note="又犯了", data=reopening("信访"))
    return True


def answered(issue, seen=()):
    """Whether the words of an issue are in somebody's hands or were struck off, through whatever it was split or merged into."""
    if issue.pk in seen:
        return False
    if issue.ending == Ending.SPLIT:
        return all(answered(part, (*seen, issue.pk)) for part in issue.parts.exclude(status=Status.DRAFT))
    if issue.ending == Ending.MERGED:
        return answered(issue.merged_into, (*seen, issue.pk))
    return issue.status in COUNTED


def held(issue):
    """Every sentence of a whole is in a part."""
    parts = {part.number: part.original for part in issue.parts.exclude(status=Status.DRAFT)}
    return not any(line.is_bare for line in cover(issue.original, parts))


@pytest.mark.parametrize("seed", range(3))
def test_books_and_items_agree_after_every_step(world, paper, seed):
    dice, done = random.Random(seed), 0
    for _ in range(STEPS):
        issue = dice.choice(list(Issue.objects.exclude(status=Status.DRAFT).order_by("pk")))
        act = dice.choice([split, split, merge, transfer, go_on, go_on, reopen])
        if not act(world, issue, dice):
            continue
        done += 1
        found = everything()
        assert found.balanced, (seed, act.__name__, found.differences)
        for item in paper.items.all():
            assert any(answered(each) for each in item.issues.all()), (seed, act.__name__, item)
        assert all(held(whole) for whole in Issue.objects.filter(ending=Ending.SPLIT))
        sums = origin(Issue.objects.all())
        assert sums.items <= ITEMS
        assert sums.issues == Issue.objects.filter(status__in=COUNTED).count()
    assert done >= STEPS // 3
