"""The issue list of one reader in one round: filter, figures, one page of rows, and the way back from an issue."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, cast
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from issues import slices
from issues.filters import SORTS_SHOWN, IssueFilter
from issues.models import Issue, Round
from issues.models.querysets import IssueQuerySet
from issues.pages.listing import rows, tabs
from issues.pages.listing.bulk import acts_of
from issues.searching import number_of
from issues.workload import EVERY_ROUND
from rectify.accounts.models import Unit
from rectify.accounts.request import Request
from rectify.lib.addresses import address
from rectify.lib.capped import counts, words
from rectify.lib.components import Chip, Fig, TickedAct, ViewLink
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, keyset

SORTS = {
    "due": ("due_order", "pk"),
    "-due": ("-due_order", "-pk"),
    "number": ("number", "pk"),
    "-number": ("-number", "-pk"),
}
COLUMNS = (
    ("编号", "number"),
    ("定位", ""),
    ("问题（工作表述）", ""),
    ("牵头单位", ""),
    ("单位申报", ""),
    ("监督认定", ""),
    ("期限", "due"),
    ("措施申报", ""),
    ("措施已核", ""),
    ("前 4 周", ""),
)


class Listing:
    """The list that was asked for. `query` is the address's query; a page about one issue may hand in its list's."""

    def __init__(self, request: Request, query: QueryDict | None = None) -> None:
        self.request, self.user = request, request.user
        self.query = request.GET if query is None else query
        rounds = request.rounds
        self.everywhere = self.query.get("round") == EVERY_ROUND
        self.round: Round | None = None if self.everywhere else rounds.current

    @property
    def start(self) -> str:
        """How the query of a view begins: with all rounds where they were asked for."""
        return f"?round={EVERY_ROUND}&" if self.everywhere else "?"

    @cached_property
    def issues(self) -> IssueQuerySet:
        """What the reader may see in this round; all of it where that was asked, and for one who only shares issues of rounds
        it takes no part in."""
        if self.round is None:
            return Issue.objects.visible_to(self.user)
        return Issue.objects.visible_to(self.user, within=self.round)

    @cached_property
    def filter(self) -> IssueFilter:
        beside = {"sort": SORTS} | self.request.rounds.named_or_every
        return IssueFilter(self.query, self.issues, units=Unit.objects.visible_to(self.user), beside=beside)

    @cached_property
    def filtered(self) -> IssueQuerySet:
        return cast(IssueQuerySet, self.filter.understood())

    @property
    def sort(self) -> str:
        sort = self.query.get("sort", "")
        return sort if sort in SORTS else "due"

    @property
    def sorts_url(self) -> str:
        """The list with the conditions on classes drawn."""
        return self.filter.without(**{SORTS_SHOWN: "1"})

    @property
    def straight_to(self) -> str:
        """A number typed whole, in any spelling, leads to its issue; to that of another round where only one has it."""
        number = number_of(self.query.get("q") or "")
        if not number:
            return ""
        here = self.issues.filter(number=number).values_list("public_id", flat=True)[:2]
        ids = here or Issue.objects.visible_to(self.user).filter(number=number).values_list("public_id", flat=True)[:2]
        return reverse("issues:detail", args=list(ids)) if len(ids) == 1 else ""

    @cached_property
    def page(self) -> PageOfRows:
        return keyset(rows.plain(self.filtered), fields=SORTS[self.sort], request=self.request)

    @cached_property
    def tabs(self) -> tuple[tabs.RoleTab, ...]:
        return tabs.tabs_of(self.user)

    @cached_property
    def count(self) -> dict[str, int]:
        """Every number of the page in one statement; the list's own stands under the empty code."""
        on = rows.today()
        lists = {code: self.issues.filter(slices.condition(code, on)) for code in sorted(tabs.codes_counted(self.tabs))}
        return counts(lists | {"": self.filtered})

    @cached_property
    def suffix(self) -> str:
        """What the address of an issue carries, so that it knows the way back and its neighbours."""
        text = self.request.GET.urlencode()
        return f"?list={quote(text)}" if text else ""

    @property
    def ordered(self) -> QuerySet[Issue]:
        return self.filtered.order_by(*SORTS[self.sort])

    def neighbours(self, issue: Issue) -> dict[str, str]:
        """The issues before and behind `issue` in this list, as addresses."""
        field = SORTS[self.sort][0]
        name = field.lstrip("-")
        value, falling = getattr(issue, name), field.startswith("-")
        addresses = {}
        for side, compare in (("next", "lt" if falling else "gt"), ("previous", "gt" if falling else "lt")):
            beyond = Q(**{f"{name}__{compare}": value}) | Q(**{name: value, f"pk__{compare}": issue.pk})
            order = (name, "pk") if compare == "gt" else (f"-{name}", "-pk")
            row = self.filtered.filter(beyond).order_by(*order).values_list("public_id", flat=True).first()
            addresses[side] = reverse("issues:detail", args=[row]) if row else ""
        return addresses


@dataclass(frozen=True)
class ListColumn:
    """The head of a column; with an address where it sorts."""

    label: str
    num: bool = False
    url: str = ""
    sort: str = ""


@dataclass(frozen=True)
class ListPlaces:
    """Where else one may go from here; empty for what is not there."""

    new: str
    imports: str
    export: str
    books: str
    bulk: str


@dataclass(frozen=True)
class ListPage(Page):
    """Everything the template needs, finished."""

    template: ClassVar[str] = "issues/listing/list.html"
    listing: Listing
    heading: str
    views: Sequence[ViewLink]
    figs: Sequence[Fig]
    rows: Sequence[rows.ListRow]
    columns: Sequence[ListColumn]
    chips: Sequence[Chip]
    total: str
    told: str
    acts: Sequence[TickedAct]
    places: ListPlaces


def list_page(listing: Listing) -> ListPage:
    """All numbers come out of one statement, and so do the rows."""
    now, shown = listing.query.get("slice", ""), listing.page.rows
    total, user = words(listing.count[""]), listing.user
    plain = not {condition.name for condition in listing.filter.conditions} - {"slice"}
    return ListPage(
        listing=listing,
        heading=tabs.heading(user),
        views=tabs.tabs(listing.tabs, listing.count, now=now, plain=plain, start=listing.start),
        figs=tabs.figures(listing.count, now, listing.start),
        rows=rows.rows(shown, listing.suffix, blocks=not user.offices(), rounds=listing.everywhere),
        columns=[_column(listing, label, key) for label, key in columns(listing)],
        chips=listing.filter.chips(),
        total=total,
        told=f"显示 {len(shown)} 条，共 {total} 条" if shown else "没有符合条件的问题",
        acts=acts(listing),
        places=places(listing),
    )


def columns(listing: Listing) -> tuple[tuple[str, str], ...]:
    """The round stands in front where rows of several are together."""
    return (("轮次", ""), *COLUMNS) if listing.everywhere else COLUMNS


def _column(listing: Listing, label: str, key: str) -> ListColumn:
    if not key:
        return ListColumn(label, num=label in ("措施申报", "措施已核"))
    url = listing.filter.without(sort=f"-{key}" if listing.sort == key else key)
    how = {key: "ascending", f"-{key}": "descending"}.get(listing.sort, "none")
    return ListColumn(label, url=url, sort=how)


def acts(listing: Listing) -> list[TickedAct]:
    """What the reader may do to ticked rows: asked of one issue of each state, and of each unit where units matter."""
    user = listing.user
    samples = {(row.status, "" if user.offices() else row.lead_unit__name): row.pk for row in listing.page.rows}
    issues = Issue.objects.filter(pk__in=samples.values()).select_related("round__office", "lead_unit")
    names = {"dispatch": "下发所选草稿", "remind": "提醒单位…"}
    return [TickedAct(act.name, names.get(act.name, act.label)) for act in acts_of(issues, user)]


def places(listing: Listing) -> ListPlaces:
    """Entering and importing are the office's."""
    office = bool(listing.user.offices())
    return ListPlaces(
        new=address("issues:new") if office else "",
        imports=address("ledgers:import") if office else "",
        export=f"{reverse('issues:export')}?{listing.request.GET.urlencode()}"
        if listing.page.rows and not listing.everywhere
        else "",
        books=address("ledgers:books"),
        bulk=reverse("issues:bulk"),
    )
