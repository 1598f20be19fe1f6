"""Who may, at closure. Who is refused for having had a hand in it before is a condition, with its reason."""

from issues import policies
from issues.models import Issue, Round
from ledgers.models import Closure, Visit
from rectify.accounts.directory import holders
from rectify.accounts.models import User
from rectify.accounts.roles import OFFICE_ROLES, Role
from rectify.lib.verdict import YES, Verdict, by_post, no

unit_liaison = policies.unit_liaison
unit_principal = policies.unit_principal
contributor = policies.contributor
office_clerk = policies.office_clerk
first_reviewer = policies.first_reviewer
office_head = policies.office_head
office = policies.office
clock_or_office = policies.clock_or_office


works_in_office = policies.works_in_office


def other_heads(issue: Issue, decided_by: int | None) -> list[User]:
    """The heads of the office beside who decided the closing."""
    return [person for person in holders(issue.round.office, Role.OFFICE_HEAD) if person.pk != decided_by]


def reopens(user: User, issue: Issue) -> Verdict:
    """A head of the office; where who decided the closing is the only one, a leader who has the lead unit in charge."""
    if head := office_head(user, issue):
        return head
    leading = policies.leader(user, issue)
    closure = issue.closures.filter(outcome=Closure.Outcome.APPROVED).first() if leading else None
    alone = closure is not None and not other_heads(issue, closure.decided_by_id)
    return leading if alone else no("只有督查负责人可以办理")


def looks_back(user: User, issue: Issue) -> Verdict:
    """A clerk of the office; and who went from outside, since nobody was left there who had no hand in the closing."""
    if clerk := office_clerk(user, issue):
        return clerk
    went = Visit.objects.filter(closure__issue=issue, closure__outcome=Closure.Outcome.APPROVED, visitors=user.pk)
    post = user.post(Role.LEADER, at=issue.lead_unit) or user.post(Role.REVIEWER)
    fits = went.filter(kind=Visit.Kind.LOOK_BACK, recorded_at__isnull=False).exists() if post else False
    return by_post(post if fits else None, "只有督查经办人可以办理")


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


def heads_office(user, office) -> Verdict:
    """A head of the office `office`: draws up meetings and enters what they decided."""
    return by_post(user.post(Role.OFFICE_HEAD, at=office), "只有督查负责人可以办理会议")


def writes_papers(user, office) -> Verdict:
    """A clerk or head of the office `office`: reads its papers over and hands them on."""
    return by_post(user.post(*OFFICE_ROLES, at=office), "文书由督查办的经办人、负责人办理")


def heads_papers(user, office) -> Verdict:
    """A head of the office `office`: says how its papers are laid out."""
    return by_post(user.post(Role.OFFICE_HEAD, at=office), "文书模板由督查负责人启用、停用")


def keeps_layouts(user, office) -> Verdict:
    """A clerk or head of the office `office`: hands in a layout of its ledger and says what the columns hold."""
    return by_post(user.post(*OFFICE_ROLES, at=office), "台账版式由督查办的经办人、负责人办理")


def heads_layouts(user, office) -> Verdict:
    """A head of the office `office`: says in which layout its ledger is written."""
    return by_post(user.post(Role.OFFICE_HEAD, at=office), "台账版式由督查负责人启用、停用")


def paper_office(user, paper) -> Verdict:
    """A clerk or head of the office whose paper it is."""
    return writes_papers(user, paper.office)


def paper_head(user, paper) -> Verdict:
    """A head of the office whose paper it is."""
    return by_post(user.post(Role.OFFICE_HEAD, at=paper.office), "文书由督查负责人签发")


def paper_unit(user, paper) -> Verdict:
    """Who works for the unit that receives it."""
    post = user.post(Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL, at=paper.unit) if paper.unit else None
    return by_post(post, "由收文单位的联络员、主要负责人办理")


def reads_paper(user, paper) -> Verdict:
    """The office whose paper it is, and who receives it."""
    seen = type(paper).objects.visible_to(user).filter(pk=paper.pk).exists()
    return YES if seen else no("没有这份文书")


def checks_statement(user, statement) -> Verdict:
    """Who works for the unit whose account it is."""
    post = user.post(Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL, at=statement.unit)
    return by_post(post, "由单位的联络员、主要负责人核对")


def keeps_statement(user, statement) -> Verdict:
    """A clerk or head of the office that runs the round."""
    return keeps_books(user, statement.round)


def has_turn(user, dispute) -> Verdict:
    """Of a disputed line: who works for the side whose turn it is."""
    may = checks_statement if dispute.turn == "unit" else keeps_statement
    return may(user, dispute.statement)


def enters_turn(user, dispute) -> Verdict:
    """The office, for a unit whose turn it is and that said so on paper."""
    if dispute.turn != "unit":
        return no("现在不是等单位")
    return keeps_statement(user, dispute.statement)


def either_side(user, statement) -> Verdict:
    """Who works for the unit, or for the office."""
    return checks_statement(user, statement) or keeps_statement(user, statement)


def reads_statement(user, statement) -> Verdict:
    """Both sides, and who has the unit in charge."""
    seen = type(statement).objects.visible_to(user).filter(pk=statement.pk).exists()
    return YES if seen else no("没有这张对账单")
