"""A unit without network asks for closure and signs on paper: by the acts of the page, in the order in which they rest on each
other, by two hands, from a sheet that bears a signature."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from issues.models import Issue, Measure, Report, Status
from ledgers.conditions import live_closure
from ledgers.offline import closing, sheets
from ledgers.offline.comparing import changes
from ledgers.tests.offlinebooks import (
    PDF,
    at,
    cell_of,
    cut_off,
    enter,
    entered,
    filled,
    given_out,
    report_in,
    taken,
    zipped,
)
from rectify.audit.models import Event
from rectify.lib.dates import today

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]
ASKED = {
    "单位申报": "全面完成",
    "整改结果": "逐户走访，问题已经解决。",
    "事要解决": closing.SOLVED,
    "人要处理": "不适用",
    "处理情况或不适用的原因": "不涉及人员处理",
    "长效机制要建立": "是",
    "制度和执行情况或不适用的原因": "修订细则一项",
}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def offline_world(world):
    cut_off(world)
    return world


def asked_for(working: Issue, **instead: str):
    """The measures done, a file for each, and the request itself."""
    orders = list(working.measures.order_by("order").values_list("order", flat=True))

    def fill(book):
        for row in range(len(orders)):
            cell_of(book[sheets.NAMES[sheets.PROGRESS]], "状态", row).value = "已完成待核"
        for row, order in enumerate(orders):
            line = {"编号": working.number, "措施序号": order, "文件名": f"记录{order}.pdf"}
            line |= {
                "证明到哪一步": "做好（结果、成效、复核）",
                "材料形成日期": (today() - timedelta(days=1)).isoformat(),
            }
            for heading, word in line.items():
                cell_of(book[sheets.NAMES[sheets.PROOF]], heading, row).value = word
        for heading, word in (ASKED | instead).items():
            cell_of(book[sheets.NAMES[closing.CLOSING]], heading).value = word

    archive = zipped({f"{working.number}/记录{order}.pdf": PDF + bytes([order]) for order in orders})
    return fill, archive


def requested(world) -> tuple[Issue, dict]:
    working = at(Status.RECTIFYING)
    fill, archive = asked_for(working)
    _, body = given_out(world)
    done = enter(world, taken(world, filled(body, fill), archive=archive))
    working.refresh_from_db()
    return working, done


def test_a_request_is_entered_with_what_it_rests_on_from_one_sheet(offline_world):
    working, done = requested(offline_world)
    assert {word for word, _ in done.values()} == {"done"}, done
    closure = live_closure(working)
    assert (working.status, closure.declared, closure.result) == (
        Status.AWAITING_SIGNATURE,
        "full",
        ASKED["整改结果"],
    )
    event = Event.objects.about(working).get(kind="issues.issue.apply")
    assert (event.by, event.facts["behalf_name"]) == (offline_world.clerk, offline_world.lead.name)
    assert len(event.facts["sheet"]) == 64
    assert Measure.objects.filter(issue=working, status="done").count() == working.measures.count()


def test_the_signature_is_entered_by_another_hand_under_what_was_on_the_sheet(offline_world):
    world = offline_world
    working, _ = requested(world)
    _, body = given_out(world)
    page = sheets.NAMES[closing.SIGNING]
    signed = filled(body, lambda book: setattr(cell_of(book[page], "主要负责人意见"), "value", closing.SIGNED))
    entry = taken(world, signed)
    (change,) = changes(entry, world.clerk)
    assert change.fault == closing.SAME_HAND
    done = enter(world, entry, who="checker")
    assert [word for word, _ in done.values()] == ["done"], done
    working.refresh_from_db()
    closure = live_closure(working)
    assert (working.status, closure.signed_by, closure.signed_digest) == (
        Status.FIRST_REVIEW,
        world.checker,
        closure.digest,
    )
    shown = openpyxl.load_workbook(BytesIO(body))[page]
    assert cell_of(shown, "校验码").value == closure.digest
    assert ASKED["整改结果"] == cell_of(shown, "整改结果").value


@pytest.mark.parametrize(
    ("instead", "why"),
    [
        ({"单位申报": "差不多了"}, "单位申报"),
        ({"事要解决": ""}, "事要解决"),
        ({"处理情况或不适用的原因": ""}, "不适用"),
        ({"整改结果": ""}, "整改结果"),
    ],
    ids=["word", "matter", "reason", "result"],
)
def test_a_request_that_the_page_would_refuse_is_refused_with_its_words(offline_world, instead, why):
    world, working = offline_world, at(Status.RECTIFYING)
    fill, archive = asked_for(working, **instead)
    _, body = given_out(world)
    done = enter(world, taken(world, filled(body, fill), archive=archive))
    (word, reasons) = done[f"{working.number} 申请销号"]
    assert word == "refused"
    assert why in "；".join(reasons)
    working.refresh_from_db()
    assert working.status == Status.RECTIFYING


def test_without_a_signed_page_nothing_that_rests_on_a_signature_is_entered(offline_world):
    world, working = offline_world, at(Status.RECTIFYING)
    fill, archive = asked_for(working)
    _, body = given_out(world)
    entry = taken(world, filled(body, fill), archive=archive, signed=b"")
    page = entered(world.clerk).get(reverse("ledgers:offline_entry", args=[entry.public_id])).content.decode()
    assert closing.UNPROVEN in page
    assert enter(world, entry)[f"{working.number} 申请销号"] == ("leave", [closing.UNPROVEN])


def test_what_moved_meanwhile_is_said_and_not_entered(offline_world):
    world, working = offline_world, at(Status.RECTIFYING)
    fill, archive = asked_for(working)
    _, body = given_out(world)
    world.bring(working, Status.AWAITING_SIGNATURE)
    entry = taken(world, filled(body, fill), archive=archive)
    [change] = [one for one in changes(entry, world.clerk) if one.key.startswith(closing.CLOSING)]
    assert "不能申请销号" in change.fault


def test_what_became_of_a_promise_is_taken_by_its_word(offline_world):
    """A word of a drop-down stands for a code, whichever sheet it is on."""
    world = offline_world
    Report.objects.update(promise="上周说要办完")
    _, body = given_out(world)

    def fill(book):
        report_in(book)
        cell_of(book[sheets.NAMES[sheets.REPORTS]], "承诺兑现").value = "没有兑现"
        cell_of(book[sheets.NAMES[sheets.REPORTS]], "没有兑现的原因").value = "经费没有到位"

    done = enter(world, taken(world, filled(body, fill)))
    assert {word for word, _ in done.values()} == {"done"}, done
    assert list(Report.objects.exclude(kept="").values_list("kept", "kept_note")) == [("not_kept", "经费没有到位")]
