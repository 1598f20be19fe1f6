"""The manual: every page has its section, every chapter its text, every picture is small and in use."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rectify.accounts.actions import holdings
from rectify.accounts.forms.people import GrantForm
from rectify.accounts.models import User
from rectify.accounts.roles import OFFERED, Role
from rectify.lib.errors import Refused
from rectify.manual.chapters import CHAPTERS
from rectify.manual.pages import GROUPS
from rectify.testing.walk import every_address

TEXTS = sorted((settings.BASE_DIR / "templates/manual").glob("*.html"))
PICTURES = settings.BASE_DIR / "static/manual"
README = settings.BASE_DIR / "README.md"
MACHINES = {"healthz"}  # asked by programs, not by people


def test_every_address_has_a_section_and_none_is_stale():
    told = [view for group in GROUPS for page in group.pages for view in page.views]
    assert sorted(told) == sorted({each.name for each in every_address() if not each.is_api} - MACHINES)


def test_the_help_of_a_page_opens_its_section(world, client):
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get("/issues/").content.decode()
    assert 'href="/manual/#issues-list"' in page
    assert 'id="issues-list"' in client.get("/manual/").content.decode()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_holds_its_parts(world, chapter):
    client = Client()
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    text = client.get(reverse("manual_chapter", args=[chapter.slug])).content.decode()
    assert re.findall(r'<section class="sheet" id="([a-z]+)"', text) == [anchor for anchor, _ in chapter.parts]
    for anchor, words in chapter.parts:
        assert f'<h2 id="h-{anchor}">{words}</h2>' in text


@pytest.mark.parametrize("role", OFFERED)
def test_a_role_that_may_be_granted_has_a_menu_and_a_chapter(world, role):
    held = User.objects.create(username="new", name="新来的", must_change_password=False)
    holdings.grant(user=held, role=role, unit=world.office, by=world.secadmin)
    client = Client()
    client.force_login(held, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert [one.whose for one in client.get("/manual/").context["own"]] == [role]
    home = client.get("/", follow=True)
    assert (home.status_code, bool(home.context["frame"].nav)) == (200, True)


@pytest.mark.parametrize("role", sorted(set(Role) - set(OFFERED)))
def test_a_role_without_pages_cannot_be_granted(world, role):
    with pytest.raises(Refused, match="不能授权"):
        holdings.grant(user=world.stranger, role=role, unit=world.office, by=world.secadmin)
    assert role not in dict(GrantForm(by=world.secadmin).fields["role"].choices)


@pytest.mark.parametrize("who,slug", [("clerk", "clerk"), ("principal", "principal"), ("auditor", "auditor")])
def test_ones_own_chapter_comes_first(world, client, who, slug):
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    response = client.get("/manual/")
    assert [one.slug for one in response.context["own"]] == [slug]
    assert client.get("/manual/nobody/").status_code == 404


def test_pictures_are_there_small_and_used():
    texts = "".join(path.read_text(encoding="utf-8") for path in [*TEXTS, README])
    asked = set(re.findall(r"manual/([a-z0-9-]+\.png)", texts))
    kept = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert asked == set(kept)
    assert {name: size for name, size in kept.items() if size > 120 * 1024} == {}
