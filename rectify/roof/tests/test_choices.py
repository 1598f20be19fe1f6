"""Every choice list above a list gives a part of its rows, and together its choices give what the list holds.

The lists are found by walking the addresses, their choices in the page: a new filter bar is walked without a line here.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from issues.models import Status
from ledgers.kinds import KINDS
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address

# What they hold does not hang on the engine: PostgreSQL alone.
pytestmark = [pytest.mark.slow, pytest.mark.sampled]
READERS = ("clerk", "liaison", "sysadmin", "secadmin", "auditor")
# What every row of a list has one of: the choices together give all rows. (Not of a round's state or class, which are fixed
# lists, nor where a row may have none.)
WHOLE = frozenset({"unit"})
# (address, choice) that fall short today, and the fault.
SHORT: dict[tuple[str, str], str] = {}


def pages() -> list[tuple[str, str]]:
    """(name, address) of every page that needs no object, and of every book."""
    plain = [(a.name, reverse(a.name)) for a in every_address() if not a.params and not a.is_api]
    return plain + [(f"ledgers:book {slug}", reverse("ledgers:book", args=[slug])) for slug in KINDS]


@pytest.fixture(scope="module")
def bars(shared_world) -> list[tuple[str, str, str, str]]:
    """(name, address, reader, choice list) of every choice list there is."""
    world = shared_world
    for state in Status:
        world.issue(at=state)
    world.issue(at=Status.RECTIFYING, lead_unit=world.other)
    found = []
    for name, address in pages():
        for reader in READERS:
            page = read(getattr(world, reader), address)
            if page is not None and (lists := choices(page)):
                found += [(name, address, reader, choice) for choice in lists]
                break
    return found


def read(user, address: str, **params: str):
    """The page as this reader finds it; None where there is none."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(address, params)
    is_page = answer.status_code == 200 and not answer.streaming and b"<html" in answer.content
    return html.fromstring(answer.content.decode()) if is_page else None


def choices(page) -> dict[str, list[str]]:
    """The choice lists of a page's filter bars: name → values, without the one that means all; not what only groups (`by`)."""
    return {
        one.get("name"): [value for option in one.iter("option") if (value := option.get("value"))]
        for one in page.xpath("//form[contains(@class, 'filters')]//select[@name and @name != 'by']")
    }


def rows(user, address: str, **params: str) -> list[str]:
    """The rows of all pages of a list, each as the addresses it leads to, else its words."""
    return rows_from(user, address, read(user, address, **params))


def rows_from(user, address: str, page) -> list[str]:
    """The rows of this page of a list and of all that follow."""
    found = []
    while page is not None:
        for row in page.xpath("//tbody//tr"):
            links = [link.get("href").partition("?")[0] for link in row.iter("a") if link.get("href")]
            found.append(" ".join(links) or " ".join(row.text_content().split()))
        page = following(user, address, page)
    return found


def following(user, address: str, page):
    """The next page of the list; None at its end."""
    ahead = [parse_qs(urlsplit(link).query) for link in page.xpath("//a/@href") if "after=" in link]
    return read(user, address, **{name: value[0] for name, value in ahead[0].items()}) if ahead else None


def test_there_are_choice_lists(bars, db):
    assert {name for name, *_ in bars} >= {"issues:list", *(f"ledgers:book {slug}" for slug in KINDS)}


def test_each_choice_gives_a_part(bars, shared_world, db):
    wrong = []
    for name, address, reader, choice in bars:
        user = getattr(shared_world, reader)
        whole, parts = read(user, address), []
        every, values = rows_from(user, address, whole), choices(whole)[choice]
        for value in values if choice in WHOLE else some(values, least=3):
            page = read(user, address, **{choice: value})
            part = rows_from(user, address, page)
            parts += part
            if not set(part) <= set(every):
                wrong.append(f"{name} {choice}={value}: gives what the list does not hold")
            if value not in selected(page, choice):
                wrong.append(f"{name} {choice}={value}: not shown as chosen")
        short = choice in WHOLE and bool(every) and set(parts) != set(every)
        if short != ((name, choice) in SHORT):
            wrong.append(f"{name} {choice}: {'rows that no choice gives' if short else 'mended, take it off SHORT'}")
    assert not wrong, "\n".join(wrong)


def selected(page, choice: str) -> list[str]:
    return [one.get("value") for one in page.xpath("//select[@name=$name]//option[@selected]", name=choice)]


BAD = {
    "date": "2026-99-99",
    "checkbox": "perhaps",
}  # by the type of a control; a choice list is asked for what it has not


@pytest.fixture(scope="module")
def questions(bars, shared_world) -> list[tuple[str, str, str, str, str]]:
    """(name, address, reader, parameter, value) of conditions that no list understands: of each of its controls, and one that
    nobody knows."""
    found = []
    for name, address, reader in sorted({bar[:3] for bar in bars}):
        page = read(getattr(shared_world, reader), address)
        controls = page.xpath("//form[contains(@class, 'filters')]//*[self::select or self::input[@type]]")
        kinds = {one.get("name"): "select" if one.tag == "select" else one.get("type") for one in controls}
        bad = {
            control: "zzz" if kind == "select" else BAD[kind]
            for control, kind in kinds.items()
            if kind in ("select", *BAD)
        }
        found += [(name, address, reader, *question) for question in {**bad, "colour": "red"}.items()]
    return found


def test_no_list_shows_everything_for_what_it_does_not_understand(questions, shared_world, db):
    wrong = []
    for name, address, reader, asked, value in some(questions, lambda row: row[0], lambda row: row[3]):
        page = read(getattr(shared_world, reader), address, **{asked: value})
        words = page.text_content() if page is not None else ""
        if "看不懂的条件" not in words or "去掉这个条件" not in words:
            wrong.append(f"{name}?{asked}={value}: says nothing")
        if rows(getattr(shared_world, reader), address, **{asked: value}):
            wrong.append(f"{name}?{asked}={value}: shows rows")
    assert not wrong, "\n".join(wrong)
