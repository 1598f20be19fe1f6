"""The people of the demo city on the log-in page: only in a demo, and only for a browser on the same machine."""

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


def people() -> list[dict]:
    """Groups {role, people: {public_id, name, post}} in the order of the roles, at most four people each."""
    groups: dict[str, list[dict]] = {role.label: [] for role in Role}
    holdings = Holding.objects.current().filter(user__is_active=True, user__kind=AccountKind.BUSINESS)
    for holding in holdings.select_related("user", "unit").order_by("unit__order", "unit_id", "id"):
        found = groups[holding.get_role_display()]
        if len(found) < MOST and all(one["public_id"] != holding.user.public_id for one in found):
            found.append(_person(holding.user, str(holding.unit)))
    administrators = User.objects.filter(kind__in=ADMINISTRATORS, is_active=True).order_by("username")
    for kind in ADMINISTRATORS:
        groups[kind.label] = [_person(user, "") for user in administrators if user.kind == kind][:MOST]
    return [{"role": role, "people": found} for role, found in groups.items() if found]


def _person(user: User, post: str) -> dict:
    return {"public_id": user.public_id, "name": user.name, "post": "·".join(filter(None, [post, user.title]))}
