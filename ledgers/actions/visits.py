"""现场核查 and 回头看: planning who goes, and recording once what was found. What follows for the issue is a move."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from issues.models import Status
from ledgers import policies
from ledgers.conditions import hands_in
from ledgers.models import Closure, Draw, Visit
from ledgers.visitors import may_go, of_the_office
from rectify.accounts.models import User
from rectify.audit.hands import entered_for_unit
from rectify.audit.trail import record
from rectify.lib.columns import set_columns
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.notices.notify import notify
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import Act, demand_all, not_entered

WORDS = ("place", "people", "heard", "seen", "searched", "asked", "note")
OUTCOME = {Visit.Kind.SITE_CHECK: Closure.Outcome.LIVE, Visit.Kind.LOOK_BACK: Closure.Outcome.APPROVED}


@transaction.atomic
def plan(
    *,
    closure: Closure,
    kind: str,
    on: date,
    visitors: Iterable[User],
    by: User,
    key: str = "",
    draw: Draw | None = None,
) -> Visit:
    """Name who goes and when. The unit does not learn of it. Raises Refused when the closing is not there to be visited, or
    when one of the visitors had a hand in it (docs/rules.md: lookback-other-hands, offline-one-hand)."""
    lock(closure)
    post = demand_all([policies.office(by, closure.issue)])
    people = list(visitors)
    asked = {"on": on, "visitors": sorted(map(str, people))}
    if not first_time(by=by, key=key, what=f"ledgers.visit.plan:{closure.pk}:{kind}", content=asked):
        return closure.visits.filter(kind=kind).latest("id")
    if closure.outcome != OUTCOME[Visit.Kind(kind)]:
        raise Refused(f"这份销号申请现在是“{closure.get_outcome_display()}”，不能安排{Visit.Kind(kind).label}")
    if not people:
        raise Refused("请至少定一个去的人")
    if kind == Visit.Kind.LOOK_BACK:
        _refuse_closers(closure, people)
    _refuse_strangers(closure, kind, people)
    if closure.visits.filter(kind=kind, recorded_at=None).exists():
        raise Refused(f"已经安排了{Visit.Kind(kind).label}，还没有记录；要改请先取消")
    visit = Visit.objects.create(
        issue=closure.issue,
        closure=closure,
        kind=kind,
        planned_on=on,
        planned_by=by,
        planned_at=timezone.now(),
        draw=draw,
    )
    visit.visitors.set(people)
    _ask_outsiders(visit, people)
    record("ledgers.visit.plan", visit, by=by, post=post, what=visit.get_kind_display())
    return visit


def plan_each(
    *, closures: Iterable[Closure], by: User, key_of: str = "", **given
) -> list[tuple[Closure, Visit | None, list[str]]]:
    """Plan the same visit for several, each an act of its own: the visit, or the reasons why not. A no stops no other.

    `key_of` is the key of the form that asks for all; each closure gets one of its own made of it.
    """
    outcomes: list[tuple[Closure, Visit | None, list[str]]] = []
    for closure in closures:
        key = f"{key_of[:26]}-{closure.pk}" if key_of else ""
        try:
            outcomes.append((closure, plan(closure=closure, by=by, key=key, **given), []))
        except Refused as refused:
            outcomes.append((closure, None, refused.reasons))
    return outcomes


@transaction.atomic
def record_visit(
    *,
    visit: Visit,
    by: User,
    on: date,
    finding: str,
    key: str = "",
    look_back_on: date | None = None,
    fault: str = "",
    **words: str,
) -> Visit:
    """Write down what was found, once; by one of those who went. 部分属实 sets the day of the next look back; 不属实 says
    whether the problem came back or had never been put right."""
    unknown = set(words) - set(WORDS)
    if unknown:
        raise TypeError(f"no such field of a visit: {', '.join(sorted(unknown))}")
    lock(visit)
    filled = {"on": on, "finding": finding, "fault": fault, "look_back_on": look_back_on} | words
    if not first_time(by=by, key=key, what=f"ledgers.visit.record:{visit.pk}", content=filled):
        return visit
    if visit.recorded_at:
        raise Conflict(f"这次{visit.get_kind_display()}已由{visit.recorded_by}记录，不能再改")
    _refuse_unfit(visit, by=by, on=on, finding=finding, words=words)
    visit.fault = _fault(visit, finding, fault)
    set_columns(visit, {name: value.strip() for name, value in words.items()})
    visit.on, visit.finding, visit.recorded_at, visit.recorded_by = on, finding, timezone.now(), by
    visit.save()
    issue = visit.issue
    if visit.kind == Visit.Kind.LOOK_BACK and finding == Visit.Finding.PARTLY and issue.status == Status.CLOSED:
        if look_back_on is None or look_back_on <= on:
            raise Refused("部分属实的，请定下次回头看的日期")
        issue.look_back_on = look_back_on
        issue.version += 1
        issue.save(update_fields=["look_back_on", "version"])
    word = visit.get_fault_display().partition("：")[0] if visit.fault else visit.get_finding_display()
    record("ledgers.visit.record", visit, by=by, what=visit.get_kind_display(), finding=word)
    return visit


@transaction.atomic
def call_off(*, visit: Visit, by: User) -> None:
    """A visit that was planned and not made is taken off the calendar."""
    lock(visit)
    post = demand_all([policies.office(by, visit.issue)])
    if visit.recorded_at:
        raise Refused("已经记录的不能取消")
    if visit.files.exists():
        raise Refused("已经附过材料的不能取消：材料要留存。没有去成的，请由去的人在记录里写明")
    pk, kind = visit.pk, visit.get_kind_display()
    visit.delete()
    visit.pk = pk
    record("ledgers.visit.call_off", visit, by=by, post=post, what=kind)


def _refuse_closers(closure: Closure, people: list[User]) -> None:
    closers = hands_in(closure)
    known = [str(person) for person in people if person.pk in closers]
    if known:
        raise Refused(f"{'、'.join(known)}参与过这件的销号，回头看须换人去")


def _refuse_strangers(closure: Closure, kind: str, people: list[User]) -> None:
    """Nobody goes who entered for the unit, nor from outside while the office can send somebody."""
    if entered := [person.name for person in people if entered_for_unit(Act(person), closure.issue)]:
        raise Refused(f"{'、'.join(entered)}代责任单位录入过这一件，请换别人去")
    allowed = set(may_go([closure], kind).values_list("pk", flat=True))
    if strangers := [str(person) for person in people if person.pk not in allowed]:
        raise Refused(f"{'、'.join(strangers)}不是督查办的人：督查办还有没参与过销号的人时，由督查办的人去")


def _ask_outsiders(visit: Visit, people: list[User]) -> None:
    """Who is not of the office learns of it, with the way to the page."""
    own = set(of_the_office([visit.closure]).values_list("pk", flat=True))
    outsiders = [person for person in people if person.pk not in own]
    what, url = visit.get_kind_display(), reverse("ledgers:visit", args=[visit.public_id])
    title = f"{visit.issue.number} 请您去{what}，{visit.planned_on:%Y-%m-%d}"
    why = "督查办没有未参与销号的人，由您去"
    text = f"{visit.issue.round.name}　{visit.issue.told_title}"
    notify(outsiders, key=f"visit:{visit.public_id}", kind="review", title=title, text=text, why=why, url=url)


def _fault(visit: Visit, finding: str, fault: str) -> str:
    """The nature of a failed look back; a look on site before the closing has none, since nothing was struck off yet."""
    if visit.kind != Visit.Kind.LOOK_BACK or finding != Visit.Finding.FAILS:
        return ""
    if fault not in Visit.Fault.values:
        raise Refused("不属实的，请选是反弹还是虚假")
    return fault


def _refuse_unfit(visit: Visit, *, by: User, on: date, finding: str, words: dict[str, str]) -> None:
    if not visit.visitors.filter(pk=by.pk).exists():
        raise Refused("须由去的人记录")
    demand_all([not_entered(visit.issue, Act(by))])
    if finding not in Visit.Finding.values:
        raise Refused("请选结论")
    if on > today():
        raise Refused("实到日期还没有到")
    if not words.get("place", "").strip():
        raise Refused("请写去了哪里")
    if not any(words.get(name, "").strip() for name in ("heard", "seen", "searched", "asked")):
        raise Refused("听、看、查、访至少写一项")
