"""Who may, at closure. Who is refused for having had a hand in it before is a condition, with its reason."""

from issues import policies
from issues.models import Round
from rectify.accounts.roles import OFFICE_ROLES, Role
from rectify.lib.verdict import YES, Verdict, by_post, no

unit_liaison = policies.unit_liaison
unit_principal = policies.unit_principal
contributor = policies.contributor
office_clerk = policies.office_clerk
office_head = policies.office_head
office = policies.office
clock_or_office = policies.clock_or_office


works_in_office = policies.works_in_office


def visitor(user, visit) -> Verdict:
    """One of those who go."""
    return YES if visit.visitors.filter(pk=user.pk).exists() else no("须由去的人办理")


def reads_visit(user, visit) -> Verdict:
    """Whoever may know of the visit."""
    seen = type(visit).objects.visible_to(user).filter(pk=visit.pk).exists()
    return YES if seen else no("没有这次核查")


def keeps_books(user, round_) -> Verdict:
    """A clerk or head of the office that runs the round: imports, exports, reconciles."""
    return policies.runs_round(user, round_)


def reads_round(user, round_) -> Verdict:
    """Whoever may see the round may take a copy of what it shows them."""
    if round_ is not None and Round.objects.visible_to(user).filter(pk=round_.pk).exists():
        return YES
    return no("没有可以看的轮次")


def own_view(user, view) -> Verdict:
    return YES if view.user_id == user.pk else no("只能改自己的视图")


def heads_office(user, office) -> Verdict:
    """A head of the office `office`: draws up meetings and enters what they decided."""
    return by_post(user.post(Role.OFFICE_HEAD, at=office), "只有督查负责人可以办理会议")


def writes_papers(user, office) -> Verdict:
    """A clerk or head of the office `office`: reads its papers over and hands them on."""
    return by_post(user.post(*OFFICE_ROLES, at=office), "文书由督查办的经办人、负责人核稿")


def signs_papers(user, office) -> Verdict:
    """A head of the office `office`."""
    return by_post(user.post(Role.OFFICE_HEAD, at=office), "文书由督查负责人签发")
