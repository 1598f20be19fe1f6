"""Who may be sent to look: people of the office; where all of it had a hand in the closing, one from outside."""

from collections.abc import Iterable

from django.db.models import QuerySet

from issues.models import Opinion
from ledgers.conditions import hands_in
from ledgers.models import Closure, Visit
from rectify.accounts.directory import holders
from rectify.accounts.models import Holding, User
from rectify.accounts.roles import OFFICE_ROLES, Role


def of_the_office(closures: Iterable[Closure]) -> QuerySet[User]:
    """Clerks and heads of the offices concerned, in use today."""
    offices = {closure.issue.round.office_id for closure in closures}
    posts = Holding.objects.current().filter(unit__in=offices, role__in=OFFICE_ROLES)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def is_stranded(closure: Closure) -> bool:
    """Whether everybody of the office had a hand in the closing."""
    return not of_the_office([closure]).exclude(pk__in=hands_in(closure)).exists()


def from_outside(closure: Closure) -> list[User]:
    """Leaders who have the lead unit in charge, and reviewers who were asked about the issue: they see it anyway."""
    issue = closure.issue
    asked = Opinion.objects.filter(review__issue=issue).values_list("body", flat=True)
    reviewers = Holding.objects.current().filter(role=Role.REVIEWER, unit__in=asked, user__is_active=True)
    people = {person.pk: person for person in holders(issue.lead_unit, Role.LEADER)}
    people |= {post.user_id: post.user for post in reviewers.select_related("user")}
    return [person for pk, person in people.items() if pk not in hands_in(closure)]


def may_go(closures: Iterable[Closure], kind: str) -> QuerySet[User]:
    """Who is offered: the office, and for look backs of which it can make none whoever can."""
    closures = list(closures)
    people = of_the_office(closures)
    stranded = [closure for closure in closures if kind == Visit.Kind.LOOK_BACK and is_stranded(closure)]
    outside = {person.pk for closure in stranded for person in from_outside(closure)}
    return User.objects.filter(pk__in={*people.values_list("pk", flat=True), *outside}).order_by("name", "pk")
