"""Who may. One function a rule; a no carries the reason that the reader sees."""

from issues.entrants import nobody_reviews
from issues.models import Issue, Status
from rectify.accounts.roles import OFFICE_ROLES, Role
from rectify.lib.reach import Door, Given, given
from rectify.lib.verdict import YES, Verdict, by_post, no

# From the first review to the decision: the measures are accepted when the review is passed, with the issue a step further.
UNDER_REVIEW = frozenset({Status.FIRST_REVIEW, Status.JOINT_REVIEW, Status.OBJECTION_WINDOW, Status.AWAITING_DECISION})


def office(user, issue: Issue) -> Verdict:
    """A clerk or head of the office that runs the round."""
    return by_post(user.post(*OFFICE_ROLES, at=issue.round.office), "只有本轮督查办可以办理")


def draft(issue: Issue) -> Verdict:
    """What was entered may change until it is dispatched."""
    return YES if issue.status == Status.DRAFT else no("已经下发，不能再改录入内容；期限须走延期")


def office_clerk(user, issue: Issue) -> Verdict:
    return by_post(user.post(Role.OFFICE_CLERK, at=issue.round.office), "只有督查经办人可以办理")


def office_head(user, issue: Issue) -> Verdict:
    return by_post(user.post(Role.OFFICE_HEAD, at=issue.round.office), "只有督查负责人可以办理")


def first_reviewer(user, issue: Issue) -> Verdict:
    """A clerk; where the office entered so much of it for the unit that no clerk is left, a leader who has the unit in charge."""
    if clerk := office_clerk(user, issue):
        return clerk
    leading = leader(user, issue) if issue.status in UNDER_REVIEW else None
    return leading if leading and nobody_reviews(issue) else no("只有督查经办人可以办理")


def unit_liaison(user, issue: Issue) -> Verdict:
    """The liaison of the lead unit, or of a unit above it (a township for its village branch)."""
    return by_post(user.post(Role.UNIT_LIAISON, at=issue.lead_unit), "只有牵头单位联络员可以办理")


def unit_principal(user, issue: Issue) -> Verdict:
    return by_post(user.post(Role.UNIT_PRINCIPAL, at=issue.lead_unit), "只有牵头单位主要负责人可以办理")


def unit(user, issue: Issue) -> Verdict:
    """Anybody who works for the lead unit."""
    return by_post(user.post(Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL, at=issue.lead_unit), "只有牵头单位的人员可以办理")


def contributor(user, issue: Issue) -> Verdict:
    """Anybody who works for the lead unit or for a unit that shares the issue: may prove, may not decide."""
    if leading := unit(user, issue):
        return leading
    shares = issue.shares.select_related("unit") if user.holds(Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL) else ()
    posts = (user.post(Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL, at=share.unit) for share in shares)
    return by_post(next(filter(None, posts), None), "只有牵头单位和责任单位的人员可以办理")


def answers_for(user, issue: Issue) -> Verdict:
    """The office that runs the round and the lead unit: who answers for an issue takes its 工作秘密 along, too."""
    return office(user, issue) or unit(user, issue) or no("工作秘密只由本轮督查办和牵头单位的人员下载")


def takes(user, file) -> Verdict:
    """Whoever may see a file takes its original along, as far as its mark lets it go (docs/rules.md: secrecy-doors). For a
    feedback's file, which hangs on no issue, the office alone answers."""
    about = file.trail_subject
    answers = answers_for(user, about) if isinstance(about, Issue) else runs_round(user, about.round)
    return answers if given(file.reaches, Door.TAKE, answers=bool(answers)) == Given.NOTHING else YES


def reader(user, issue: Issue) -> Verdict:
    """Anybody who may see the issue."""
    return YES if Issue.objects.visible_to(user).filter(pk=issue.pk).exists() else no("没有这件问题")


def leader(user, issue: Issue) -> Verdict:
    """A leader who has the lead unit in charge."""
    return by_post(user.post(Role.LEADER, at=issue.lead_unit), "只有分管领导可以办理")


def runs_round(user, round_) -> Verdict:
    """A clerk or head of the office that runs `round_`."""
    return by_post(user.post(*OFFICE_ROLES, at=round_.office), "只有本轮督查办可以办理")


def heads_round(user, round_) -> Verdict:
    """A head of the office that runs `round_`."""
    return by_post(user.post(Role.OFFICE_HEAD, at=round_.office), "只有本轮督查负责人可以办理")


def asked_reviewer(user, opinion) -> Verdict:
    """A reviewer of the body that was asked."""
    return by_post(user.post(Role.REVIEWER, at=opinion.body), f"只有{opinion.body}的联审成员可以办理")


def clock_or_office(user, issue: Issue) -> Verdict:
    """What the clock does by itself; the office may do it by hand when the time has come."""
    return YES if user is None else office(user, issue)


def office_head_or_leader(user, issue: Issue) -> Verdict:
    return office_head(user, issue) or leader(user, issue) or no("只有督查负责人或分管领导可以办理")


def of_part(rule):
    """A rule about an issue, as a rule about something that hangs on it."""

    def may(user, part) -> Verdict:
        return rule(user, part.issue)

    may.__doc__ = rule.__doc__
    return may


def works_in_office(user, unit) -> Verdict:
    """A clerk or head of the office `unit`: opens rounds there."""
    return by_post(user.post(*OFFICE_ROLES, at=unit), "只有这个督查办的经办人、负责人可以建立轮次")


def keeps_catalogue(user) -> Verdict:
    """The heads of offices keep the lists that everybody chooses from."""
    return by_post(user.post(Role.OFFICE_HEAD), "只有督查负责人可以改这些列表")


def works_at(user, unit) -> Verdict:
    """Holds a post at this very unit: what is shared with it is shared with colleagues."""
    return by_post(
        next((post for post in user.posts if post.unit_id == unit.pk), None), f"您在{unit}没有任职，不能给它共用"
    )


def keeps_view(user, view) -> Verdict:
    """Whoever saved it; of a shared one also who heads the unit, so that it does not outlive its owner."""
    if view.user_id == user.pk:
        return YES
    heads = (Role.OFFICE_HEAD, Role.UNIT_PRINCIPAL)
    post = next((post for post in user.posts if post.unit_id == view.shared_with_id and post.role in heads), None)
    return by_post(post, "这个视图是别人存的，请保存的人或者负责人删")


def own_look(user) -> Verdict:
    """How lists look is everybody's own affair."""
    return YES if user.is_active else no("账号已停用")
