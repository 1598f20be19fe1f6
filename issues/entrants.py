"""What an office does that has entered so much of an issue for a unit (代录) that nobody is left to judge it: decision 89."""

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from issues.models import Issue, Status
from rectify.accounts.directory import holders
from rectify.accounts.models import Holding
from rectify.accounts.roles import Role
from rectify.audit.hands import entrants
from rectify.audit.models import Event, named


def nobody_reviews(issue: Issue, *also: int) -> bool:
    """Whether nobody is left to review it: no clerk who entered nothing of it, or but one who alone could decide it then. `also`
    are entering something now."""
    entered = entrants(issue) | set(also)
    if not entered:
        return False
    clerks, heads = (_left(issue, role, entered) for role in (Role.OFFICE_CLERK, Role.OFFICE_HEAD))
    return not clerks or (len(clerks) == 1 and clerks == heads)


def unreviewed() -> QuerySet[Issue]:
    """The issues in first review of which `nobody_reviews` is true."""
    heads = _left_of(Role.OFFICE_HEAD, depth=2)
    alone = Exists(heads.filter(user=OuterRef("user"))) & ~Exists(heads.exclude(user=OuterRef("user")))
    reviewers = _left_of(Role.OFFICE_CLERK, depth=1).exclude(alone)
    waiting = Issue.objects.filter(Exists(_entering(depth=1)), status=Status.FIRST_REVIEW)
    return waiting.exclude(Exists(reviewers)).order_by()


def nobody_decides(issue: Issue, *others: int | None) -> bool:
    """Whether the office has no head who entered nothing of it and is none of `others`."""
    return not _left(issue, Role.OFFICE_HEAD, entrants(issue) | {pk for pk in others if pk})


def _left(issue: Issue, role: Role, without: set[int]) -> set[int]:
    return {person.pk for person in holders(issue.round.office, role)} - without


def _left_of(role: Role, *, depth: int) -> QuerySet[Holding]:
    """The posts of `role` in the office of the issue that the query `depth` levels above is about, of who entered nothing."""
    posts = Holding.objects.current().filter(role=role, user__is_active=True, unit=_above("round__office", depth))
    return posts.exclude(user__in=_entering(depth=depth + 1).filter(by__isnull=False).values("by"))


def _entering(*, depth: int) -> QuerySet[Event]:
    label = Concat(Value(f"{named(Issue)}:"), Cast(_above("pk", depth), CharField()))
    return Event.objects.filter(facts__has_key="behalf", subject=label)


def _above(name: str, depth: int) -> OuterRef:
    ref = OuterRef(name)
    for _ in range(depth - 1):
        ref = OuterRef(ref)
    return ref
