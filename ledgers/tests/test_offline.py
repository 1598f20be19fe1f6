"""不联网 and 代录: a workbook goes out, comes back signed, is held against what stands and entered for its unit; nothing is
overwritten silently, nothing is dropped silently, and who entered it reviews nothing of it."""

import re
import shutil
import subprocess
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from issues.actions import measures, reports
from issues.models import Issue, Measure, Report, Status
from ledgers.actions import offline
from ledgers.models import OfflineEntry
from ledgers.offline import sheets
from ledgers.offline.comparing import changes
from ledgers.tests.offlinebooks import (
    STEP,
    TEXT,
    at,
    cell_of,
    cut_off,
    enter,
    entered,
    filled,
    given_out,
    report_in,
    sent,
    taken,
)
from rectify.accounts.actions import units
from rectify.accounts.models import Unit
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.roof.testing.markup import flat

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


def reported(body: bytes) -> Report:
    """The report in the first row of the sheet."""
    page = openpyxl.load_workbook(BytesIO(body))[sheets.NAMES[sheets.REPORTS]]
    return Report.objects.get(issue__number=cell_of(page, "编号").value)


# ---- out and in ------------------------------------------------------------------------------------------------------


def test_a_workbook_that_was_not_touched_wants_nothing(offline_world):
    _, body = given_out(offline_world)
    assert changes(taken(offline_world, body), offline_world.clerk) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice：不查它存过的工作簿")
def test_what_another_program_opened_and_saved_says_the_same(offline_world, tmp_path):
    _, body = given_out(offline_world)
    (tmp_path / "sheet.xlsx").write_bytes(filled(body, report_in))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    order = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved")]
    subprocess.run([*order, str(tmp_path / "sheet.xlsx")], check=True, capture_output=True, timeout=180)
    entry = taken(offline_world, (tmp_path / "saved" / "sheet.xlsx").read_bytes())
    (change,) = changes(entry, offline_world.clerk)
    assert {cell.heading: cell.wanted for cell in change.cells}["本周进展"] == TEXT


def test_a_work_secret_goes_out_by_its_number_unless_a_reason_is_given(offline_world, client):
    """8.1.4.2 g"""
    world, words = offline_world, "某处选址尚未公开"
    secrets = [
        world.issue(at=state, title=words, original=words, confidentiality="work_secret")
        for state in (S.DISPATCHED, S.PLANNING, S.RECTIFYING)
    ]
    for secret in secrets:
        secret.measures.update(text=words, criterion=words)
    client.force_login(world.clerk)
    address = reverse("ledgers:offline_workbook", args=[world.lead.public_id])
    asked = client.post(address).content.decode()
    assert "其中 3 件是工作秘密" in asked
    assert client.post(address, {"reason": " "}).context["form"].errors
    bodies = [
        b"".join(client.post(address, sent).streaming_content) for sent in ({"numbers": "1"}, {"reason": "要盖章"})
    ]
    told, whole = ([str(cell) for cell in cells_of(body)] for body in bodies)
    assert [any(words in cell for cell in cells) for cells in (told, whole)] == [False, True]
    assert {secret.number for secret in secrets} <= set(told)
    assert any(f"副本　{world.clerk.name}" in cell for cell in told)
    given = Event.objects.filter(kind="ledgers.offlinesheet.give_out").order_by("number")
    assert list(given.values_list("note", flat=True)) == ["", "要盖章"]
    assert changes(taken(world, bodies[0]), world.clerk) == []

    def signs(book):
        page = book[sheets.NAMES[sheets.ISSUES]]
        row = next(row for row in range(9) if cell_of(page, "编号", row).value == secrets[0].number)
        cell_of(page, "本单位办理", row).value = "签收"

    enter(world, taken(world, filled(bodies[0], signs)))
    secrets[0].refresh_from_db()
    assert (secrets[0].status, secrets[0].title) == (S.PLANNING, words)


def cells_of(body: bytes) -> list[object]:
    book = openpyxl.load_workbook(BytesIO(body))
    return [value for page in book for row in page.iter_rows(values_only=True) for value in row if value is not None]


def filled_all_over(to_sign: Issue, planning: Issue):
    """Something on every sheet."""

    def fill(book):
        report_in(book)
        page = book[sheets.NAMES[sheets.ISSUES]]
        for row in range(3):
            number = cell_of(page, "编号", row).value
            word = {to_sign.number: "签收", planning.number: "报送方案"}.get(number)
            cell_of(page, "本单位办理", row).value = word
        cell_of(book[sheets.NAMES[sheets.PROGRESS]], "状态").value = "已完成待核"
        plan = book[sheets.NAMES[sheets.PLANS]]
        cell_of(plan, "责任人").value = "新任科长"
        added = {"编号": planning.number, "措施": "再办一次", "类型": "改", "销号标准": "签字表", "责任人": "主任"}
        for heading, word in (added | {"期限": planning.due.isoformat()}).items():
            cell_of(plan, heading, 2).value = word

    return fill


def test_everything_of_a_sheet_is_entered_for_the_unit_by_the_acts_of_the_page(offline_world):
    world = offline_world
    to_sign, planning, working = at(S.DISPATCHED), at(S.PLANNING), at(S.RECTIFYING)
    world.plan(planning)
    _, body = given_out(world)
    done = enter(world, taken(world, filled(body, filled_all_over(to_sign, planning))))
    assert {word for word, _ in done.values()} == {"done"}, done
    to_sign.refresh_from_db()
    planning.refresh_from_db()
    assert (to_sign.status, planning.status) == (S.PLANNING, S.PLAN_REVIEW)
    assert list(planning.measures.values_list("person", flat=True)) == ["新任科长", "法规科科长", "主任"]
    assert working.measures.order_by("order").first().status == "done"
    report = reported(body)
    assert (report.text, report.next_step, report.sent_by) == (TEXT, STEP, world.clerk)


def test_every_event_of_an_entry_says_for_whom_and_from_which_sheet(offline_world):
    world = offline_world
    to_sign, planning, working = at(S.DISPATCHED), at(S.PLANNING), at(S.RECTIFYING)
    world.plan(planning)
    _, body = given_out(world)
    entry = taken(world, filled(body, filled_all_over(to_sign, planning)))
    enter(world, entry)
    events = Event.objects.filter(facts__behalf=world.lead.pk)
    assert {event.kind for event in events} == {
        "issues.issue.sign",
        "issues.measure.write",
        "issues.issue.submit_plan",
        "issues.measure.finish",
        "issues.report.send",
    }
    assert {(event.by, event.facts["sheet"], event.facts["behalf_name"]) for event in events} == {
        (world.clerk, entry.signed, world.lead.name)
    }
    trail = entered(world.clerk).get(reverse("issues:trail", args=[working.public_id])).content.decode()
    assert f"代录：{world.lead.name}" in trail


@bounds(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    words=st.dictionaries(
        st.sampled_from(["本周进展", "下周承诺", "需要协调的事"]),
        st.text(st.sampled_from("=+走访台账一二 \n'"), min_size=1, max_size=12)
        .filter(lambda text: text.strip(" \n'"))
        .filter(lambda text: "''" not in text),  # the sign that a cell holds text is one; a second is the writer's own
    )
)
def test_what_was_written_and_nothing_else_is_a_change(offline_world, words):
    """Whatever texts are written into whichever cells: the change holds these, and no other sheet says anything."""

    def fill(book):
        page = book[sheets.NAMES[sheets.REPORTS]]
        for heading, text in words.items():
            cell = cell_of(page, heading)
            cell.value, cell.data_type = text, "s"

    _, body = given_out(offline_world)
    found = changes(taken(offline_world, filled(body, fill)), offline_world.clerk)
    told = {cell.heading: cell.wanted.split() for change in found for cell in change.cells}
    assert told == {heading: text.lstrip("' \n").split() for heading, text in words.items()}
    assert len(found) == bool(words)


# ---- which sheet it is ------------------------------------------------------------------------------------------------


def errors(world, body: bytes, **how) -> str:
    answer = sent(world, body, **how)
    assert answer.status_code == 200
    assert not OfflineEntry.objects.exists()
    return "；".join(answer.context["errors"])


def test_a_sheet_that_lost_its_keys_or_had_them_changed_is_said_so(offline_world):
    _, body = given_out(offline_world)
    assert "没有本系统的签" in errors(offline_world, filled(body, lambda book: book.remove(book["来源"])))

    def forge(book):
        book["来源"]["A3"].value = "999999"

    assert "没有本系统的签" in errors(offline_world, filled(body, forge))


def test_a_list_of_ours_is_no_sheet_of_a_unit(offline_world, client):
    world = offline_world
    answer = entered(world.clerk).get(reverse("issues:export"))
    assert "另一种表" in errors(world, b"".join(answer.streaming_content))


def test_a_sheet_of_another_office_is_not_taken(offline_world, life_of_another):
    assert offline.NOT_OURS in errors(offline_world, life_of_another)


@pytest.fixture
def life_of_another(offline_world):
    from rectify.roof.testing.world import build

    away = build(prefix="海州", tag="away_")
    cut_off(away)
    return given_out(away)[1]


def test_a_sheet_is_entered_once_and_an_old_one_is_said_so(offline_world):
    world = offline_world
    _, body = given_out(world)
    entry = taken(world, filled(body, report_in))
    given_out(world)
    page = entered(world.clerk).get(reverse("ledgers:offline_entry", args=[entry.public_id])).content.decode()
    assert "这是一份旧表" in page
    enter(world, entry)
    answer = sent(world, body)
    assert "代录过" in "；".join(answer.context["errors"])


def test_a_workbook_goes_only_to_a_unit_that_is_marked(offline_world):
    world = offline_world
    with pytest.raises(Refused, match="没有标为"):
        offline.give_out(unit=world.other, round_=world.round, by=world.clerk)
    for who in ("liaison", "stranger"):
        with pytest.raises(Refused):
            offline.give_out(unit=world.lead, round_=world.round, by=getattr(world, who))
    units.edit(unit=Unit.objects.get(pk=world.other.pk), is_offline=True, by=world.sysadmin)
    assert "不联网" in sentence(Event.objects.filter(kind="accounts.unit.edit").latest("number"))


# ---- what stands meanwhile --------------------------------------------------------------------------------------------


def test_what_was_reported_on_line_meanwhile_stands_beside_the_sheet_and_is_kept(offline_world):
    world = offline_world
    _, body = given_out(world)
    report = reported(body)
    reports.send(report=report, text="网上先报了", next_step="继续", declared="declared_doing", by=world.liaison)
    entry = taken(world, filled(body, report_in))
    page = entered(world.clerk).get(reverse("ledgers:offline_entry", args=[entry.public_id])).content.decode()
    assert "网上先报了" in page
    assert TEXT in page
    done = enter(world, entry)
    report.refresh_from_db()
    assert report.text == "网上先报了"
    assert [word for word, _ in done.values()] == ["leave"]


def test_a_person_chooses_where_sheet_and_books_differ(offline_world):
    world = offline_world
    planning = at(S.PLANNING)
    world.plan(planning)

    def fill(book):
        write_person(book, "表上的科长")

    _, body = given_out(world)
    rows = [
        {"id": m.public_id, "text": m.text, "kind": m.kind, "criterion": m.criterion, "person": "网上的", "due": m.due}
        for m in planning.measures.all()
    ]
    measures.write_plan(issue=planning, measures=rows, by=world.liaison)
    entry = taken(world, filled(body, fill))
    (change,) = changes(entry, world.clerk)
    assert change.conflict
    assert [(cell.stands, cell.wanted) for cell in change.cells] == [("网上的", "表上的科长")]
    with pytest.raises(Refused, match="不一致"):
        offline.enter(entry=entry, choices={}, by=world.clerk)
    stale = {change.key: f"enter:{'0' * 16}"}
    with_stale = offline.enter(entry=entry, choices=stale, by=world.clerk)
    assert with_stale.outcomes[0]["word"] == "refused"
    assert list(planning.measures.values_list("person", flat=True)) == ["网上的", "网上的"]


def test_what_was_chosen_is_still_chosen_after_a_no(offline_world, client, monkeypatch):
    world = offline_world
    planning = at(S.PLANNING)
    world.plan(planning)
    _, body = given_out(world)
    entry = taken(world, filled(body, lambda book: write_person(book, "表上的科长")))
    (change,) = changes(entry, world.clerk)

    def no(**given):
        raise Refused("另一件没有选")

    monkeypatch.setattr(offline, "enter", no)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    sent = {f"use-{change.key}": "leave"}
    page = flat(client.post(reverse("ledgers:offline_entry", args=[entry.public_id]), sent).content.decode())
    assert "另一件没有选" in page
    assert re.search(r'value="leave" checked', page)
    assert not re.search(r'value="enter:\w+" checked', page)


def write_person(book, name):
    cell_of(book[sheets.NAMES[sheets.PLANS]], "责任人").value = name


@pytest.mark.parametrize(("said", "person"), [("leave", "网上的"), ("", "表上的科长")])
def test_what_is_chosen_is_done(offline_world, said, person):
    world = offline_world
    planning = at(S.PLANNING)
    world.plan(planning)
    _, body = given_out(world)
    measure = planning.measures.order_by("order").first()
    Measure.objects.filter(pk=measure.pk).update(person="网上的", version=measure.version + 1)
    entry = taken(
        world,
        filled(body, lambda book: setattr(cell_of(book[sheets.NAMES[sheets.PLANS]], "责任人"), "value", "表上的科长")),
    )
    enter(world, entry, **({sheets.PLANS: said} if said else {}))
    measure.refresh_from_db()
    assert measure.person == person


def test_keys_open_nothing_of_another_unit(offline_world):
    """A signed key of a row that has gone to another unit since is a row of nobody."""
    world = offline_world
    _, body = given_out(world)
    entry = taken(world, filled(body, report_in))
    Issue.objects.filter(reports__isnull=False).update(lead_unit=world.other)
    assert changes(entry, world.clerk) == []
