"""The reports of a week as lists: what a unit still owes, what the office has to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_filters as filters
from django.db.models import Count, Q, QuerySet

from issues.models import Report, Week
from issues.models.status import OPEN
from issues.weeks.counting import ASKED
from rectify.accounts.models import Unit
from rectify.accounts.roles import UNIT_ROLES
from rectify.accounts.scoping import under
from rectify.lib.components import ViewLink
from rectify.lib.dates import SHANGHAI, short
from rectify.lib.filtering import Filtering

WAITING = Q(status__in=[Report.Status.DUE, Report.Status.RETURNED], issue__status__in=OPEN)
# name → (word, condition); the views of the office's list, the first one is where the day begins
STATES = {
    "sent": ("待阅", Q(status=Report.Status.SENT)),
    "waiting": ("待报", Q(status=Report.Status.DUE, missed_at=None)),
    "missed": ("未报", Q(missed_at__isnull=False)),
    "returned": ("退回未重报", Q(status=Report.Status.RETURNED)),
    "late": ("迟报", Q(is_late=True)),
    "no_progress": ("无进展", ~Q(no_progress="")),
    "read": ("已阅", Q(status=Report.Status.READ)),
    "all": ("全部", Q()),
}


def of_weeks(reports: QuerySet, weeks: Iterable[Week]) -> QuerySet:
    """The reports asked for in these weeks, each of a round of its own, in the order of lists; none before the first week."""
    return reports.filter(ASKED, week__in=weeks).order_by("issue__due_order", "issue_id")


def own(reports: QuerySet, user: Any) -> QuerySet:
    """Those that the person may write: of issues led by a unit of theirs, or below it."""
    return reports.filter(under("issue__lead_unit", user.paths(*UNIT_ROLES)))


def still_owed(reports: QuerySet, user: Any) -> QuerySet:
    """What the person has to write in the newest week of each issue's round, earliest deadline first."""
    return own(reports, user).filter(WAITING).order_by("issue__due_order", "issue_id")


def by_round(reports: QuerySet, user: Any) -> dict[int, int]:
    """Of these reports by their round how many wait for the person: to be written, or for the office to be read; one
    statement."""
    write = WAITING & under("issue__lead_unit", user.paths(*UNIT_ROLES))
    read = Q(status=Report.Status.SENT, week__round__office__in=user.offices())
    rows = reports.filter(ASKED).filter(write | read).order_by()
    return dict(rows.values_list("week__round").annotate(Count("pk")))


class ReportFilter(Filtering):
    """The office's list: one of STATES, and one unit. The unit's own page is cut down by them too."""

    state = filters.ChoiceFilter(
        label="周报", choices=[(name, word) for name, (word, _) in STATES.items()], method="in_state"
    )
    unit = filters.ChoiceFilter(label="单位", field_name="unit__public_id", choices=(), empty_label="单位：全部")

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str], queryset: QuerySet[Report], **more: Any) -> None:
        super().__init__(data, queryset, **more)
        self.filters["unit"].extra["choices"] = lambda: [(unit.public_id, str(unit)) for unit in units_in(queryset)]

    def in_state(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found.filter(STATES[value][1])

    @property
    def view(self) -> str:
        """The view that is looked at: the day begins with what came, one unit is looked at whole."""
        return self.asked.get("state") or ("all" if "unit" in self.data else "sent")

    def in_view(self) -> QuerySet:
        """The rows of that view."""
        reports = self.understood()
        return reports if self.wrong else self.in_state(reports, "state", self.view)

    def of_unit(self) -> QuerySet:
        """The reports of the unit asked for, in whatever state."""
        unit = self.asked.get("unit")
        return (
            self.queryset.none() if self.wrong else self.queryset.filter(**({"unit__public_id": unit} if unit else {}))
        )


def views_of(reports: QuerySet, *, state: str, url: str, keep: str) -> list[ViewLink]:
    """The views of the office's list with their counts; one statement."""
    counts = reports.order_by().aggregate(
        **{name: Count("pk", filter=q) for name, (_, q) in STATES.items() if name != "all"}
    )
    counts["all"] = reports.order_by().count()
    return [
        ViewLink(word, f"{url}?state={name}{keep}", name == state, counts[name]) for name, (word, _) in STATES.items()
    ]


def last_sent(report: Report) -> Report | None:
    """The newest report of the same issue sent in an earlier week."""
    earlier = Report.objects.filter(issue=report.issue_id, week__starts__lt=report.week.starts, sent_at__isnull=False)
    return earlier.select_related("week").order_by("-week__starts").first()


def last_written(report: Report, *, stuck: bool = False) -> Report | None:
    """The newest earlier report of progress: what the next one opens with. `stuck`: the newest of none that says why."""
    earlier = Report.objects.filter(issue=report.issue_id, week__starts__lt=report.week.starts).exclude(text="")
    which = earlier.exclude(no_progress="") if stuck else earlier.filter(no_progress="")
    return which.order_by("-week__starts").first()


@dataclass(frozen=True)
class DeadlineWords:
    """The sentence about the deadline of a week's reports and the mark beside it; all empty where there is no week."""

    text: str = ""
    kind: str = ""
    mark: str = ""


def deadline_words(week: Week, at: datetime) -> DeadlineWords:
    due, now = week.report_due.astimezone(SHANGHAI), at.astimezone(SHANGHAI)
    day = "今天" if due.date() == now.date() else short(due.date())
    if now >= due:
        return DeadlineWords(f"{day} {due:%H:%M} 已截止，之后报的记“迟报”。", "overdue", "已过截止")
    left = due - now
    hours, minutes = left.seconds // 3600, left.seconds // 60 % 60
    words = f"剩 {left.days} 天 {hours} 小时" if left.days else f"剩 {hours} 小时 {minutes} 分"
    return DeadlineWords(f"{day} {due:%H:%M} 截止。", "soon" if left.days < 1 else "", words)


@dataclass(frozen=True)
class ReportedWeek:
    """The present week of one round: how many reports came of those asked for."""

    week: Week
    came: int
    whole: int
    deadline: DeadlineWords

    @property
    def still_out(self) -> int:
        return self.whole - self.came


def reported(weeks: QuerySet[Week], user: Any, at: datetime) -> list[ReportedWeek]:
    """Each of `weeks` as its reader may see it; two statements."""
    rows = list(weeks.select_related("round").order_by("report_due", "pk"))
    asked = Report.objects.visible_to(user).filter(ASKED, week__in=rows).order_by().values_list("week")
    counts = asked.annotate(whole=Count("pk"), came=Count("pk", filter=Q(sent_at__isnull=False)))
    numbers = {week: (came, whole) for week, whole, came in counts}
    return [ReportedWeek(row, *numbers.get(row.pk, (0, 0)), deadline_words(row, at)) for row in rows]


def place(report: Report, owed: list[Report]) -> tuple[int, int]:
    """Which of how many still to write."""
    ids = [each.pk for each in owed]
    return (ids.index(report.pk) + 1 if report.pk in ids else 0, len(ids))


def units_in(reports: QuerySet) -> QuerySet:
    """The units that owe anything in this list, in protocol order."""
    return Unit.objects.filter(pk__in=reports.order_by().values("unit"))
