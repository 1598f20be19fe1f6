"""单位责任: who is first responsible for a unit's rectification now, who was, and how the unit took its issues up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from issues.actions.handover import heads_office_of
from issues.models import Handover, Round
from issues.pages.handovers.page import HandoverRow, handover_row
from issues.pages.rounds import duties
from issues.pages.units.handing_on import LedIssue, led_issues
from rectify.accounts.models import Holding, StandIn, Unit, User
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.page import Page


@dataclass(frozen=True)
class PostRow:
    """A grant of the history with its mark."""

    post: Holding
    mark: tuple[str, str]


@dataclass(frozen=True)
class UnitDutyPage(Page):
    """`now` are the principals, `posts` all of them ever, `away` who stands in for one, `duty` the numbers of the round,
    `led` what the unit leads in all rounds of the reader's offices."""

    template: ClassVar[str] = "issues/units/unit_duty.html"
    unit: Unit
    now: Sequence[Holding]
    posts: Sequence[PostRow]
    away: Sequence[str]
    liaisons: Sequence[Holding]
    handovers: Sequence[HandoverRow]
    duty: duties.UnitDuty | None
    draws_up: bool
    led: Sequence[LedIssue]


def unit_duty_page(unit: Unit, round_: Round | None, user: User) -> UnitDutyPage:
    """As `user` may see its handovers."""
    handovers = Handover.objects.visible_to(user).filter(unit=unit).defer("body")
    posts = list(
        Holding.objects.filter(unit=unit, role=Role.UNIT_PRINCIPAL).select_related("user").order_by("-starts", "-pk")
    )
    return UnitDutyPage(
        unit=unit,
        now=[post for post in posts if holds(post, today())],
        posts=[PostRow(post, mark(post, today())) for post in posts],
        away=away(posts, today()),
        liaisons=list(
            Holding.objects.current(today()).filter(unit=unit, role=Role.UNIT_LIAISON).select_related("user")
        ),
        handovers=[handover_row(handover) for handover in handovers.select_related("incoming", "outgoing")],
        duty=duties.of_round(round_).get(unit.pk) if round_ else None,
        draws_up=bool(heads_office_of(user, unit)),
        led=led_issues(unit, user),
    )


def away(posts: Sequence[Holding], on: date) -> list[str]:
    """Who stands in for one of the principals, in sentences."""
    standins = StandIn.objects.in_force(on).filter(absent__in=[post.user_id for post in posts])
    return [
        f"{row.absent.name}离岗，{row.starts} 至 {row.ends} 由{row.deputy.name}代办。"
        for row in standins.select_related("absent", "deputy")
    ]


def holds(post: Holding, on: date) -> bool:
    return post.starts <= on and (post.ends is None or post.ends >= on) and post.user.is_active


def mark(post: Holding, on: date) -> tuple[str, str]:
    """Code and word of its pill."""
    if post.ends and post.ends < on:
        return "terminated", "已卸任"
    if post.starts > on:
        return "todo", "尚未开始"
    return ("ok", "现任") if post.user.is_active else ("missing", "账号已停用")
