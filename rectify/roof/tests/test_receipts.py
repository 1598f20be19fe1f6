"""Only a receipt of the server ends a draft; and whoever pressed a button in vain comes back to its page and is told so."""

import re
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import resolve, reverse

from issues.models import Issue, Status
from rectify.lib.receipts import COOKIE, LONGEST
from rectify.roof.buttons import NOT_PRESSED, above
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.expectations import EXPECT, NOBODY

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def named(person, form="move-1"):
    return f"draft:{person.public_id}:{form}"


def enter(client, person):
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])


def contested(world, client, *, note="不属于我单位职责", draft=None):
    """The liaison says on its page that an issue is not theirs: the issue, and the answer."""
    issue = world.issue(at=Status.DISPATCHED)
    enter(client, world.liaison)
    sent = {"move": "contest", "version": issue.version, "note": note, "draft": draft or named(world.liaison)}
    return issue, client.post(reverse("issues:move", args=[issue.public_id]), sent)


def test_what_was_taken_is_named(world, client):
    issue, answer = contested(world, client)
    assert answer.status_code == 302
    assert Issue.objects.get(pk=issue.pk).status == Status.CONTESTED
    cookie = answer.cookies[COOKIE]
    assert cookie.value == named(world.liaison).replace(":", "%3A")
    assert cookie["samesite"] == "Strict"


def test_what_was_refused_is_not(world, client):
    issue, answer = contested(world, client, note="")
    assert Issue.objects.get(pk=issue.pk).status == Status.DISPATCHED
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize("form", ["x" * LONGEST, ""])
def test_a_name_that_is_none_gets_no_receipt(world, client, form):
    _, answer = contested(world, client, draft=form and named(world.liaison, form))
    assert (COOKIE in answer.cookies) == (not form)


def test_nobody_ends_the_draft_of_another(world, client):
    _, answer = contested(world, client, draft=named(world.clerk))
    assert COOKIE not in answer.cookies


def test_receipts_wait_for_a_page_that_reads_them(world, client):
    contested(world, client)
    _, answer = contested(world, client, draft=named(world.liaison, "move-2"))
    assert answer.cookies[COOKIE].value.count("draft") == 2


def test_a_form_after_the_session_comes_back_to_its_page(world, client):
    issue, liaison = world.issue(at=Status.DISPATCHED), world.liaison
    liaison.set_password("Xun-cha-2026-zheng")
    liaison.save()
    page, form = issue.get_absolute_url(), reverse("issues:move", args=[issue.public_id])
    answer = client.post(form, {"move": "sign"}, headers={"Referer": f"http://testserver{page}?from=list"})
    assert answer.status_code == 302
    assert COOKIE not in answer.cookies
    login = client.get(answer.url).content.decode()
    assert "刚才那一步没有办" in login
    assert f'name="next" value="{page}?from=list"' in login
    filled = {"username": liaison.username, "password": "Xun-cha-2026-zheng", "next": page, "sent": "1"}
    back = client.post("/login/", filled, follow=True)
    assert back.request["PATH_INFO"] == page
    assert "刚才那一步没有办" in back.content.decode()


@pytest.mark.parametrize("came", ["", "https://elsewhere.example/page/"])
def test_a_form_from_nowhere_of_ours_begins_at_the_first_page(db, client, came):
    assert "next=%2F&" in client.post(reverse("issues:claim"), headers={"Referer": came}).url


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/reports/3k/send/", "../"),
        ("/reports/read/", "../"),
        ("/week/start/", "../"),
        ("/issues/3k/measures/4m/reach/", "../"),
        ("/issues/3k/parts/4m/drop/", "../../"),
        ("/nothing/of/ours", "../../"),
    ],
)
def test_the_way_to_the_page_above(path, way):
    assert above(path) == way


def test_a_button_over_a_file_leads_to_the_page_it_stands_on(world, client):
    file = world.attach(issue := world.issue(at=Status.RECTIFYING))
    address = reverse("issues:evidence_withdraw", args=[file.public_id])
    enter(client, world.liaison)
    assert client.get(address).url == reverse("issues:evidence_upload", args=[issue.public_id])
    enter(client, world.other_liaison)
    assert client.get(address).url == "/"


def test_the_way_back_from_a_button_opens_something():
    """The address above is none of another button."""
    for address in every_address():
        path = "/" + re.sub(r"<(?:int|slug|str):\w+>", "7", address.route)
        if EXPECT[address.route][1] == NOBODY and not hasattr(resolve(path).func, "stands_on"):
            way = resolve(urljoin(path, above(path))).route
            assert way in ("", "login/") or EXPECT[way][1] != NOBODY, address.route


@pytest.mark.parametrize("name", ["issues:reports_read", "issues:week_start", "issues:new_alike"])
def test_the_address_of_a_button_comes_back_to_its_page_and_says_that_nothing_was_done(world, client, name):
    enter(client, world.clerk)
    answer = client.get(reverse(name), follow=True)
    assert answer.redirect_chain == [("../", 302)]
    assert NOT_PRESSED in answer.content.decode()


def test_every_address_that_only_takes_a_form_comes_back(world, client):
    """Whoever opens it by GET is led on and told why, whatever object it names; nobody is left with the number of an error."""
    enter(client, world.clerk)
    told, left = 0, []
    for address in every_address():
        if address.is_api or EXPECT[address.route][1] != NOBODY:
            continue
        path = "/" + re.sub(r"<(?:int|slug|str):\w+>", "7", address.route)
        answer = client.get(path)
        told += NOT_PRESSED in map(str, get_messages(answer.wsgi_request))
        if answer.status_code not in (302, 404):
            left.append((address.route, answer.status_code))
    assert left == []
    assert told > 50


def test_a_program_is_told_the_method(world, client):
    enter(client, world.clerk)
    assert client.get("/api/v1/issues/moves/").status_code == 405
    script = {"X-Requested-With": "XMLHttpRequest"}
    assert client.get(reverse("issues:week_start"), headers=script)["Allow"] == "POST"
