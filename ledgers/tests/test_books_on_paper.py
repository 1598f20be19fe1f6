"""Every workbook as LibreOffice prints it, every page of a book as Chromium does: no letter under 8 points, the wide ones on A3;
in the workbook no line over another (a browser lays out its lines itself)."""

import shutil
from pathlib import Path

import pytest
from django.urls import reverse

from issues.models import Status
from ledgers import books
from ledgers.actions import layouts
from ledgers.figures.wall import ROWS
from ledgers.kinds import KINDS
from ledgers.tests.test_layouts import download, grown_ledger
from ledgers.tests.test_returned_whole import FILES, downloaded
from rectify.lib.sheets import Col, Sheet, write_book
from rectify.roof.testing import onpaper
from rectify.roof.testing.pictures import picture

pytestmark = pytest.mark.sampled
LONG = "支部党员大会未按季度召开，记录本由办公室统一代写，2025年 4 月、7 月、10 月三次会议均无签到表；" * 5
FAT = [Col("序号", width=6, kind="number")] + [Col(f"第 {n} 栏的名称比较长", "一组", 40) for n in range(9)]
THIN = [Col("编号", width=8, kind="center"), Col("问题", width=30), Col("时限", kind="date")]


@pytest.mark.skipif(shutil.which(onpaper.OFFICE) is None, reason="没有 LibreOffice：不看打印出来的台账")
def test_every_book_can_be_read_on_paper(life, db, client, tmp_path):
    world, paths = life.here.world, []
    for name in FILES:
        if body := downloaded(client, world.head, name, world.round):
            paths.append(tmp_path / f"{name}.xlsx")
            paths[-1].write_bytes(body)
    own = layouts.upload(office=world.office, name="台账.xlsx", content=grown_ledger(), by=world.clerk)
    paths.append(tmp_path / "own.xlsx")
    paths[-1].write_bytes(download(client, world.head, own, world, numbers="1"))
    for name, columns, row in (("fat", FAT, [1, *[LONG] * 9]), ("thin", THIN, ["05-001", LONG, "2026-12-31"])):
        paths.append(tmp_path / f"{name}.xlsx")
        write_book(paths[-1], Sheet("一张表", columns, [row] * 8, notes=["口径：" + LONG], footnotes=[LONG]))
    assert len(paths) > 12
    faults = [fault for pdf in onpaper.printed(tmp_path, *paths) for fault in seen(pdf)]
    assert faults == []
    assert onpaper.widths(tmp_path / "fat.pdf") == {420}
    assert onpaper.widths(tmp_path / "thin.pdf") == {297}


def seen(pdf: Path) -> list[str]:
    """What is wrong with it."""
    size, covered = onpaper.smallest(pdf), onpaper.over_one_another(pdf)
    return ([f"{pdf.stem}: {size} pt"] if size < 8 else []) + [f"{pdf.stem}: {words}" for words in covered[:5]]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_print_can_be_read_on_paper(world, open_page, enter, tmp_path):
    """The page printed: the same sheet as the file's, no letter under 8 points."""
    for status in (Status.PLANNING, Status.RECTIFYING, Status.CLOSED):
        world.issue(at=status, title="支部党员大会未按季度召开，记录本由办公室统一代写", original=LONG)
    page, faults = open_page(), []
    enter(page, world.head)
    for slug, kind in KINDS.items():
        page.goto(reverse("ledgers:book_print", args=[slug]))
        pdf = tmp_path / f"{slug}.pdf"
        page.pdf(path=pdf, prefer_css_page_size=True)
        faults += [slug] if onpaper.smallest(pdf) < 8 else []
        assert onpaper.widths(pdf) == {420 if books.fitted(kind).paper.name == "A3" else 297}, slug
    assert faults == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_sheet_for_the_wall_is_one_of_a3(world, open_page, enter, tmp_path):
    for _ in range(ROWS):
        world.issue(at=Status.DISPATCHED, title=LONG[:60])
    page, pdf = open_page(), tmp_path / "wall.pdf"
    enter(page, world.head)
    page.goto(reverse("ledgers:wall") + "?slice=open")
    picture(page, "wall")
    page.pdf(path=pdf, prefer_css_page_size=True)
    assert (onpaper.widths(pdf), onpaper.count(pdf)) == ({420}, 1)
    assert onpaper.smallest(pdf) >= 8
