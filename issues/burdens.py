"""What lies with a unit: it is not taken out of use while that is so (`rectify.accounts.burdens`). Who keeps the system reads the
numbers of issues, never what they say."""

from issues.models import OPEN, Issue, Opinion, Recommendation, RecommendationStatus, Status
from issues.models.querysets import IssueQuerySet
from rectify.accounts.models import Unit

LISTED = 8  # numbers of a sentence


def led(unit: Unit) -> IssueQuerySet:
    """Drafts and open issues that the unit leads: after it is stopped nobody could sign, report or apply."""
    return Issue.objects.filter(lead_unit=unit, status__in=OPEN | {Status.DRAFT})


def leads(unit: Unit) -> str:
    """The numbers of what it leads."""
    rows = list(led(unit).order_by("round", "number").values_list("round__name", "number"))
    several = len({name for name, _ in rows}) > 1  # rounds, whose numbers are alike
    numbers = [f"{name} {number}" if several else number for name, number in rows]
    shown = "、".join(numbers[:LISTED]) + ("等" if len(numbers) > LISTED else "")
    if not numbers:
        return ""
    return f"还有 {len(numbers)} 件没有办结的问题由它牵头（{shown}），先请督查负责人在“单位责任”页上逐件改派，草稿改牵头单位"


def answers_advice(unit: Unit) -> str:
    """Recommendations that were given to the unit and are not settled."""
    over = (RecommendationStatus.SETTLED, RecommendationStatus.TERMINATED)
    count = Recommendation.objects.filter(lead_unit=unit, assigned_at__isnull=False).exclude(status__in=over).count()
    return f"还有 {count} 条意见建议由它落实，先落实，或者请督查办写明不再办理" if count else ""


def is_asked(unit: Unit) -> str:
    """Opinions that the body was asked for and has not given."""
    count = Opinion.objects.filter(body=unit, status=Opinion.Status.ASKED).count()
    return f"还有 {count} 份联审意见没有提，先提出或请督查负责人定不再等" if count else ""


BURDENS = (leads, answers_advice, is_asked)
