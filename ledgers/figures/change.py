"""What changed since a day, from facts that stay: entries of the ledger, closures with their grades, extensions granted.

Only issues that something happened to since then are looked at, so the cost is that of a week, not of the round. They
are the reader's issues of today: an issue that was moved to the reader's unit meanwhile counts on both days.
"""

from datetime import date, time, timedelta

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from issues import slices
from issues.models import Grade
from ledgers.figures.figure import Scope
from ledgers.models import Closure, Entry
from ledgers.models.entry import PLUS
from rectify.lib.dates import at_time, monday

K = Entry.Kind
CODES = ("counted", "grade:full", "grade:mostly", "accepted", "open", "overdue")


def last_monday(on: date) -> date:
    """上周一: the Monday of the week before; figures are compared with how the books stood when that day began."""
    return monday(on) - timedelta(days=7)


def changes(scope: Scope, since: date) -> dict[str, int]:
    """For each of CODES: the number now minus the number when `since` began. One statement."""
    before = then(since)
    names = {code: f"n{place}" for place, code in enumerate(CODES)}
    counts = {name: Count("pk", filter=slices.condition(code, scope.on)) for code, name in names.items()}
    counts |= {f"{name}_then": Count("pk", filter=before[code]) for code, name in names.items()}
    counts_then = remembered(touched(scope, since), since).aggregate(**counts)
    return {code: counts_then[name] - counts_then[f"{name}_then"] for code, name in names.items()}


def touched(scope: Scope, since: date) -> QuerySet:
    """The issues whose place in one of the figures may differ between then and now."""
    posted = Entry.objects.filter(round=scope.round, on__gte=since).values("issue")
    granted = slices.granted_since(since).values("issue")
    passed = slices.condition(f"overdue_since:{since}", scope.on)
    return scope.issues().filter(Q(pk__in=posted) | Q(pk__in=granted) | passed)


def remembered(issues: QuerySet, since: date) -> QuerySet:
    """Each issue with what it was when `since` began: its last entry, its grade, its deadline."""
    entries = Entry.objects.filter(issue=OuterRef("pk"), on__lt=since).order_by("-sequence")
    approved = [Closure.Outcome.APPROVED, Closure.Outcome.REOPENED]
    closures = Closure.objects.filter(
        issue=OuterRef("pk"), outcome__in=approved, decided_at__lt=at_time(since, time.min)
    ).order_by("-number")
    later = slices.granted_since(since).filter(issue=OuterRef("pk")).order_by("decided_at", "number")
    reopened = Closure.objects.filter(
        issue=OuterRef("pk"), outcome=Closure.Outcome.REOPENED, decided_at__gte=at_time(since, time.min)
    ).order_by(
        "number"
    )  # closed and reopened since then: the deadline before is the one that the request was handed in under
    return issues.annotate(
        then_kind=Subquery(entries.values("kind")[:1]),
        then_grade=Subquery(closures.values("grade")[:1]),
        then_due=Coalesce(
            Subquery(later.values("from_due")[:1]),
            Cast(Subquery(reopened.values(due=KT("snapshot__due"))[:1]), DateField()),
            F("due"),
        ),
    )


def then(since: date) -> dict[str, Q]:
    """The figures' conditions over what is remembered."""
    open_then, closed_then = Q(then_kind__in=PLUS), Q(then_kind=K.CLOSED)
    return {
        "counted": open_then | closed_then,
        "grade:full": closed_then & Q(then_grade=Grade.FULL),
        "grade:mostly": closed_then & Q(then_grade=Grade.MOSTLY),
        "accepted": closed_then & Q(then_grade__in=[Grade.FULL, Grade.MOSTLY]),
        "open": open_then,
        "overdue": open_then & Q(then_due__lt=since),
    }
