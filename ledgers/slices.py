"""The slices that only the books can tell: they rest on the closure and on the ledger."""

from datetime import date, time

from django.db.models import Q

from issues.models import COUNTED, Plan
from issues.slices import declare
from ledgers.models import Closure, Entry
from rectify.lib.dates import at_time


@declare("returned_since", "{0} 以来退回", "该日以来方案、初审或审定退回过，未终止")
def returned_since(on, day):
    since = at_time(date.fromisoformat(day), time.min)
    plans = Plan.objects.filter(verdict=Plan.Verdict.RETURNED, decided_at__gte=since)
    reviews = Closure.objects.filter(outcome=Closure.Outcome.RETURNED, reviewed_at__gte=since)
    decisions = Closure.objects.filter(outcome=Closure.Outcome.DECLINED, decided_at__gte=since)
    found = [Q(pk__in=rows.values("issue")) for rows in (plans, reviews, decisions)]
    return Q(status__in=COUNTED) & (found[0] | found[1] | found[2])


@declare("posted", "{1} 账上{0}", "该月账上有这样一笔的问题（件）；期间写作 2026-11，或 all 指本轮至今")
def posted(on, kind, period, unit="all"):
    """Issues with an entry of this kind in a month and, when named, in a unit's account."""
    entries = Entry.objects.filter(kind=Entry.Kind(kind).value)
    if period != "all":
        first = date.fromisoformat(f"{period}-01")
        entries = entries.filter(on__year=first.year, on__month=first.month)
    if unit != "all":
        entries = entries.filter(unit__public_id=unit)
    return Q(pk__in=entries.values("issue"))
