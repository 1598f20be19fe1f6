"""What waits for a person, of all rounds served: every desk, queue and count of what is to be done is drawn from here.

Computed from state and roles, never stored. Notices are a courtesy; this is the truth. The round that a person looks at
narrows lists and boards; what waits is narrowed only where the address of the page names a round.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, DateTimeField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone

from issues import others, slices
from issues.leads import Lead
from issues.models import PENDING, Extension, Issue, Round
from issues.models.querysets import IssueQuerySet
from issues.queues import Waiting, queues_of
from rectify.accounts.changes import waiting_for
from rectify.accounts.models import AskedChange, User
from rectify.lib.components import ViewLink

ISSUES = "issues"  # the first kind of what waits
EVERY_ROUND = "all"  # what `?round=` says of a list over all rounds


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: which queue it stands in, what it is, since when."""

    issue: Issue
    queue: Waiting
    since: datetime
    days: int
    times: int

    @property
    def url(self) -> str:
        return self.queue.url_of(self.issue)

    @property
    def is_extension(self) -> bool:
        return self.queue.slice.startswith("extension")


@dataclass(frozen=True)
class WaitingCount:
    """How many stand in a queue, the list of them, how long the oldest has waited in words."""

    name: str
    count: int
    slice: str
    url: str
    note: str = ""
    change: int | None = None

    @property
    def definition(self) -> str:
        return slices.find(self.slice)[0].definition

    @property
    def own(self) -> bool:
        """Whether it waits for the person, not for whoever holds the post."""
        return slices.find(self.slice)[0].own


class Workload:
    """`rounds` are all that the reader serves, `asked` the one that the address of the page names, if any. Every part is
    asked for when it is read, and once; statements do not grow with issues or rounds."""

    def __init__(self, user: User, on: date, *, rounds: Sequence[Round] = (), asked: Round | None = None) -> None:
        self.user, self.on, self.rounds, self.asked = user, on, rounds, asked

    @property
    def several(self) -> bool:
        """Whether rows of more than one round may stand together, so that each must say of which it is."""
        return self.asked is None and len(self.rounds) > 1

    @property
    def within(self) -> Sequence[Round]:
        """The rounds that this is about."""
        return [self.asked] if self.asked else self.rounds

    def of(self, rows: QuerySet, by: str = "round") -> QuerySet:
        """Rows of the round asked for, or all; `by` leads to their round."""
        return rows.filter(**{by: self.asked}) if self.asked else rows

    def issues(self) -> IssueQuerySet:
        """What counts here; what the reader may not read is withheld in it."""
        return Issue.objects.counted_for(self.user, within=self.asked)

    def link(self, code: str, lead: Lead | None = None) -> str:
        """The list that a slice counts here; of the issues that `lead` leads, where only these are counted."""
        asked = {"slice": code, "round": self.asked.public_id if self.asked else EVERY_ROUND}
        return f"{reverse('issues:list')}?{urlencode(asked | ({'lead': lead.value} if lead else {}), safe=':')}"

    def lend(self, issue: Issue) -> Round:
        """The round of an issue, as the reader's rounds were read; gives it to the issue too."""
        if held := next((each for each in self.rounds if each.pk == issue.round_id), None):
            issue.round = held
        return issue.round

    @cached_property
    def _queues(self) -> list[Waiting]:
        return queues_of(self.user)

    def _condition(self, queue: Waiting) -> Q:
        return slices.condition(queue.slice, self.on) & queue.place

    def _waiting(self, issues: IssueQuerySet, queues: Sequence[Waiting] | None = None) -> IssueQuerySet:
        """Of `issues` those in any of `queues`, by default of all; an issue in two of them is one."""
        condition = Q(pk__in=[])
        for queue in self._queues if queues is None else queues:
            condition |= self._condition(queue)
        return issues.filter(condition)

    @cached_property
    def _counts(self) -> dict[str, dict[int | None, int]]:
        """How much of each kind waits in each of the reader's rounds, by its id, whichever was asked for; one statement."""
        counts: dict[str, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
        if self._queues:
            issues = others.by_round(ISSUES, self._waiting(Issue.objects.counted_for(self.user)), "round")
            for kind, round_, number in issues.union(*others.counted(self.user), all=True):
                counts[kind][round_] += number
        return counts

    @cached_property
    def by_round(self) -> dict[int | None, int]:
        """How much waits in each of the reader's rounds: issues and what else there is to do. None: what is of no round."""
        return dict(sum(map(Counter, self._counts.values()), Counter()))

    @property
    def total(self) -> int:
        """How much waits in all rounds together."""
        return sum(self.by_round.values())

    @cached_property
    def changes(self) -> list[AskedChange]:
        """待第二人确认: what others asked about accounts and units and the person may agree to. It is of no round."""
        return waiting_for(self.user)

    @property
    def count(self) -> int:
        """How much waits here."""
        return self._here(self.by_round)

    @property
    def issue_count(self) -> int:
        """How many of it are issues."""
        return self._here(self._counts[ISSUES])

    @property
    def other_counts(self) -> dict[str, int]:
        """How many of it are of each other kind (issues/others.py), by its code."""
        return {kind: self._here(numbers) for kind, numbers in self._counts.items() if kind != ISSUES}

    def _here(self, numbers: Mapping[int | None, int]) -> int:
        return numbers.get(self.asked.pk, 0) if self.asked else sum(numbers.values())

    @cached_property
    def queues(self) -> list[WaitingCount]:
        """Each queue with its number and the list it counts; one with nothing in it is there too. One statement."""
        if not self._queues:
            return []
        numbered = {f"q{place}": queue for place, queue in enumerate(self._queues)}
        counts = {name: Count("pk", filter=self._condition(queue)) for name, queue in numbered.items()}
        came = {f"{name}_came": slices.since(queue.slice) for name, queue in numbered.items()}
        since = {
            f"{name}_since": Min(f"{name}_came", filter=self._condition(queue)) for name, queue in numbered.items()
        }
        totals = self._waiting(self.issues()).annotate(**came).aggregate(**counts, **since)
        return [
            WaitingCount(
                self._name(queue),
                totals[name],
                queue.slice,
                self.link(queue.slice, queue.lead),
                age(totals[f"{name}_since"], self.on),
            )
            for name, queue in numbered.items()
        ]

    def _name(self, queue: Waiting) -> str:
        """The title of its slice; whose it is too, where the person has one of each of several units."""
        name, alike = slices.title(queue.slice), [each for each in self._queues if each.slice == queue.slice]
        return f"{name}（{queue.lead.unit}）" if queue.lead and len(alike) > 1 else name

    def longest(self, most: int = 6, *, own: bool = False) -> list[WaitingItem]:
        """What has waited longest, over all queues (over those for which the reader was asked in person: `own`), of what the
        reader may read; one statement."""
        queues = [queue for queue in self._queues if queue.own or not own]
        if not queues:
            return []
        whens = [When(self._condition(queue), then=Value(str(place))) for place, queue in enumerate(queues)]
        asked = Extension.objects.filter(issue=OuterRef("pk"), status__in=PENDING)
        rows = self._waiting(Issue.objects.visible_to(self.user, within=self.asked), queues).annotate(
            queue=Case(*whens, output_field=CharField()),
            times=Subquery(asked.values("number")[:1]),
        )
        came = [When(queue=str(place), then=slices.since(queue.slice)) for place, queue in enumerate(queues)]
        since = Case(*came, output_field=DateTimeField())
        items = list(rows.annotate(since=since).select_related("lead_unit").order_by("since", "pk")[:most])
        for row in items if self.rounds else ():
            self.lend(row)
        return [
            WaitingItem(row, queues[int(row.queue)], row.since, days(row.since, self.on), row.times or 0)
            for row in items
        ]

    def views(self, page_of: Callable[[str], str], counts: Mapping[int, int] | None = None) -> list[ViewLink]:
        """The rounds as views of a page of what waits: all together first. None for who serves one. `page_of` gives the
        address for what `?round=` says, nothing being all; `counts` by round, where the page counts something of its own."""
        if len(self.rounds) < 2:
            return []
        numbers = self.by_round if counts is None else counts
        every = ViewLink("全部轮次", page_of(""), self.asked is None, sum(numbers.values()))
        return [
            every,
            *(
                ViewLink(each.name, page_of(each.public_id), each == self.asked, numbers.get(each.pk, 0))
                for each in self.rounds
            ),
        ]


def age(since: datetime | None, on: date) -> str:
    """How long the oldest has waited, in words; nothing where nothing waits."""
    if since is None:
        return ""
    waited = days(since, on)
    return f"最久 {waited} 天" if waited else "今天到的"


def days(since: datetime, on: date) -> int:
    return (on - timezone.localtime(since).date()).days
