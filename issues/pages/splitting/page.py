"""拆分反馈意见: the text beside its tree, all suggestions in one step, what will be made, what was made."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db.models import Count
from django.urls import reverse

from issues.actions.splitting import KINDS
from issues.forms.splitting import AdoptForm, ConfirmForm
from issues.models import Feedback, FeedbackItem, Issue, RecommendationStatus, Splitting
from issues.pages.feedback.page import path as path_of_round
from issues.pages.splitting.nodes import Days, Offer, SplitCounts, SplitLine, SplitNode
from issues.pages.splitting.tree import SplitTree
from issues.splitting import draft, marking
from issues.splitting.account import WordAccount, account
from issues.splitting.asked import SplitQuestion
from issues.splitting.stated import Announced, TextSum, announced, in_short, sums
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page


@dataclass(frozen=True)
class SplitPage(Page):
    """`said` is what the text announces, in short, `sums` what it calculates; `account` says where every character goes.
    `loose` are the questions on no row, `days` the fields of those that a day answers; `offers` counts the classes suggested,
    `marks` are the kinds many rows can be given at once; `waiting` is the next row to be looked at, `last` the step that can
    be undone, `lately` who else has been at it within the half hour."""

    template: ClassVar[str] = "issues/splitting/split.html"
    splitting: Splitting
    paper: Feedback
    lines: Sequence[SplitLine]
    nodes: Sequence[SplitNode]
    loose: Sequence[SplitQuestion]
    sums: Sequence[TextSum]
    said: str
    count: SplitCounts
    days: Days
    offers: int
    waiting: int | None
    kinds: Collection[tuple[str, str]]
    kind: str
    kind_reason: str
    marks: Collection[tuple[str, str]]
    ready: bool
    lately: User | None
    last: Mapping[str, Any] | None
    moved: bool
    account: WordAccount
    crumb: Crumb


@dataclass(frozen=True)
class SplitBeginPage(Page):
    """A text that was registered by hand has not been taken apart yet."""

    template: ClassVar[str] = "issues/splitting/split_begin.html"
    paper: Feedback
    crumb: Crumb


@dataclass(frozen=True)
class SplitAdoptPage(Page):
    """采用全部建议: what is suggested for the issues nobody has looked at yet."""

    template: ClassVar[str] = "issues/splitting/split_adopt.html"
    paper: Feedback
    form: AdoptForm
    offers: Collection[Offer]
    crumb: Crumb


@dataclass(frozen=True)
class LeftOut:
    """An issue of the text of which no draft is made."""

    row: draft.Row
    words: str


@dataclass(frozen=True)
class SplitConfirmPage(Page):
    """What will be made: `issues`, of which `bare` have no class; `left` out; what the text states and calculates beside it."""

    template: ClassVar[str] = "issues/splitting/split_confirm.html"
    paper: Feedback
    left: Sequence[LeftOut]
    issues: Sequence[SplitNode]
    bare: Sequence[SplitNode]
    announced: Sequence[Announced]
    sums: Sequence[TextSum]
    count: SplitCounts
    questions: Sequence[SplitQuestion]
    unseen: Sequence[draft.Row]
    account: WordAccount
    form: ConfirmForm
    crumb: Crumb


@dataclass(frozen=True)
class SplitItem:
    """An issue of the text with the drafts made of it."""

    item: FeedbackItem
    issues: Sequence[Issue]


@dataclass(frozen=True)
class SplitDonePage(Page):
    """The result: `made` drafts of so many `items`; `left` with a reason, `bare` with neither draft nor reason; `advised`
    recommendations that wait for a unit."""

    template: ClassVar[str] = "issues/splitting/split_done.html"
    splitting: Splitting
    paper: Feedback
    rows: Sequence[SplitItem]
    bare: Sequence[SplitItem]
    advised: int
    items: int
    made: int
    left: int
    announced: Sequence[Announced]
    sums: Sequence[TextSum]
    account: WordAccount
    crumb: Crumb


def split_page(tree: SplitTree) -> SplitPage:
    """The splitting as it stands."""
    splitting = tree.splitting
    return SplitPage(
        splitting=splitting,
        paper=tree.paper,
        lines=list(tree.lines()),
        nodes=list(tree.nodes()),
        loose=tree.asked.get(None, []),
        sums=tree.sums,
        said=in_short(tree.announced),
        count=tree.counts(),
        days=tree.days(),
        offers=len(tree.offers()),
        waiting=tree.waiting,
        kinds=KINDS.items(),
        kind=splitting.paper["kind"],
        kind_reason=splitting.paper.get("kind_reason", ""),
        marks=marking.KINDS.items(),
        ready=not tree.questions and not tree.unseen,
        lately=tree.lately(),
        last=splitting.steps[-1] if splitting.steps else None,
        moved=bool({"next", "row"} & set(tree.request.GET)),
        account=tree.account,
        crumb=path(tree.paper),
    )


def split_adopt_page(paper: Feedback, form: AdoptForm, offers: Collection[Offer]) -> SplitAdoptPage:
    return SplitAdoptPage(paper, form, offers, path_below(paper, "采用建议"))


def split_confirm_page(tree: SplitTree, form: ConfirmForm) -> SplitConfirmPage:
    """Before the act."""
    issues = [node for node in tree.nodes() if node.issue and draft.made_of(node.row)]
    return SplitConfirmPage(
        paper=tree.paper,
        left=[LeftOut(row, draft.title(tree.text[row["a"] : row["b"]])) for row in tree.rows if row.get("out")],
        issues=issues,
        bare=[node for node in issues if node.category is None],
        announced=tree.announced,
        sums=tree.sums,
        count=tree.counts(),
        questions=tree.questions,
        unseen=tree.unseen,
        account=tree.account,
        form=form,
        crumb=path_below(tree.paper, "核对后生成草稿"),
    )


def split_done_page(splitting: Splitting) -> SplitDonePage:
    """Each issue of the text with the drafts made of it, or the reason why not."""
    paper = splitting.feedback
    items = list(paper.items.annotate(made=Count("issues")).order_by("order"))
    drafts: dict[int, list[Issue]] = {}
    for issue in Issue.objects.filter(item__feedback=paper).select_related("lead_unit").order_by("number"):
        drafts.setdefault(issue.item_id, []).append(issue)
    made = sum(map(len, drafts.values()))
    rows = [SplitItem(item, drafts.get(item.pk, [])) for item in items if item.kind == FeedbackItem.Kind.ISSUE]
    return SplitDonePage(
        splitting=splitting,
        paper=paper,
        rows=rows,
        bare=[row for row in rows if not row.issues and not row.item.no_issue_reason],
        advised=paper.recommendations.filter(status=RecommendationStatus.DRAFT).count(),
        items=len(items),
        made=made,
        left=sum(bool(row.item.no_issue_reason) for row in rows),
        announced=[
            replace(one, made=made) if one.role == "issue" else one
            for one in announced(splitting.paper, splitting.rows)
        ],
        sums=sums(splitting.paper),
        account=account(splitting.paper, splitting.rows, paper.text),
        crumb=path(paper),
    )


def path(paper: Feedback, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumb; `more` are the steps below the splitting."""
    here = f"{paper.unit}：{paper.title}", reverse("issues:feedback", args=[paper.public_id])
    return path_of_round(paper.round, here, *(more or [("拆成问题", "")]))


def path_below(paper: Feedback, last: str) -> list[tuple[str, str]]:
    return path(paper, ("拆成问题", reverse("issues:split", args=[paper.public_id])), (last, ""))
