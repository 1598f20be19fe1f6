"""The measuring world's rows by bulk_create: slower, on any database (SQLite has no INSERT … SELECT of our functions)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Any

from django.db import transaction

from issues.models import Issue, Measure, Report
from ledgers.models import Closure, Entry
from rectify.lib.dates import at_time
from rectify.roof.demo.corpus import CorpusWorld, due_of, mixed, person_of, state_of, text_of, title_of, unit_of

STEP = 1000
STATES = {2: "rectifying", 3: "first_review", 4: "awaiting_decision", 5: "closed", 6: "terminated"}
PROOF = {"measuring": True, "evidence": [{"name": "1"}]}


def write(world: CorpusWorld, count: int, *, now: datetime, say: Callable[[str], None]) -> None:
    """Write `count` issues with all that hangs on them, a thousand in a transaction."""
    for first in range(1, count + 1, STEP):
        with transaction.atomic():
            numbers = range(first, min(first + STEP, count + 1))
            facts = [Facts(world, number, count) for number in numbers]
            Issue.objects.bulk_create(each.issue() for each in facts)
            Measure.objects.bulk_create(row for each in facts for row in each.measures())
            Report.objects.bulk_create(row for each in facts for row in each.reports(now))
            Entry.objects.bulk_create(row for each in facts for row in each.entries())
            Closure.objects.bulk_create(row for each in facts for row in each.closures())
        if first % 10_000 == 1:
            say(f"　{numbers[-1]} 件")


class Facts:
    """What is fixed for one issue by its number."""

    def __init__(self, world: CorpusWorld, number: int, count: int) -> None:
        self.world, self.number, self.count = world, number, count
        self.unit, self.person, self.state = unit_of(number), person_of(number), state_of(number)
        self.due = due_of(number, world.today)
        self.ended = min(self.due, world.today)
        self.opened = self.ended - timedelta(days=30 + mixed(number, 12) % 90)
        self.lead = world.units[self.unit - 1]
        self.user = world.people[self.person - 1]
        self.is_closed = self.state == 5

    def issue(self) -> Issue:
        number, world = self.number, self.world
        status = STATES.get(self.state) or ("dispatched", "planning")[number % 2]
        return Issue(
            pk=number,
            round=world.round,
            number=f"{self.unit:03d}-{number}",
            title=title_of(number, self.count),
            original=text_of(number, 20, 8),
            lead_unit_id=self.lead,
            handler=f"用户{self.person}",
            category_id=world.categories[number % len(world.categories)],
            original_due=self.due,
            due=self.due,
            status=status,
            status_since=evening(self.due if self.state > 4 else min(self.opened + timedelta(days=20), world.today)),
            created_at=evening(self.opened - timedelta(days=3)),
            created_by=world.clerk,
            dispatched_at=evening(self.opened),
            dispatched_by=world.head,
            version=6,
            plan_version=int(self.state > 1),
            declared="full" if self.state in (3, 4, 5) else "",
            grade="full" if self.is_closed else "",
            closed_on=self.due if self.is_closed else None,
            ended_on=self.due if self.state == 6 else None,
            look_back_on=self.due + timedelta(days=180) if self.is_closed else None,
        )

    def measures(self) -> Iterator[Measure]:
        status = "accepted" if self.is_closed else "done" if self.state in (3, 4) else "doing"
        for k in range(1, (4 if self.number % 1000 == 1 else 2) if self.state > 1 else 1):
            yield Measure(
                issue_id=self.number,
                order=k,
                text=text_of(self.number + k, 22, 2),
                kind="prevent" if k == 1 else "correct",
                criterion="现场核查合格并有记录",
                person=f"责任人{self.number % 500}",
                unit_id=self.lead,
                due=self.due,
                status=status,
                created_by_id=self.user,
                created_at=evening(self.opened + timedelta(days=5)),
            )

    def reports(self, now: datetime) -> Iterator[Report]:
        for k in range(1, 21 if self.number % 1000 == 1 else 3):
            sent = now - timedelta(days=7 * k + 2)
            yield Report(
                issue_id=self.number,
                unit_id=self.lead,
                week_id=self.world.weeks[-k],
                why="集中整改期，每周报",
                status="read",
                version=3,
                text=text_of(self.number * 40 + k, 21, 3),
                sent_at=sent,
                sent_by_id=self.user,
                read_at=sent + timedelta(days=1),
                read_by=self.world.clerk,
                status_since=sent + timedelta(days=2),
            )

    def entries(self) -> Iterator[Entry]:
        acts = [("opened", self.opened), ("closed" if self.is_closed else "terminated", self.due)]
        for sequence, (kind, on) in enumerate(acts[: 2 if self.state > 4 else 1], 1):
            yield Entry(
                round=self.world.round,
                unit_id=self.lead,
                issue_id=self.number,
                sequence=sequence,
                kind=kind,
                on=on,
                at=evening(on),
                by=self.world.head,
            )

    def closures(self) -> Iterator[Closure]:
        if self.state not in (3, 4, 5):
            return
        fields: dict[str, Any] = {"outcome": "live"}
        if self.state > 3:
            fields |= {"reviewed_at": evening(self.ended - timedelta(days=3)), "reviewed_by": self.world.checker}
        if self.is_closed:
            fields |= {
                "outcome": "approved",
                "decided_at": evening(self.due),
                "decided_by": self.world.head,
                "grade": "full",
            }
            fields |= {"final_digest": f"final{self.number}"}
        signer = self.world.people[self.person % len(self.world.people)]
        yield Closure(
            issue_id=self.number,
            number=1,
            declared="full",
            result="已按方案整改到位",
            matter="yes",
            persons="yes",
            mechanism="yes",
            digest=str(self.number),
            signed_digest=str(self.number),
            snapshot=PROOF,
            applied_at=evening(self.ended - timedelta(days=6)),
            applied_by_id=self.user,
            site_note="现场查看属实",
            site_by="复核人",
            signed_at=evening(self.ended - timedelta(days=5)),
            signed_by_id=signer,
            **fields,
        )


def evening(day: date) -> datetime:
    return at_time(day, hour(17))
