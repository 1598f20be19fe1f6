"""Pictures of the demo city, made when asked for: PICTURES=folder for all, at three sizes; PICTURES=manual for those kept.

With CITY=folder beside it (on SQLite) the city is kept there, or taken from there, and all pages are taken at two sizes: what
`rectify.roof.testing.pixels` compares. Without PICTURES the small picture is what is tested: a PNG of few colours that a browser
reads back.
"""

import base64
import os
import sqlite3
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from rectify.roof.demo import city
from rectify.roof.testing import gallery
from rectify.roof.testing.palette import small

WANTED = os.environ.get("PICTURES", "")
CITY = os.environ.get("CITY", "")
KEPT = settings.BASE_DIR / "static/manual"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_small_picture_is_the_same_picture(page):
    page.set_content("<h1>巡察整改</h1>")
    png = page.screenshot()
    less = small(page, png)
    page.set_content('<img alt="">')
    assert len(less) < len(png)
    read = "async data => { const i = document.images[0]; i.src = data; await i.decode(); return i.naturalWidth }"
    assert page.evaluate(read, "data:image/png;base64," + base64.b64encode(less).decode()) == 1366


if WANTED:  # half a minute for the city and as much for the browser: only for those who want to look

    def test_take_the_pictures(open_page, enter, settings, tmp_path):
        settings.MEDIA_ROOT = Path(CITY or tmp_path) / "files"
        with time_machine.travel(gallery.MOMENT, tick=False):
            people_of_the_city()
            wide = [
                f"{picture.name}-{width}"
                for picture in gallery.PAGES
                for width in widths(picture)
                if too_wide(take(picture, open_page(width, gallery.HEIGHTS[width]), width, enter), width)
                and (width > 390 or picture.phone)
            ]
        assert wide == []


def people_of_the_city() -> None:
    """The demo city as the kept one has it, brought to the tables of now; without one, built, and kept if CITY says where."""
    kept = Path(CITY) / "city.sqlite3"
    if CITY and kept.exists():
        connection.ensure_connection()
        sqlite3.connect(kept).backup(connection.connection)
        call_command("migrate", verbosity=0)
        return
    call_command("load_defaults", verbosity=0)
    city.build(print)
    if CITY:
        kept.parent.mkdir(parents=True, exist_ok=True)
        gallery.questions()
        connection.connection.backup(sqlite3.connect(kept))


def take(picture: gallery.PagePicture, page: object, width: int, enter: object) -> object:
    """The page, looked at and stored. The browser's clock stands where the server's does."""
    user, url = gallery.shown(picture)
    page.clock.set_fixed_time(gallery.MOMENT)
    if user:
        enter(page, user)
    page.goto(url)
    page.wait_for_load_state("networkidle")  # a part that is asked for once the page stands
    store(page, picture, width)
    return page


def too_wide(page: object, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") > width


def widths(picture: gallery.PagePicture) -> list[int]:
    if WANTED == "manual":
        return [picture.kept] if picture.kept else []
    if CITY:
        return [1366, 390]
    return [width for width in gallery.HEIGHTS if width > 390 or picture.phone]


def store(page: object, picture: gallery.PagePicture, width: int) -> None:
    if WANTED == "manual":
        (KEPT / f"{picture.name}.png").write_bytes(small(page, page.screenshot()))
    else:
        Path(WANTED).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{WANTED}/{picture.name}-{width}.png", full_page=True, animations="disabled")
