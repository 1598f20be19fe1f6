"""What an installation demands of who comes in. A machine of one's own, with the demo on it, demands little; one that others
reach by HTTPS demands more (docs/security.md)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from rectify.accounts.models import Factor, User
from rectify.accounts.opening import ENROL, FACTOR, PASSWORD
from rectify.accounts.roles import AccountKind, Role
from rectify.options.kinds import FLAG, INT
from rectify.options.registry import Option
from rectify.options.stored import option

GROUP = "登录"
ADMINISTRATORS = "factor.administrators"


def for_role(role: str) -> str:
    """The key of the option that says whether people of a role need the second factor."""
    return f"factor.{role}"


def _flag(key: str, who: str, default: bool) -> Option:
    title, words = f"{who}登录要动态码", "开了以后，没有绑定的人下次登录时绑定"
    return Option(key, title, FLAG, default, help=words, group=GROUP, per_office=False, guarded=True)


OPTIONS = (
    _flag(ADMINISTRATORS, "三员", settings.HTTPS),
    *(_flag(for_role(role.value), role.label, False) for role in Role),
    Option(
        "login.sessions",
        "一个人同时登录几处",
        INT(1, 10),
        3,
        help="再登录一处，最早的一处退出",
        group=GROUP,
        per_office=False,
        guarded=True,
    ),
    Option(
        "login.password_days",
        "密码用多少天要换",
        INT(0, 365),
        90 if settings.HTTPS else 0,
        help="0 为不限",
        group=GROUP,
        per_office=False,
        guarded=True,
    ),
)
KINDS: dict[str, str] = {kind: ADMINISTRATORS for kind in AccountKind if kind != AccountKind.BUSINESS}


def lacking(user: User) -> list[str]:
    """What stands between the password and the work."""
    bound = Factor.objects.filter(user=user).exists()
    lacks = [FACTOR] if bound else [ENROL] if needs_factor(user) else []
    return [*lacks, PASSWORD] if is_old(user) else lacks


def needs_factor(user: User) -> bool:
    """Whether the rules of the place ask a second factor of who holds these posts."""
    keys = [KINDS[user.kind]] if user.kind in KINDS else [for_role(role.value) for role in user.roles]
    return any(option(key) for key in keys)


def is_old(user: User) -> bool:
    """Whether the password was chosen longer ago than the rules of the place allow."""
    days = option("login.password_days")
    newest = user.past_passwords.first() if days else None
    chosen = newest.chosen_at if newest else user.created_at
    return bool(days) and chosen < timezone.now() - timedelta(days=days)
