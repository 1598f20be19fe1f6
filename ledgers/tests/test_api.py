"""Books and figures through the API: the same rows and the same numbers as on the pages."""

import re

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from issues.models import Status
from ledgers.kinds import KINDS

pytestmark = pytest.mark.django_db
READERS = ("clerk", "liaison", "other_liaison", "leader", "stranger")


@pytest.fixture(scope="module")
def full(shared_world):
    world = shared_world
    for status in Status:
        world.issue(at=status)
    world.issue(at=Status.RECTIFYING, lead_unit=world.other)
    return world


def entered(user):
    client = APIClient()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize("who", READERS)
def test_figures_of_the_api_count_the_list_of_the_api(full, who):
    client = entered(getattr(full, who))
    answer = client.get("/api/v1/figures/").json()
    for figure in answer["figures"] + answer["waiting"]:
        listed = client.get("/api/v1/issues/", {"slice": figure["slice"], "round": full.round.public_id}).json()
        assert listed["count"] == figure["count"], figure["name"]


@pytest.mark.parametrize("who", READERS)
def test_page_and_api_count_alike(full, who):
    """The number that the page prints above its list is the number of the API's list."""
    client = entered(getattr(full, who))
    for code in ("counted", "open", "overdue", "status:planning"):
        counted = client.get("/api/v1/issues/", {"slice": code}).json()["count"]
        page = client.get("/issues/", {"slice": code}).content.decode()
        assert len(re.findall(r'class="title" href="/issues/', page)) == counted, code


@pytest.mark.parametrize("slug", KINDS)
def test_a_book_of_others_is_empty(full, slug):
    assert entered(full.stranger).get(f"/api/v1/books/{slug}/").json()["rows"] == []
    rows = entered(full.other_liaison).get(f"/api/v1/books/{slug}/").json()["rows"]
    assert "市住建局" not in str(rows)
