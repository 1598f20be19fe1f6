"""Pictures of the demo city, made when asked for: PICTURES=folder for all, at three sizes; PICTURES=manual for those kept.

Without PICTURES the small picture is what is tested: a PNG of few colours that a browser reads back.
"""

import base64
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from rectify.roof.demo import city
from rectify.roof.testing import gallery
from rectify.roof.testing.palette import small

WANTED = os.environ.get("PICTURES", "")
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
        settings.MEDIA_ROOT = tmp_path
        call_command("load_defaults", verbosity=0)
        city.build(print)
        wide = 0
        for picture in gallery.PAGES:
            user, url = gallery.shown(picture)
            for width in widths(picture):
                page = open_page(width, gallery.HEIGHTS[width])
                if user:
                    enter(page, user)
                page.goto(url)
                store(page, picture, width)
                wide += page.evaluate("document.documentElement.scrollWidth") > width
        assert wide == 0


def widths(picture: gallery.Picture) -> list[int]:
    if WANTED == "manual":
        return [picture.kept] if picture.kept else []
    return [width for width in gallery.HEIGHTS if width > 390 or picture.phone]


def store(page: object, picture: gallery.Picture, width: int) -> None:
    if WANTED == "manual":
        (KEPT / f"{picture.name}.png").write_bytes(small(page, page.screenshot()))
    else:
        Path(WANTED).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{WANTED}/{picture.name}-{width}.png", full_page=True)
