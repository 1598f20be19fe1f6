"""The slices that only the books can tell: they rest on the closure and on the ledger."""

from datetime import time

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from issues.models import COUNTED, Plan, Status
from issues.slices import declare, earliest
from ledgers.models import Closure, Entry, Objection, Visit
from rectify.lib.dates import at_time, day_asked


@declare("returned_since", "{0} 以来退回", "该日以来方案、初审或审定退回过，未终止")
def returned_since(on, day):
    since = at_time(day_asked(day), time.min)
    plans = Plan.objects.filter(verdict=Plan.Verdict.RETURNED, decided_at__gte=since)
    reviews = Closure.objects.filter(outcome=Closure.Outcome.RETURNED, reviewed_at__gte=since)
    decisions = Closure.objects.filter(outcome=Closure.Outcome.DECLINED, decided_at__gte=since)
    conditions = [Q(pk__in=rows.values("issue")) for rows in (plans, reviews, decisions)]
    return Q(status__in=COUNTED) & (conditions[0] | conditions[1] | conditions[2])


@declare("posted", "{1} 账上{0}", "该月账上有这样一笔的问题（件）；期间写作 2026-11，或 all 指本轮至今")
def posted(on, kind, period, unit="all"):
    """Issues with an entry of this kind in a month and, when named, in a unit's account."""
    entries = Entry.objects.filter(kind=Entry.Kind(kind).value)
    if period != "all":
        first = day_asked(f"{period}-01")
        entries = entries.filter(on__year=first.year, on__month=first.month)
    if unit != "all":
        entries = entries.filter(unit__public_id=unit)
    return Q(pk__in=entries.values("issue"))


# 回头看: what the closings were worth (docs/rules.md: held-beside-rates). Only what was recorded: what is planned stays
# unsaid.


def looks() -> QuerySet:
    """The look backs that were made."""
    return Visit.objects.filter(kind=Visit.Kind.LOOK_BACK, recorded_at__isnull=False)


def latest(of: QuerySet, same: str) -> QuerySet:
    """Of each `same` (issue, closure) the last one made."""
    later = looks().filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")), **{same: OuterRef(same)}
    )
    return of.filter(~Exists(later))


def standing(*findings: str) -> QuerySet:
    """Issues whose standing closure was last found so."""
    visits = looks().filter(closure__outcome=Closure.Outcome.APPROVED, finding__in=findings)
    return latest(visits, "closure").values("issue")


@declare("ever_closed", "曾销号", "曾审定销号的问题，不论以后是否重开")
def ever_closed(on):
    outcomes = [Closure.Outcome.APPROVED, Closure.Outcome.REOPENED]
    return Q(pk__in=Closure.objects.filter(outcome__in=outcomes).values("issue"))


@declare("looked_back", "已回头看", "销号后至少有一次回头看记录")
def looked_back(on):
    return Q(pk__in=looks().values("issue"))


@declare("look_back_holds", "回头看属实", "最近一次回头看的结论是属实，没有反弹")
def look_back_holds(on):
    return Q(pk__in=latest(looks().filter(finding=Visit.Finding.HOLDS), "issue").values("issue"))


@declare("look_back_partly", "回头看部分属实", "最近一次回头看的结论是部分属实，还要巩固")
def look_back_partly(on):
    return Q(pk__in=latest(looks().filter(finding=Visit.Finding.PARTLY), "issue").values("issue"))


@declare("look_back_relapsed", "回头看反弹", "有一次回头看认定当时改到位了、又回来了；以后改好也不消除")
def look_back_relapsed(on):
    return Q(pk__in=looks().filter(fault=Visit.Fault.RELAPSED).values("issue"))


@declare("look_back_false", "虚假销号", "有一次回头看认定销号时就没有改到位；以后改好也不消除")
def look_back_false(on):
    return Q(pk__in=looks().filter(fault=Visit.Fault.FALSE).values("issue"))


@declare("look_back_overdue", "到期未回头看", "在观察期、定下的回头看日期已到，本次销号以来没有得出属实或不属实的结论")
def look_back_overdue(on):
    seen = standing(Visit.Finding.HOLDS, Visit.Finding.FAILS)
    return Q(status=Status.CLOSED, look_back_on__lte=on) & ~Q(pk__in=seen)


@declare("look_back_month", "{0} 观察期满", "在观察期，定下的回头看日期在该月；月份写作 2026-11")
def look_back_month(on, month):
    first = day_asked(f"{month}-01")
    return Q(status=Status.CLOSED, look_back_on__year=first.year, look_back_on__month=first.month)


@declare("archivable", "可归档", "在观察期，期已满，最近一次回头看属实，还没有归档")
def archivable(on):
    return Q(status=Status.CLOSED, look_back_on__lte=on, pk__in=standing(Visit.Finding.HOLDS))


@declare("relapse_pending", "待重开", "在观察期，最近一次回头看不属实，还没有按反弹重开")
def relapse_pending(on):
    return Q(status=Status.CLOSED, pk__in=standing(Visit.Finding.FAILS))


ASKED = Visit.objects.filter(kind=Visit.Kind.LOOK_BACK, closure__outcome=Closure.Outcome.APPROVED)


@declare(
    "look_back_asked",
    "请我回头看",
    "请本人去回头看、还没有记录的；去过的，期满待归档或者待重开",
    since=Subquery(ASKED.filter(issue=OuterRef("pk")).order_by("-planned_at").values("planned_at")[:1]),
    own=True,
    page="ledgers:look_back",
)
def look_back_asked(on, person):
    """What is planned is told to who goes, and to nobody else."""
    ahead = ASKED.filter(visitors__public_id=person, recorded_at=None)
    gone = latest(ASKED.filter(visitors__public_id=person, recorded_at__isnull=False), "closure")
    follows = Q(pk__in=gone.values("issue")) & (archivable(on) | relapse_pending(on))
    return Q(status=Status.CLOSED) & (Q(pk__in=ahead.values("issue")) | follows)


RAISED = Objection.objects.filter(answer=Objection.Answer.OPEN, closure__outcome=Closure.Outcome.LIVE)


@declare(
    "objection_open",
    "异议待答复",
    "在异议期，有异议还没有答复",
    since=earliest(RAISED, "entered_at", issue="closure__issue"),
)
def objection_open(on):
    return Q(status=Status.OBJECTION_WINDOW, pk__in=RAISED.values("closure__issue"))
