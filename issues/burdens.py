"""What lies with a unit: it is not taken out of use while that is so (`rectify.accounts.burdens`)."""

from issues.models import OPEN, Issue, Opinion, Status
from rectify.accounts.models import Unit


def leads(unit: Unit) -> str:
    """Drafts and open issues that the unit leads: after it is stopped nobody could sign, report or apply."""
    count = Issue.objects.filter(lead_unit=unit, status__in=OPEN | {Status.DRAFT}).count()
    return f"还有 {count} 件没有办结的问题由它牵头，先请督查办改派、办结或改草稿的牵头单位" if count else ""


def is_asked(unit: Unit) -> str:
    """Opinions that the body was asked for and has not given."""
    count = Opinion.objects.filter(body=unit, status=Opinion.Status.ASKED).count()
    return f"还有 {count} 份联审意见没有提，先提出或请督查负责人定不再等" if count else ""


BURDENS = (leads, is_asked)
