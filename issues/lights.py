"""亮灯: the colour of an issue, worked out from the rules of its round's profile on a day; never stored.

A profile's rules are read from the top, the first that fits gives the light. Each case is said once, as a condition of the
database that an issue in hand is asked too, so that the number under a colour is the list it opens. The rules are a dozen
rows that every board and list reads: they are remembered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from issues.models import OPEN, STRUCK_OFF, Colour, Issue, LightRule, When
from issues.slices import IN_HAND, declare
from rectify.lib.predicate import true_of
from rectify.lib.remembered import Remembered


def _by_profile() -> Mapping[int, list[LightRule]]:
    by_profile = defaultdict(list)
    for rule in LightRule.objects.order_by("profile_id", "order"):
        by_profile[rule.profile_id].append(rule)
    return dict(by_profile)


remembered = Remembered(_by_profile, lambda: tuple(LightRule.objects.order_by("pk").values_list()))


def rules() -> Mapping[int, list[LightRule]]:
    """The rules of every profile that has some, by its id, each profile's from the top."""
    return remembered.get()


def changed() -> None:
    """Read anew here and now, and once more after commit, since another thread may have looked in between."""
    remembered.forget()
    transaction.on_commit(remembered.forget)


def rules_of(issue: Issue) -> list[LightRule]:
    """The rules that the issue's round works by."""
    return rules().get(issue.round.profile_id, [])


def light_of(issue: Issue, rules: Iterable[LightRule], on: date) -> LightRule | None:
    """The first of `rules` that fits the issue on `on`. A draft and what was terminated have no light."""
    return next((rule for rule in rules if fits(rule, issue, on)), None)


def fits(rule: LightRule, issue: Issue, on: date) -> bool:
    """Whether the case of a rule is the issue's."""
    return true_of(condition_of(rule, on), issue, IN_HAND)


def condition_of(rule: LightRule, on: date) -> Q:
    """The case of a rule: of the columns of an issue, none else."""
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
    lighted, wanted = Q(pk__in=[]), Colour(colour).value
    for profile, order in rules().items():
        above = Q(pk__in=[])
        for rule in order:
            here = Q(round__profile=profile) & condition_of(rule, on)
            if rule.colour == wanted:
                lighted |= here & ~above
            above |= here
    return lighted
