"""The manual: every page has its section, every chapter its text, every picture is small and in use."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rectify.accounts import roles
from rectify.roof.manual.chapters import chapters
from rectify.roof.manual.guide import without_links, written
from rectify.roof.manual.pages import GROUPS
from rectify.roof.testing.walk import every_address

TEXTS = [
    *sorted((settings.BASE_DIR / "templates/manual").glob("*.html")),
    *sorted(Path(roles.__file__).parent.glob("*.py")),
    settings.BASE_DIR / "rectify/roof/manual/administrators.py",
]
PICTURES = settings.BASE_DIR / "static/manual"
README = settings.BASE_DIR / "README.md"
# Asked by programs, or leading to where the page is now.
NO_PAGES = {"healthz", "issues:regulations_before"}


def test_every_address_has_a_section_and_none_is_stale():
    told = [view for group in GROUPS for page in group.pages for view in page.views]
    assert sorted(told) == sorted({each.name for each in every_address() if not each.is_api} - NO_PAGES)


def test_the_help_of_a_page_opens_its_section(world, client):
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get("/issues/").content.decode()
    assert 'href="/manual/#issues-list"' in page
    assert 'id="issues-list"' in client.get("/manual/").content.decode()


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.slug)
def test_a_chapter_holds_its_parts(world, chapter):
    client = Client()
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    text = client.get(reverse("manual_chapter", args=[chapter.slug])).content.decode()
    assert re.findall(r'<section class="sheet" id="([a-z]+)"', text) == [part.anchor for part in chapter.parts]
    for part in chapter.parts:
        assert f'<h2 id="h-{part.anchor}">{part.words}</h2>' in text
        own = chapter.slug == "liaison"
        assert written(part.text if own else without_links(part.text)) in text


@pytest.mark.parametrize("who", ["clerk", "head", "liaison", "principal", "leader", "sysadmin", "secadmin", "auditor"])
def test_no_chapter_leads_its_reader_to_a_closed_door(world, client, who):
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    led = set()
    for chapter in chapters():
        text = client.get(reverse("manual_chapter", args=[chapter.slug])).content.decode()
        led |= set(
            re.findall(r'<a href="(/[^"]*)"', "".join(re.findall(r'<div class="body guide">(.*?)</div>', text, re.S)))
        )
    assert led
    assert {address: client.get(address).status_code for address in led} == dict.fromkeys(led, 200)


def test_a_text_is_written_a_line_a_block():
    assert written("一 < 二\n- **甲**\n- [问题](issues:list)\n1. 先\n2. 后\n完") == (
        '<p>一 &lt; 二</p><ul><li><b>甲</b></li><li><a href="/issues/">问题</a></li></ul><ol><li>先</li><li>后</li></ol><p>完</p>'
    )
    assert '<img src="/static/manual/board.png" alt="看板" width="8" height="6"' in written(
        "![看板](manual/board.png 8x6)"
    )


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
