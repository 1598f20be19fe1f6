"""The people of the demo city on the log-in page: only in a demo, and only for a browser on the same machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from rectify.accounts.models import Holding, User
from rectify.accounts.roles import AccountKind, Role
from rectify.lib.environment import is_loopback

MOST = 4
ADMINISTRATORS = (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN, AccountKind.AUDITOR)


def allowed(request: HttpRequest) -> bool:
    """Whether log-in by one click is there. What came through a proxy is not from this machine."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    through_a_proxy = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    here = is_loopback(host) and is_loopback(request.META.get("REMOTE_ADDR", ""))
    return bool(settings.DEMO and here and not through_a_proxy)


@dataclass(frozen=True)
class DemoPerson:
    """Who may be picked, and by which post."""

    public_id: str
    name: str
    post: str


@dataclass(frozen=True)
class PeopleOfRole:
    """The people under one heading."""

    role: str
    people: Sequence[DemoPerson]


def people() -> list[PeopleOfRole]:
    """In the order of the roles, at most four people each."""
    groups: dict[str, list[DemoPerson]] = {role.label: [] for role in Role}
    holdings = Holding.objects.current().filter(user__is_active=True, user__kind=AccountKind.BUSINESS)
    for holding in holdings.select_related("user", "unit").order_by("unit__order", "unit_id", "id"):
        group = groups[holding.get_role_display()]
        if len(group) < MOST and all(one.public_id != holding.user.public_id for one in group):
            group.append(_person(holding.user, str(holding.unit)))
    administrators = User.objects.filter(kind__in=ADMINISTRATORS, is_active=True).order_by("username")
    for kind in ADMINISTRATORS:
        groups[kind.label] = [_person(user, "") for user in administrators if user.kind == kind][:MOST]
    return [PeopleOfRole(role, group) for role, group in groups.items() if group]


def _person(user: User, post: str) -> DemoPerson:
    return DemoPerson(user.public_id, user.name, "·".join(filter(None, [post, user.title])))
