"""拆分反馈意见: the text beside its tree, all suggestions in one step, what will be made, what was made."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count
from django.urls import reverse

from issues.actions.splitting import KINDS
from issues.forms.splitting import AdoptForm, ConfirmForm
from issues.models import Feedback, FeedbackItem, Issue, Splitting
from issues.pages.feedback.page import path as path_of_round
from issues.pages.splitting.nodes import Days, Offer, SplitCounts, SplitLine, SplitNode
from issues.pages.splitting.tree import SplitTree
from issues.splitting import draft
from issues.splitting.asked import SplitQuestion
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page


@dataclass(frozen=True)
class SplitPage(Page):
    """`claims` are the figures of the text by the words that state them, `loose` the questions on no row, `days` the fields
    of those that a day answers; `waiting` is the next row to be looked at, `last` the step that can be undone, `lately` who
    else has been at it within the half hour."""

    template: ClassVar[str] = "issues/splitting/split.html"
    splitting: Splitting
    paper: Feedback
    lines: Sequence[SplitLine]
    nodes: Sequence[SplitNode]
    loose: Sequence[SplitQuestion]
    claims: Mapping[str, Sequence[Mapping[str, Any]]]
    count: SplitCounts
    days: Days
    offers: int
    waiting: int | None
    kinds: Collection[tuple[str, str]]
    kind: str
    ready: bool
    lately: User | None
    last: Mapping[str, Any] | None
    moved: bool
    covered: Mapping[str, int]
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
    """What will be made: `issues`, of which `bare` have no class; `left` out; `totals` beside what the text states."""

    template: ClassVar[str] = "issues/splitting/split_confirm.html"
    paper: Feedback
    left: Sequence[LeftOut]
    issues: Sequence[SplitNode]
    bare: Sequence[SplitNode]
    totals: Sequence[Mapping[str, Any]]
    count: SplitCounts
    questions: Sequence[SplitQuestion]
    unseen: Sequence[draft.Row]
    covered: Mapping[str, int]
    form: ConfirmForm
    crumb: Crumb


@dataclass(frozen=True)
class SplitItem:
    """An issue of the text with the drafts made of it."""

    item: FeedbackItem
    issues: Sequence[Issue]


@dataclass(frozen=True)
class SplitDonePage(Page):
    """The result: `made` drafts of so many `items`; `left` with a reason, `bare` with neither draft nor reason."""

    template: ClassVar[str] = "issues/splitting/split_done.html"
    splitting: Splitting
    paper: Feedback
    rows: Sequence[SplitItem]
    bare: Sequence[SplitItem]
    items: int
    made: int
    left: int
    totals: Sequence[Mapping[str, Any]]
    covered: Mapping[str, int]
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
        claims=tree.claims(),
        count=tree.counts(),
        days=tree.days(),
        offers=len(tree.offers()),
        waiting=tree.waiting,
        kinds=KINDS.items(),
        kind=splitting.paper["kind"],
        ready=not tree.questions and not tree.unseen,
        lately=tree.lately(),
        last=splitting.steps[-1] if splitting.steps else None,
        moved="next" in tree.request.GET,
        covered=tree.covered,
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
        totals=tree.totals,
        count=tree.counts(),
        questions=tree.questions,
        unseen=tree.unseen,
        covered=tree.covered,
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
    rows = [SplitItem(item, drafts.get(item.pk, [])) for item in items if item.kind == FeedbackItem.Kind.ISSUE]
    return SplitDonePage(
        splitting=splitting,
        paper=paper,
        rows=rows,
        bare=[row for row in rows if not row.issues and not row.item.no_issue_reason],
        items=len(items),
        made=sum(map(len, drafts.values())),
        left=sum(bool(row.item.no_issue_reason) for row in rows),
        totals=draft.totals(splitting.paper, splitting.rows),
        covered=draft.covered(splitting.paper, splitting.rows, paper.text),
        crumb=path(paper),
    )


def path(paper: Feedback, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumb; `more` are the steps below the splitting."""
    here = f"{paper.unit}：{paper.title}", reverse("issues:feedback", args=[paper.public_id])
    return path_of_round(paper.round, here, *(more or [("拆成问题", "")]))


def path_below(paper: Feedback, last: str) -> list[tuple[str, str]]:
    return path(paper, ("拆成问题", reverse("issues:split", args=[paper.public_id])), (last, ""))
