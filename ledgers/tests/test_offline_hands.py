"""代录: the files beside a signed sheet are matched or listed, and who entered for a unit reviews nothing of it."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from issues.actions import outcomes
from issues.models import Evidence, OutcomeKind, Status
from ledgers.actions import import_reading, offline, visits
from ledgers.conditions import live_closure
from ledgers.models import OfflineEntry, Visit
from ledgers.offline import reading, sheets
from ledgers.offline.comparing import changes
from ledgers.offline.proof import number_of
from ledgers.tests.intake import taken as imported
from ledgers.tests.intake import workbook
from ledgers.tests.offlinebooks import (
    PDF,
    at,
    cell_of,
    cut_off,
    enter,
    entered,
    filled,
    given_out,
    sent,
    taken,
    zipped,
)
from ledgers.tests.ourbooks import downloaded
from rectify.accounts.entering import entering
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.unpacking import place_of
from rectify.workflow.move import judge
from rectify.workflow.moves import labels, moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]
S = Status


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def offline_world(world):
    cut_off(world)
    return world


# ---- evidence beside it -----------------------------------------------------------------------------------------------


def test_files_are_matched_by_number_and_what_does_not_match_is_listed(offline_world):
    world = offline_world
    working = at(S.RECTIFYING)

    def fill(book):
        page = book[sheets.NAMES[sheets.PROOF]]
        for row, name in enumerate(("走访照片.pdf", "没有带来.pdf")):
            for heading, word in {"编号": working.number, "措施序号": 1, "文件名": name}.items():
                cell_of(page, heading, row).value = word
            cell_of(page, "证明到哪一步", row).value = "做好（结果、成效、复核）"

    archive = zipped(
        {
            f"{working.number}/走访照片.pdf": PDF,
            f"{working.number} 台账.pdf": PDF + b"y",
            "不知是哪件.pdf": PDF + b"z",
            f"{working.number}/宏.xlsm": b"PK\x03\x04",
            f"{working.number}/【机密】.pdf": PDF,
        }
    )
    _, body = given_out(world)
    entry = taken(world, filled(body, fill), archive=archive)
    page = entered(world.clerk).get(reverse("ledgers:offline_entry", args=[entry.public_id])).content.decode()
    for words in ("没有带来.pdf", "不知是哪件.pdf", "可能带宏", "没有接收"):
        assert words in page
    done = enter(world, entry)
    assert [what for what, (word, _) in done.items() if word == "refused"] == [], done
    kept = {row.name: (row.measure, row.shows, row.uploaded_by) for row in Evidence.objects.filter(issue=working)}
    first = working.measures.order_by("order").first()
    assert kept["走访照片.pdf"] == (first, "effect", world.clerk)
    assert kept[f"{working.number} 台账.pdf"] == (None, "done", world.clerk)
    assert len(kept) == 2
    assert sum(word == "leave" for word, _ in done.values()) == 4


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("05-014/a.pdf", "05-014"),
        ("佐证/05-014 照片/a.pdf", "05-014"),
        ("05-014照片.pdf", ""),
        ("05-014_照片.pdf", "05-014"),
        ("05-0141/a.pdf", "05-0141"),
        ("别的/a.pdf", ""),
    ],
)
def test_the_number_of_a_place(place, number):
    assert number_of(place, ["05-014", "05-0141"]) == number


def test_names_of_programs_that_do_not_say_their_code_are_read():
    info = zipfile.ZipInfo("照片.pdf")
    info.filename, info.flag_bits = "照片.pdf".encode("gb18030").decode("cp437"), 0
    assert place_of(info) == "照片.pdf"


def test_a_damaged_zip_is_said_so(offline_world):
    _, body = given_out(offline_world)
    archive = zipped({"05-001/a.pdf": PDF})
    assert sent(offline_world, body, archive=archive[:-30]).context["errors"]


# ---- one hand ---------------------------------------------------------------------------------------------------------

# The office's word on what a unit handed in, and what of the office's work is none.
REVIEWS = {
    "issues.issue.pass_plan",
    "issues.issue.return_plan",
    "issues.issue.pass_review",
    "issues.issue.return_review",
    "issues.issue.pass_joint",
    "issues.issue.return_joint",
    "issues.issue.approve",
    "issues.issue.decline",
    "issues.issue.hold_up",
    "issues.issue.relapse",
    "issues.measure.accept",
    "issues.measure.send_back",
    "issues.report.read",
    "issues.report.send_back",
    "issues.extension.consent",
    "issues.extension.approve",
    "issues.extension.refuse",
    "issues.lasting.approve",
    "issues.lasting.refuse",
    "issues.opinion.give",
    "issues.recommendation.pass_measures",
    "issues.recommendation.return_measures",
    "issues.recommendation.settle",
    "issues.recommendation.send_back",
}


def test_every_review_is_marked_as_one():
    assert {
        f"{label}.{name}" for label in labels() for name, move in moves_of(label).items() if move.reviews
    } == REVIEWS


def test_who_entered_for_the_unit_reviews_nothing_of_it(offline_world):
    world = offline_world
    working = at(S.RECTIFYING)
    _, body = given_out(world)
    enter(
        world,
        taken(world, filled(body, lambda book: setattr(cell_of(book["措施进度"], "状态"), "value", "已完成待核"))),
    )
    measure = working.measures.order_by("order").first()
    word = "代责任单位录入"
    assert any(word in no.reason for no in judge(moves_of(measure)["accept"], measure, world.clerk).missing)
    assert judge(moves_of(measure)["accept"], measure, world.checker)
    other = world.issue(at=S.FIRST_REVIEW)
    assert not any(word in no.reason for no in judge(moves_of(other)["pass_review"], other, world.clerk).missing)
    kind = OutcomeKind.objects.create(code="cut", name="批评教育", unit="人")
    outcomes.declare(issue=working, rows=[{"measure": measure, "kind": kind, "value": 3}], by=world.liaison)
    row = {"outcome": measure.outcomes.get(), "value": 3}
    with pytest.raises(Refused, match=word):
        outcomes.accept(issue=working, rows=[row], by=world.clerk)
    outcomes.accept(issue=working, rows=[row], by=world.checker)
    world.bring(working, S.FIRST_REVIEW)
    assert any(word in no.reason for no in judge(moves_of(working)["pass_review"], working, world.clerk).missing)


def test_what_is_lent_to_who_enters_is_stored_nowhere(offline_world):
    world = offline_world
    entrant = entering(world.clerk, world.lead, "0" * 64)
    assert entrant.holds("unit_liaison", at=world.lead)
    assert not world.clerk.holds("unit_liaison", at=world.lead)
    assert not entrant.holds("unit_liaison", at=world.other)


def test_files_of_an_entry_are_given_out_and_told(offline_world):
    world = offline_world
    _, body = given_out(world)
    entry = taken(world, body)
    file = entry.files.get(part="signed")
    answer = entered(world.clerk).get(reverse("ledgers:offline_file", args=[entry.public_id, file.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert Event.objects.filter(kind="ledgers.offlinefile.read").exists()
    assert entered(world.liaison).get(reverse("ledgers:offline")).status_code == 404
    assert reading.UNSIGNED not in answer.headers.values()
    offline.drop(entry=entry, by=world.clerk)
    with pytest.raises(Refused):
        offline.enter(entry=entry, choices={}, by=world.clerk)


def test_the_workbook_is_given_out_by_the_page(offline_world):
    world = offline_world
    answer = entered(world.clerk).post(reverse("ledgers:offline_workbook", args=[world.lead.public_id]))
    body = b"".join(answer.streaming_content)
    with zipfile.ZipFile(BytesIO(body)) as parts:
        assert "sheetProtection" in parts.read("xl/worksheets/sheet1.xml").decode()
    assert changes(taken(world, body), world.clerk) == []


@pytest.mark.parametrize("more", [["二.pdf", "application/pdf"], ["说明.txt", "text/plain"]], ids=["scan", "other"])
def test_a_file_too_many_is_told_and_nothing_is_kept(offline_world, more):
    _, body = given_out(offline_world)
    extra = SimpleUploadedFile(more[0], PDF if more[0].endswith("pdf") else "逐户走访".encode(), more[1])
    answer = sent(offline_world, body, more=extra)
    assert "只收一份" in str(answer.context["errors"]) or "这里不收" in str(answer.context["errors"])
    assert not OfflineEntry.objects.exists()


# ---- the wrong door ----------------------------------------------------------------------------------------------------


def test_an_offline_workbook_at_the_import_and_a_ledger_at_the_offline_page_are_shown_their_door(offline_world):
    world = offline_world
    _, body = given_out(world)
    batch = imported(world, body)
    assert (batch.state, batch.error) == ("refused", import_reading.OFFLINE)
    page = entered(world.clerk).get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode()
    assert f'href="{reverse("ledgers:offline")}"' in page
    for ledger in (
        workbook(["1", "市住建局", "一个问题"]),
        downloaded(entered(world.clerk), world.clerk, "issues", world.round),
    ):
        page = sent(world, ledger, signed=b"").content.decode()
        assert f'href="{reverse("ledgers:import")}"' in page
    assert not OfflineEntry.objects.exists()


def test_who_entered_for_the_unit_records_no_look_on_site(offline_world):
    world = offline_world
    working = at(S.RECTIFYING)
    _, body = given_out(world)
    enter(world, taken(world, filled(body, lambda book: setattr(cell_of(book["措施进度"], "状态"), "value", "进行中"))))
    world.bring(working, S.AWAITING_DECISION)
    planned = {"closure": live_closure(working), "kind": Visit.Kind.SITE_CHECK, "on": today(), "by": world.checker}
    with pytest.raises(Refused, match="代责任单位录入过这一件"):
        visits.plan(visitors=[world.checker, world.clerk], **planned)
    visit = visits.plan(visitors=[world.checker], **planned)
    visit.visitors.add(world.clerk)  # as if the entry had come after the plan
    seen = {"on": today(), "finding": Visit.Finding.HOLDS, "place": "现场", "seen": "看过"}
    with pytest.raises(Refused, match="代责任单位录入的内容"):
        visits.record_visit(visit=visit, by=world.clerk, **seen)
    assert visits.record_visit(visit=visit, by=world.checker, **seen).recorded_by == world.checker
