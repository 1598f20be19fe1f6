"""The issue list of one reader in one round: filter, figures, one page of rows, and the way back from an issue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, cast
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from issues import slices
from issues.filters import SORTS_SHOWN, IssueFilter
from issues.forms.views import LookForm
from issues.models import ISSUES, Density, Issue, ListLook, Round, SavedView
from issues.models.querysets import IssueQuerySet
from issues.pages.listing import columns, rows, tabs
from issues.pages.listing.bulk import acts_of
from issues.pages.listing.saved import KeptViews, kept_views
from issues.queues import queues_of
from issues.searching import number_of
from issues.workload import EVERY_ROUND
from rectify.accounts.models import Unit, User
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
DENSITIES = {Density.DENSE: "dense", Density.NORMAL: "", Density.AIRY: "airy"}
LIST = "issues:list"


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
        """What counts for the reader in this round; all of it where that was asked, and for one who only shares issues of rounds
        it takes no part in."""
        if self.round is None:
            return Issue.objects.counted_for(self.user)
        return Issue.objects.counted_for(self.user, within=self.round)

    @cached_property
    def filter(self) -> IssueFilter:
        beside: dict = {"sort": SORTS, "density": Density.values} | self.request.rounds.named_or_every
        beside["cols"] = [asked for asked in [self.query.get("cols", "")] if columns.understood(asked)]
        units, own = Unit.objects.visible_to(self.user), {queue.slice for queue in queues_of(self.user)}
        return IssueFilter(self.query, self.issues, units=units, beside=beside, own=own)

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
        here = self.issues.filter(number=number, withheld=False).values_list("public_id", flat=True)[:2]
        ids = here or Issue.objects.visible_to(self.user).filter(number=number).values_list("public_id", flat=True)[:2]
        return reverse("issues:detail", args=list(ids)) if len(ids) == 1 else ""

    @cached_property
    def _look(self) -> ListLook:
        mine = ListLook.objects.visible_to(self.user).filter(place=ISSUES).first()
        return mine or ListLook(user=self.user, place=ISSUES)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Those of the address, else those the person chose; the round too where several stand together."""
        asked = self.query.get("cols", "")
        keys = columns.chosen(asked.split(columns.BETWEEN) if columns.understood(asked) else self._look.columns)
        return columns.chosen([*keys, "round"]) if self.everywhere else keys

    @property
    def with_columns(self) -> IssueFilter:
        """What is asked, as a view keeps it: with the columns that are shown now, where they are not the usual ones."""
        data = self.query.copy()
        if self.columns != columns.USUAL and not self.everywhere:
            data["cols"] = columns.BETWEEN.join(self.columns)
        return Listing(self.request, data).filter

    @property
    def density(self) -> str:
        """How close the rows stand, likewise."""
        asked = self.query.get("density", "")
        return asked if asked in Density.values else self._look.density

    @cached_property
    def page(self) -> PageOfRows:
        return keyset(rows.plain(self.filtered, self.columns), fields=SORTS[self.sort], request=self.request)

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
            row = (
                self.filtered.filter(beyond, withheld=False)
                .order_by(*order)
                .values_list("public_id", flat=True)
                .first()
            )
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
    wall: str
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
    look: LookForm
    density: str
    kept: KeptViews
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
    saved = kept_views(user, listing.filter, saved_views(user), reverse(LIST))
    return ListPage(
        listing=listing,
        heading=tabs.heading(user),
        views=_views(tabs.tabs(listing.tabs, listing.count, now=now, plain=plain, start=listing.start), saved),
        figs=tabs.figures(listing.count, now, listing.start),
        rows=rows.rows(shown, listing.suffix, keys=listing.columns, blocks=not user.offices()),
        columns=[_column(listing, columns.COLUMNS[key]) for key in listing.columns],
        look=look_form(listing),
        density=DENSITIES[Density(listing.density)],
        kept=saved,
        chips=listing.filter.chips(),
        total=total,
        told=f"显示 {len(shown)} 条，共 {total} 条" if shown else "没有符合条件的问题",
        acts=acts(listing),
        places=places(listing),
    )


def _views(own: Sequence[ViewLink], kept: KeptViews) -> list[ViewLink]:
    """One line of tabs, those of the role first; where a saved view is the list that is shown, it alone is marked."""
    if any(link.current for link in kept.links):
        own = [replace(link, current=False) for link in own]
    return [*own, *kept.links]


def saved_views(user: User) -> QuerySet[SavedView]:
    """The views of this list that the reader may use."""
    return SavedView.objects.visible_to(user).filter(place=ISSUES)


def look_form(listing: Listing, data: QueryDict | None = None) -> LookForm:
    """Which columns and which density are shown now, to be changed."""
    choices = [(key, column.label) for key, column in columns.COLUMNS.items() if not column.needed]
    now = {"columns": list(listing.columns), "density": listing.density}
    return LookForm(data, user=listing.user, columns=choices, initial=now)


def _column(listing: Listing, column: columns.ListedColumn) -> ListColumn:
    key = column.sort
    if not key:
        return ListColumn(column.label, num=column.css == "num")
    url = listing.filter.without(sort=f"-{key}" if listing.sort == key else key)
    how = {key: "ascending", f"-{key}": "descending"}.get(listing.sort, "none")
    return ListColumn(column.label, url=url, sort=how)


def acts(listing: Listing) -> list[TickedAct]:
    """What the reader may do to ticked rows: asked of one issue of each state, and of each unit where units matter."""
    user = listing.user
    samples = {(row.status, "" if user.offices() else row.lead_unit__name): row.pk for row in listing.page.rows}
    issues = Issue.objects.filter(pk__in=samples.values()).select_related("round__office", "lead_unit")
    names = {"dispatch": "下发所选草稿", "remind": "提醒单位…"}
    ticked = [TickedAct(act.name, names.get(act.name, act.label)) for act in acts_of(issues, user)]
    return [*ticked, TickedAct("export", "导出所选", reverse("issues:export"))] if samples else []


def places(listing: Listing) -> ListPlaces:
    """Entering and importing are the office's."""
    office = bool(listing.user.offices())
    return ListPlaces(
        new=address("issues:new") if office else "",
        imports=address("ledgers:import") if office else "",
        export=f"{reverse('issues:export')}?{listing.request.GET.urlencode()}" if listing.page.rows else "",
        books=address("ledgers:books"),
        wall=""
        if listing.everywhere
        else f"{address('ledgers:wall')}{listing.filter.without('sort', 'density', 'cols')}",
        bulk=reverse("issues:bulk"),
    )
