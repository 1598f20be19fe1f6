"""亮灯: the colour of an issue, worked out from the rules of its round's profile on a day; never stored.

A profile's rules are read from the top, the first that fits gives the light. Each case is said once as a condition of the
database and once for an issue in hand (a test holds them together), so that the number under a colour is the list it opens.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from issues.models import OPEN, STRUCK_OFF, Colour, Issue, LightRule, When
from issues.slices import declare


def rules_of(issue: Issue) -> list[LightRule]:
    """The rules that the issue's round works by; one statement."""
    return list(LightRule.objects.filter(profile__rounds=issue.round_id).order_by("order"))


def light_of(issue: Issue, rules: Iterable[LightRule], on: date) -> LightRule | None:
    """The first of `rules` that fits the issue on `on`. A draft and what was terminated have no light."""
    return next((rule for rule in rules if fits(rule, issue, on)), None)


def fits(rule: LightRule, issue: Issue, on: date) -> bool:
    open_, due = issue.status in OPEN, issue.due
    return {
        When.DAYS_LEFT: open_ and due is not None and 0 <= (due - on).days <= rule.number,
        When.OVERDUE: open_ and due is not None and (on - due).days > rule.number,
        When.RETURNED: open_ and issue.returns > rule.number,
        When.DECLARED: open_ and issue.declared != "",
        When.LASTING: open_ and issue.long_term,
        When.STRUCK_OFF: issue.status in STRUCK_OFF,
        When.UNDER_WAY: open_,
    }[When(rule.when)]


def condition_of(rule: LightRule, on: date) -> Q:
    """The same as `fits`, asked of the database."""
    open_ = Q(status__in=OPEN)
    return {
        When.DAYS_LEFT: open_ & Q(due__range=(on, on + timedelta(days=rule.number))),
        When.OVERDUE: open_ & Q(due__lt=on - timedelta(days=rule.number)),
        When.RETURNED: open_ & Q(returns__gt=rule.number),
        When.DECLARED: open_ & ~Q(declared=""),
        When.LASTING: open_ & Q(long_term=True),
        When.STRUCK_OFF: Q(status__in=STRUCK_OFF),
        When.UNDER_WAY: open_,
    }[When(rule.when)]


@declare("light", "亮灯：{0}", "按本轮时限方案的亮灯规则，自上而下第一条符合的为这种颜色；没有规则的轮次不亮灯")
def lit(on, colour):
    found, above = Q(pk__in=[]), {}
    for rule in LightRule.objects.order_by("profile_id", "order"):
        here = Q(round__profile=rule.profile_id) & condition_of(rule, on)
        higher = above.get(rule.profile_id)
        if rule.colour == Colour(colour).value:
            found |= here if higher is None else here & ~higher
        above[rule.profile_id] = here if higher is None else higher | here
    return found
