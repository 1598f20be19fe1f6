"""反馈意见: the text beside its items, with what still has neither an issue nor a reason; its forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Q
from django.urls import reverse

from issues import policies
from issues.forms.feedback import CorrectForm, FeedbackForm, FeedbackLevelForm, ItemForm
from issues.forms.recommendations import AssignAll
from issues.models import Ending, Feedback, FeedbackItem, Issue, Recommendation, RecommendationStatus, Round, Splitting
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page

Kind = FeedbackItem.Kind


@dataclass(frozen=True)
class ItemNode:
    """An item in its place of the tree; `made`: how many issues came of it; `bare`: an issue item with neither an issue nor a
    reason, a recommendation that was given to nobody. `advice` is the row of a recommendation."""

    item: FeedbackItem
    indent: str
    bare: bool
    made: int
    advice: Recommendation | None = None


@dataclass(frozen=True)
class FeedbackPage(Page):
    """`newer` is the version that replaces it; `covered` how many issue items are, of how many, `advised` the same of the
    recommendations; `assign` gives those that wait to a unit; at `level` the head changes how far it goes."""

    template: ClassVar[str] = "issues/feedback/feedback.html"
    paper: Feedback
    newer: Feedback | None
    nodes: Sequence[ItemNode]
    bare: Sequence[ItemNode]
    covered: tuple[int, int]
    advised: tuple[int, int]
    assign: AssignAll | None
    arithmetic: str
    splitting: Splitting | None
    form: ItemForm
    crumb: Crumb
    level: str


@dataclass(frozen=True)
class FeedbackFormPage(Page):
    """Registered, or (`paper`) corrected by a new version; `near`: which quota is nearly used up."""

    template: ClassVar[str] = "issues/feedback/feedback_form.html"
    form: FeedbackForm | CorrectForm
    title: str
    crumb: Crumb
    paper: Feedback | None = None
    round: Round | None = None
    near: Sequence[str] = ()


@dataclass(frozen=True)
class FeedbackItemPage(Page):
    """One item to be corrected."""

    template: ClassVar[str] = "issues/feedback/feedback_item.html"
    form: ItemForm
    item: FeedbackItem
    paper: Feedback
    crumb: Crumb


@dataclass(frozen=True)
class FeedbackLevelPage(Page):
    """How far the feedback goes, to be changed by the head; `issues` were dispatched from it and are not 工作秘密."""

    template: ClassVar[str] = "issues/feedback/feedback_level.html"
    paper: Feedback
    form: FeedbackLevelForm
    issues: Sequence[Issue]
    crumb: Crumb


def feedback_page(paper: Feedback, newer: Feedback | None, form: ItemForm, *, user: User) -> FeedbackPage:
    """With how far the text has been taken apart."""
    nodes = tree(paper)
    waits = any(node.bare and node.advice for node in nodes)
    return FeedbackPage(
        paper=paper,
        newer=newer,
        nodes=nodes,
        bare=[node for node in nodes if node.bare],
        covered=covered(nodes),
        advised=covered(nodes, Kind.RECOMMENDATION),
        assign=AssignAll(user=form.user, obj=paper, auto_id="id_assign_%s") if waits and newer is None else None,
        arithmetic=arithmetic(nodes),
        splitting=Splitting.objects.filter(feedback=paper).select_related("saved_by", "confirmed_by").first(),
        form=form,
        crumb=path(paper.round, (paper.title, "")),
        level=_level(paper, newer, user),
    )


def _level(paper: Feedback, newer: Feedback | None, user: User) -> str:
    changes = newer is None and policies.heads_round(user, paper.round)
    return reverse("issues:feedback_level", args=[paper.public_id]) if changes else ""


def tree(paper: Feedback) -> list[ItemNode]:
    """The items in their order with depth and number of issues."""
    depth: dict[int, int] = {}
    nodes = []
    advices = {one.item_id: one for one in paper.recommendations.select_related("lead_unit")}
    going_on = Count("issues", filter=~Q(issues__ending=Ending.SPLIT))  # a compound issue goes on in its parts
    for item in paper.items.annotate(made=going_on).order_by("order"):
        depth[item.pk] = depth.get(item.parent_id, -1) + 1
        advice = advices.get(item.pk)
        bare = item.kind == Kind.ISSUE and not item.made and not item.no_issue_reason
        bare |= item.kind == Kind.RECOMMENDATION and (advice is None or advice.status == RecommendationStatus.DRAFT)
        nodes.append(ItemNode(item, "　" * depth[item.pk], bare, item.made, advice))
    return nodes


def arithmetic(nodes: Sequence[ItemNode]) -> str:
    """件 and 条: an item counts once, however many issues it was split into."""
    made = [node.made for node in nodes if node.made]
    return f"{sum(made)} 件问题来自 {len(made)} 条条目" if made else ""


def covered(nodes: Sequence[ItemNode], kind: str = Kind.ISSUE) -> tuple[int, int]:
    """How many of the items of a kind are covered, of how many."""
    asked = [node for node in nodes if node.item.kind == kind]
    return sum(not node.bare for node in asked), len(asked)


def path(round_: Round, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumb of a page below a round."""
    here = reverse("issues:round", args=[round_.public_id])
    return [("轮次与导入", reverse("issues:rounds")), (round_.name, here), *more]


def path_below(paper: Feedback, last: str) -> list[tuple[str, str]]:
    """The crumb of a page below a feedback."""
    return path(paper.round, (paper.title, reverse("issues:feedback", args=[paper.public_id])), (last, ""))
