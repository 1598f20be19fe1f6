"""The laws of lists, over the list of issues and every book: what is not understood is never everything, at any door; the same
conditions give the same rows at all doors; a choice list holds what its rows have.

By day each law is tried on some books, every condition among them; by night on all.
"""

import io
from datetime import timedelta
from urllib.parse import urlencode

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.filters import IssueFilter
from issues.models import Issue, SavedView, Status
from ledgers import books
from ledgers.kinds import KINDS
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.roof.testing.seed import some
from rectify.roof.testing.world import person, unit, work

pytestmark = [pytest.mark.workflow, pytest.mark.django_db, pytest.mark.sampled, pytest.mark.slow]
LIST = "list"
STATES = (Status.DISPATCHED, Status.RECTIFYING, Status.FIRST_REVIEW, Status.CLOSED, Status.TERMINATED)
# (parameter, value): unknown, or no value of that condition. `unit` and `round` also name what is another office's.
WRONG = [
    ("colour", "red"),
    ("unit", "nonsense"),
    ("unit", "theirs"),
    ("lead", "theirs"),
    ("state", "zzz"),
    ("category", "none"),
    ("grade", "best"),
    ("side", "both"),
    ("overdue", "perhaps"),
    ("focus", "2"),
    ("due_from", "2026-99-99"),
    ("due_to", "soon"),
    ("q", "长" * 101),
    ("slice", "no:such"),
    ("slice", "status:none"),
    ("round", "nobody"),
    ("round", "theirs"),
    ("sort", "colour"),
]
RIGHT = [
    {},
    {"q": "1"},
    {"state": "rectifying"},
    {"side": "unit"},
    {"overdue": "on"},
    {"focus": "on"},
    {"grade": "full"},
    {"slice": "counted"},
    {"slice": "status:closed"},
    {"unit": "lead"},
    {"unit": "system"},
    {"lead": "lead"},
    {"category": "own"},
    {"due_from": "today"},
    {"due_to": "today"},
    {"unit": "lead", "slice": "open", "q": "题"},
]
EVERY = [LIST, *KINDS]


def knows(what: str, asked: dict[str, str]) -> bool:
    """Whether the list has these conditions: a book that is not about issues has its own, states of its own, and no systems of
    units."""
    if what == LIST or KINDS[what].filter is IssueFilter:
        return True
    return set(asked) <= set(KINDS[what].filter.base_filters) - {"state"} and "system" not in asked.values()


FILLED = {LIST, "problems", "duties", "measures", "tasks", "closures", "overdue"}  # what the world below has rows of


@pytest.fixture(scope="module")
def city(shared_world):
    """A row in most books, one overdue, one of a branch; beside it an office with a unit and a round of its own."""
    world = shared_world
    for status in STATES:
        world.issue(at=status)
    late = world.issue(at=Status.RECTIFYING, lead_unit=world.other, is_focus=True)
    world.issue(at=Status.DISPATCHED, lead_unit=world.branch)
    Issue.objects.filter(pk=late.pk).update(due=today() - timedelta(days=9))
    office = unit("邻市整改办", is_office=True)
    theirs = unit("邻市水务局", supervising_office=office)
    person("neighbour", (Role.OFFICE_CLERK, office))
    round_, _ = work(office, 9, "邻市第一轮")
    world.theirs = {"unit": theirs.public_id, "lead": theirs.public_id, "round": round_.public_id}
    return world


def entered(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


class Doors:
    """One list as its four doors show it: the numbers of the rows in order; None where the door refuses."""

    def __init__(self, world, what: str, asked: dict[str, str]) -> None:
        self.client, self.what = entered(world.clerk), what
        self.asked = {"round": world.round.public_id} | asked

    def page(self):
        at = reverse("issues:list") if self.what == LIST else reverse("ledgers:book", args=[self.what])
        return self.client.get(at, self.asked)

    def on_page(self) -> list:
        found = self.page().context
        if self.what == LIST:
            return [row.number for row in found["listing"].page.rows]
        return numbers(self.what, [line.values for line in found["page"].rows])

    def on_print(self) -> list:
        page = self.client.get(reverse("ledgers:book_print", args=[self.what]), self.asked)
        place = place_of(self.what)
        return [row.cells[place].text for row in page.context["rows"]]

    def in_file(self) -> list | None:
        at = reverse("issues:export") if self.what == LIST else reverse("ledgers:book_file", args=[self.what])
        answer = self.client.get(at, self.asked)
        if answer.status_code == 302:
            return None
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        title = "编号" if self.what == LIST else KINDS[self.what].columns[place_of(self.what)].title
        head = next(n for n, row in enumerate(rows) if title in row)
        column = rows[head].index(title)
        found = [row[column] for row in rows[head + 1 :] if row[column] is not None]
        return [number for number in found if str(number)[:2].isdigit() or "〔" in str(number)]

    def api(self):
        return self.client.get("/api/v1/issues/" if self.what == LIST else f"/api/v1/books/{self.what}/", self.asked)

    def by_api(self) -> list:
        return [row["number"] for row in self.api().json()["rows"]]


def place_of(slug: str) -> int:
    return [column.key for column in KINDS[slug].columns].index("number")


def numbers(slug: str, lines: list[list]) -> list:
    return [values[place_of(slug)] for values in lines]


@pytest.mark.parametrize(
    ("what", "name", "value"),
    some([(what, *wrong) for what in EVERY for wrong in WRONG], lambda row: row[0], lambda row: row[1:], about="wrong"),
)
def test_what_is_not_understood_is_never_everything(city, what, name, value):
    doors = Doors(city, what, {name: city.theirs[name] if value == "theirs" else value})
    page = doors.page().content.decode()
    assert ("看不懂的条件" in page, "去掉这个条件" in page, doors.on_page()) == (True, True, [])
    assert doors.in_file() is None, "no file of what nobody asked for"
    assert what == LIST or doors.on_print() == []
    answer = doors.api()
    assert (answer.status_code, set(answer.json())) == (400, {name})


@pytest.mark.parametrize(
    ("what", "asked"),
    some(
        [(w, a) for w in EVERY for a in RIGHT if knows(w, a)],
        lambda row: row[0],
        lambda row: str(row[1]),
        about="right",
    ),
)
def test_the_same_conditions_give_the_same_rows_at_every_door(city, what, asked):
    words = {"lead": city.lead.public_id, "system": f"{city.lead.public_id}~", "today": today().isoformat()}
    words["own"] = Issue.objects.exclude(category=None).values_list("category__code", flat=True)[0]
    doors = Doors(city, what, {name: words.get(value, value) for name, value in asked.items()})
    shown = doors.on_page()
    assert "看不懂的条件" not in doors.page().content.decode()
    assert shown or asked or what not in FILLED
    assert sorted(doors.in_file() or []) == sorted(shown)
    assert doors.by_api() == shown
    assert what == LIST or (doors.on_print(), doors.in_file() or []) == (shown, shown)


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader"])
def test_every_choice_of_every_list_has_a_row(city, who):
    user = getattr(city, who)
    for kind in KINDS.values():
        asked = books.ask(kind, user, {}, city.round)
        choices = {"unit", "state", "category", "grade", "side"} & set(asked.filter.form.fields)
        for name in sorted(choices):
            for value, _ in list(asked.filter.form.fields[name].choices)[1:]:
                assert books.chosen(kind, user, books.ask(kind, user, {name: value}, city.round)).exists(), (kind, name)
    issues, units = Issue.objects.visible_to(user), Unit.objects.visible_to(user)
    for name in ("unit", "state", "category", "grade", "side"):
        for value, _ in list(IssueFilter({}, issues, units=units).form.fields[name].choices)[1:]:
            assert IssueFilter({name: value}, issues, units=units).understood().exists(), (name, value)


def test_a_saved_view_that_holds_an_old_condition_says_so(city):
    SavedView.objects.create(user=city.clerk, place="problems", name="从前的", query=urlencode({"state": "abolished"}))
    client = entered(city.clerk)
    url = next(view.url for view in client.get("/books/problems/").context["views"] if view.name == "从前的")
    page = client.get(url)
    assert page.context["rows"] == []
    assert "去掉这个条件" in page.content.decode()
    client.post(f"{reverse('ledgers:view_save', args=['problems'])}?state=abolished", {"name": "再存一次"})
    assert not SavedView.objects.filter(name="再存一次").exists()


def test_a_condition_without_a_row_is_an_answer(city):
    """What the reader may know of and no row has: no mistake, and the list says so by being empty."""
    for asked in ({"state": "contested"}, {"unit": city.office.public_id}, {"side": "reviewers"}):
        doors = Doors(city, LIST, asked)
        assert (doors.on_page(), doors.api().status_code) == ([], 200)
        assert "看不懂的条件" not in doors.page().content.decode()


@pytest.mark.parametrize("asked", [("queue", "zzz"), ("colour", "red"), ("round", "nobody")])
def test_a_queue_that_nobody_knows_is_no_queue(city, asked):
    page = entered(city.clerk).get(reverse("ledgers:closures"), {"queue": "first_review"} | dict([asked]))
    assert page.context["rows"] == []
    assert "去掉这个条件" in page.content.decode()
    assert entered(city.clerk).get(reverse("ledgers:closures"), {"queue": "first_review"}).context["rows"]


@pytest.mark.parametrize("asked", [("view", "zzz"), ("month", "2026-99"), ("colour", "red")])
def test_a_month_that_nobody_knows_has_no_look_back(city, asked):
    Issue.objects.filter(status=Status.CLOSED).update(look_back_on=today())
    page = entered(city.clerk).get(reverse("ledgers:look_backs"), dict([asked]))
    assert page.context["page"].rows == []
    assert "去掉这个条件" in page.content.decode()
    assert entered(city.clerk).get(reverse("ledgers:look_backs")).context["page"].rows
