"""The buttons of an issue page: which moves its reader has, where each is made, and why the next one cannot be made yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from issues import policies
from issues.actions.parts import SPLITTABLE
from issues.models import UNDER_WAY, Issue, Opinion, Status
from rectify.accounts.roles import Role
from rectify.lib.addresses import address
from rectify.workflow.move import Act, Judgement, readiness
from rectify.workflow.moves import Move, moves_of


def aim(issue: Issue) -> Move | None:
    """What the state is for: the move whose conditions everybody who works on the issue should see."""
    return next((move for move in moves_of(issue).values() if move.leads and issue.status in move.sources), None)


@dataclass(frozen=True)
class Way:
    """One button: a link, a POST of a move, or (refused) a jump to the list of reasons."""

    label: str
    url: str = ""
    move: str = ""
    refused: bool = False
    back: bool = False


def page_of(move: Move, issue: Issue) -> str:
    """The address of the move's own page; empty when a button or the common page makes it."""
    return address(move.page, public_id=issue.public_id) if move.page else ""


def ways(issue: Issue, judged: Iterable[Judgement], user, *, report_url: str = "") -> tuple[list[Way], Way | None]:
    """The plain buttons and the red one. Moves that share a page share a button; what leads on stands last."""
    by_label: dict[str, Way] = {}
    for judgement in judged:
        way = _way(issue, judgement)
        if way.label not in by_label or by_label[way.label].back:
            by_label[way.label] = way
    there = {way.url for way in by_label.values()}
    by_label |= {way.label: way for way in _beside_moves(issue, user, report_url) if way.url not in there}
    forward = [way for way in by_label.values() if not way.back]
    main = forward[0] if forward else None
    return [way for way in by_label.values() if way is not main][::-1], main


def _way(issue: Issue, judgement: Judgement) -> Way:
    move, back = judgement.move, judgement.move.way != "go"
    if own := page_of(move, issue):
        blocked = move.opens_ready and bool(judgement.missing)
        label = move.says.button or move.label  # where several moves share the page, the button is no way back
        return Way(label, own, move.name if blocked else "", refused=blocked, back=back and not move.says.button)
    if judgement.missing:
        return Way(move.label, move=move.name, refused=True, back=back)
    if move.asks or move.asked(issue):
        url = f"{reverse('issues:move', args=[issue.public_id])}?move={move.name}"
        return Way(move.label, url, back=back)
    return Way(move.label, move=move.name, back=back)


def _beside_moves(issue: Issue, user, report_url: str) -> list[Way]:
    """What one may do on the page that is not a change of state."""
    pid, ways = issue.public_id, []
    if issue.status == Status.DRAFT and policies.office(user, issue):
        ways.append(Way("修改草稿", reverse("issues:edit", args=[pid]), back=True))
    if issue.status == Status.PLANNING and policies.unit(user, issue):
        ways.append(Way("编写方案", reverse("issues:plan", args=[pid])))
    if issue.status in SPLITTABLE and policies.office(user, issue):
        ways.append(Way("拆分", reverse("issues:parts", args=[pid]), back=True))
    if issue.status in EXTENDABLE and policies.unit_principal(user, issue):
        ways.append(Way("申请延期", reverse("issues:extend", args=[pid]), back=True))
    if (issue.long_term or issue.status in UNDER_WAY) and policies.unit_liaison(user, issue):
        ways.append(
            Way("长期坚持" if issue.long_term else "转长期坚持", reverse("issues:lasting", args=[pid]), back=True)
        )
    if report_url and issue.is_open and policies.unit(user, issue):
        ways.append(Way("填本周周报", report_url, back=True))
    if own := _own_opinion(issue, user):
        ways.append(
            Way(
                "提联审意见" if own.status == Opinion.Status.ASKED else "看我们的意见",
                reverse("issues:opinion", args=[own.public_id]),
                back=own.status != Opinion.Status.ASKED,
            )
        )
    if issue.status == Status.RECTIFYING and policies.contributor(user, issue):
        ways.append(Way("上传佐证", address("issues:evidence_upload", public_id=pid), back=True))
    return ways


def _own_opinion(issue: Issue, user) -> Opinion | None:
    """What the reader's body was asked in the review under way."""
    if not issue.procedure_id or not user.paths(Role.REVIEWER):
        return None
    live = Opinion.objects.visible_to(user).of_bodies(user).filter(review__in=issue.joint_reviews.live())
    return live.order_by("order", "id").first()


EXTENDABLE = frozenset(
    {
        Status.PLANNING,
        Status.PLAN_REVIEW,
        Status.RECTIFYING,
        Status.AWAITING_SIGNATURE,
        Status.FIRST_REVIEW,
        Status.AWAITING_DECISION,
    }
)


def outlook(issue: Issue, judged: list[Judgement], user) -> Judgement | None:
    """The next step and what it still lacks. A reader who may not make it sees its conditions too: they are no secret,
    and whoever prepares it needs them."""
    own = next((j for j in judged if j.move.way == "go" and (j.missing or j.met)), None)
    if own:
        return own
    move = aim(issue)
    return readiness(move, issue, Act(user)) if move else None


def refusals(issue: Issue, judged: list[Judgement], shown: Judgement | None) -> list[Judgement]:
    """The other buttons of the page that are refused: each has its list of reasons, seen when the button is pressed."""
    named = shown.move.name if shown is not None and shown.missing else ""
    return [j for j in judged if j.missing and j.move.name != named and _way(issue, j).refused]


def cures(issue: Issue) -> dict[str, tuple[str, str]]:
    """Where each kind of shortcoming is made good."""
    pid = issue.public_id
    plan = reverse("issues:plan", args=[pid]) if issue.status in (Status.PLANNING, Status.PLAN_REVIEW) else "#measures"
    return {
        "edit": (reverse("issues:edit", args=[pid]) if issue.status == Status.DRAFT else "#words", "去补"),
        "measures": (plan, "去写" if plan[0] == "/" else "看措施"),
        "evidence": (address("issues:evidence_upload", public_id=pid), "传佐证"),
        "extensions": ("#due", "看申请"),
        "reports": (address("issues:reports"), "在周报里答复"),
        "feedback": (address("issues:rounds"), "看反馈意见"),
        "split": (address("issues:parts", public_id=pid), "去拟"),
        "verdicts": (address("ledgers:review", public_id=pid), "去判"),
        "visit": (address("ledgers:look_back", public_id=pid), "去看"),
        "objections": (address("ledgers:objections", public_id=pid), "去看"),
    }
