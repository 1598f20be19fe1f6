"""Who may stand in for whom (AB角): rules about two people and a span of days."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from rectify.accounts.models import Holding, StandIn, User
from rectify.accounts.roles import AccountKind, Role, WorksFor, offered
from rectify.lib.verdict import YES, Verdict, no

LONGEST = 90  # days: whoever is away for longer is replaced, which is a grant


def works_for(role: str) -> WorksFor | str:
    """Whose work a role does; a role that works for neither unit nor office stands by itself."""
    return Role.of(role).works_for or role


def colleagues(user: User, on: date) -> QuerySet[User]:
    """Active people who do business and hold a post on `on` at a unit at which `user` holds one."""
    there = user.holdings.current(on).values("unit")
    people = User.objects.filter(kind=AccountKind.BUSINESS, is_active=True).exclude(pk=user.pk)
    return people.filter(pk__in=Holding.objects.current(on).filter(unit__in=there).values("user")).order_by("username")


def may_deputise(absent: User, deputy: User, *, starts: date, ends: date, today: date) -> Iterator[Verdict]:
    """The same unit, an account in use, no roles that check one another; nobody is lent on (no chains); days that are free."""
    if ends < starts:
        yield no("截止日早于起始日，请改正")
        return
    if ends < today:
        yield no("这段日子已经过去了")
    if (ends - starts).days >= LONGEST:
        yield no(f"一次最长 {LONGEST} 天；离岗更久的，请安全管理员另行授权")
    if absent.pk == deputy.pk:
        yield no("不能由自己代办")
        return
    if deputy.is_administrator or not deputy.is_active:
        yield no(f"{deputy.name}的账号不能代办业务")
    yield _fits(absent, deputy, starts)
    spans = StandIn.objects.overlapping(starts, ends)
    if span := spans.filter(absent=absent).first():
        yield no(f"这段日子已经请{span.deputy.name}代办（{span.starts} 至 {span.ends}），先结束那一段")
    if span := spans.filter(deputy=absent).first():
        yield no(
            f"您在 {span.starts} 至 {span.ends} 代{span.absent.name}办理，不能再转给别人代，请{span.absent.name}先另找人"
        )
    if span := spans.filter(absent=deputy).first():
        yield no(f"{deputy.name}在 {span.starts} 至 {span.ends} 自己离岗，请另选一位")


def _fits(absent: User, deputy: User, on: date) -> Verdict:
    own: dict[int, set[WorksFor | str]] = {}
    for unit, role in _posts(deputy, on):
        own.setdefault(unit, set()).add(works_for(role))
    lent = [(unit, role) for unit, role in _posts(absent, on) if unit in own]
    if not lent:
        return no(f"{deputy.name}与您没有在同一单位任职，不能代办")
    # What the deputy has anywhere counts: an office's clerk must not report for a unit in the same days.
    everywhere = set().union(*own.values())
    if others := {works_for(role) for _, role in lent} - everywhere:
        words = "、".join(sorted({Role.of(role).label for _, role in lent if works_for(role) in others}))
        return no(f"{deputy.name}的角色与“{words}”互相监督，不能由一个人兼办")
    return YES


def _posts(user: User, on: date) -> QuerySet[Holding, tuple[int, str]]:
    """Unit and role of what the person holds on the day."""
    return user.holdings.current(on).filter(role__in=offered()).values_list("unit", "role")
