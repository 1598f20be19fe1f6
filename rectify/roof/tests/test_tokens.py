"""A form of another site: whatever is sent without the token of our own pages is refused, at every address there is."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from rectify.roof.testing.canary import sing
from rectify.roof.tests.expectations import EVERYBODY
from rectify.roof.tests.test_addresses import ADDRESSES, fill, key_of, keys_of
from rectify.roof.views import OLD_PAGE

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(scope="module")
def addresses(shared_world):
    """Each address with an object in it."""
    objects = sing(shared_world)
    keys = keys_of(objects)
    return {address.route: fill(address, objects, key_of(address, keys)) for address in ADDRESSES}


def entered(world, who):
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def checks_by_itself(url):
    """Whether the middleware leaves the token to the view: the API, and what reads the body while it comes."""
    return getattr(resolve(url).func, "csrf_exempt", False)


def turned_away(answer):
    """Refused; a script that keeps what is typed is told so in words, since a refusal stands in the console as an error."""
    return answer.status_code == 403 or (answer.status_code == 200 and answer.json() == {"refused": OLD_PAGE})


def test_before_a_view_begins_the_token_is_asked_for(shared_world, addresses):
    client = entered(shared_world, "stranger")
    asked = {route: client.post(url) for route, url in addresses.items() if not checks_by_itself(url)}
    assert {route: answer.status_code for route, answer in asked.items() if not turned_away(answer)} == {}


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["page", "script"])
def test_a_view_that_asks_for_the_token_itself_does_so(shared_world, addresses, headers):
    """Who may know of the object is refused for want of the token; for all others it does not exist."""
    by_itself = {route: url for route, url in addresses.items() if checks_by_itself(url)}
    refused = set()
    for who in (*EVERYBODY, "visitor"):
        client = entered(shared_world, who)
        for route, url in by_itself.items():
            answer = client.post(url, {"file": ""}, headers=headers)
            assert answer.status_code == 404 or turned_away(answer), f"{who} {route}: {answer.status_code}"
            refused |= set() if answer.status_code == 404 else {route}
    assert refused == set(by_itself)
