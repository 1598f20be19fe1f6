"""In Chromium: the workbook of a unit without network goes out, is changed, comes in with a conflict, is entered as chosen."""

from pathlib import Path

import pytest

from issues.actions import reports
from issues.models import Evidence, Report, Status
from ledgers.models import OfflineEntry
from ledgers.tests.offlinebooks import PDF, cell_of, cut_off, filled, report_in, zipped
from rectify.roof.testing.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def changed(place: Path, number: str) -> bytes:
    """The workbook as the unit filled it in: a report, a measure done, a file on the list."""

    def fill(book):
        report_in(book)
        cell_of(book["措施进度"], "状态").value = "已完成待核"
        for heading, word in {"编号": number, "措施序号": 1, "文件名": "走访.pdf"}.items():
            cell_of(book["佐证清单"], heading).value = word

    return filled(place.read_bytes(), fill)


def out(page, world, place: Path) -> None:
    """The workbook is given out on the page that the round leads to."""
    page.goto(f"/rounds/{world.round.public_id}/")
    page.get_by_role("link", name="不联网单位").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="发一份").click()
    download.value.save_as(place)


def back(page, folder: Path, body: bytes, archive: bytes) -> None:
    """It comes in with what was signed and the zip."""
    for label, name, data in (
        ("填好的工作簿", "back.xlsx", body),
        ("签字盖章的扫描件", "signed.pdf", PDF),
        ("佐证压缩包", "proof.zip", archive),
    ):
        (folder / name).write_bytes(data)
        page.get_by_label(label).set_input_files(str(folder / name))
    page.get_by_role("button", name="上传核对").click()


def test_an_offline_workbook_out_changed_and_in_with_a_conflict(open_page, enter, traffic, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    world, page = build(), open_page()
    cut_off(world)
    enter(page, world.clerk)
    out(page, world, tmp_path / "out.xlsx")
    traffic.settle()
    working = world.lead.issues_led.get(status=Status.RECTIFYING)
    body = changed(tmp_path / "out.xlsx", working.number)
    report = Report.objects.order_by("issue__due_order", "issue_id").first()
    reports.send(report=report, text="网上先报了", next_step="继续", declared="declared_doing", by=world.liaison)
    measure = working.measures.order_by("order").first()
    world.move(measure, "start", "liaison")
    back(page, tmp_path, body, zipped({f"{working.number}/走访.pdf": PDF, "别的.pdf": PDF + b"z"}))
    page.get_by_text("网上先报了").wait_for()
    assert page.get_by_text("别的.pdf").count()
    page.get_by_role("button", name="录入").click()
    page.get_by_text("网上与表上不一致，请选录入还是不录").wait_for()
    page.get_by_label("用表上的").check()
    page.get_by_role("button", name="录入").click()
    page.get_by_role("heading", name="逐项结果").wait_for()
    traffic.settle()
    measure.refresh_from_db()
    report.refresh_from_db()
    assert (measure.status, report.text) == ("done", "网上先报了")
    assert Evidence.objects.get(issue=working).name == "走访.pdf"
    assert OfflineEntry.objects.get().state == "entered"
