"""Quotas of stored files: what counts for whom, the warning, the refusal that loses nothing, who sees the numbers."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import BinaryField
from django.urls import reverse
from django.utils import timezone

from issues.models import Evidence, Status
from ledgers.actions import templates
from ledgers.models import PaperTemplate
from ledgers.papers import PAPERS
from ledgers.templating import starter
from rectify.accounts.models import Unit
from rectify.drafts import chosen
from rectify.drafts.models import ChosenFile
from rectify.notices import alarms
from rectify.notices.models import Notice
from rectify.options import storage
from rectify.options.storage import GB, OFFICE, UNIT, NoRoom, demand_room, usages
from rectify.options.stored import set_option
from rectify.roof.management.commands import doctor
from rectify.roof.testing.counting import counted

pytestmark = pytest.mark.django_db
# Tables with files that count for nobody, and why.
ELSEWHERE = {
    "drafts.ChosenFile": "gone after 24 hours, nobody's word yet",
    "accounts.StaffList": "few and small",
    "ledgers.BundledPaper": "gone after a week",
}
number = iter(range(10**6))


@pytest.fixture
def issue(world):
    return world.issue(at=Status.RECTIFYING)


def stored(issue, size: float, **more) -> Evidence:
    """A row of so many GB."""
    path, by = f"evidence/aa/{next(number)}", issue.lead_unit.holdings.first().user
    about = {"name": "大.pdf", "kind": "pdf", "digest": "0" * 64, "uploaded_by": by}
    return Evidence.objects.create(issue=issue, size=int(size * GB), path=path, **about | more)


def used(unit: Unit) -> dict[str, float]:
    return {usage.key: usage.used / GB for usage in usages(Unit.objects.filter(pk=unit.pk))}


def test_every_table_with_files_counts_for_somebody():
    """A new model with a stored path registers in its app's `ready`, or says here why it counts for nobody."""
    known = {table.model._meta.label for table in storage.tables()}
    with_files = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "verbose_name", "") == "存放" and field.name == "path" or isinstance(field, BinaryField)
    }
    assert with_files - set(ELSEWHERE) == known


def test_evidence_counts_for_its_unit_and_its_office_and_for_nobody_else(world, issue):
    """The same bytes twice count twice; what was taken off counts on."""
    other = world.issue(at=Status.RECTIFYING, lead_unit=world.other)
    stored(issue, 1)
    stored(issue, 1, withdrawn_at=timezone.now(), withdrawn_by=world.clerk)
    stored(other, 4)
    assert used(world.lead) == {UNIT: 2}
    assert used(world.other) == {UNIT: 4}
    assert used(world.office) == {OFFICE: 6}
    assert used(world.city) == {UNIT: 0}


# of a quota of 10 GB: what is used, what comes → taken
ROOM = [(0, 10, True), (0, 10.1, False), (9, 1, True), (9.5, 0.6, False), (10, 0.1, False), (12, 0.1, False)]


@pytest.mark.parametrize("key", [UNIT, OFFICE])
@pytest.mark.parametrize(("before", "adding", "taken"), ROOM)
def test_a_file_beyond_the_quota_is_refused(world, issue, key, before, adding, taken):
    set_option(key, 10)
    stored(issue, before)
    about = {"adding": int(adding * GB), "office": world.office, "unit": world.lead}
    if taken:
        demand_room(**about)
        return
    with pytest.raises(NoRoom, match="没有接收.*请系统管理员"):
        demand_room(**about)
    set_option(key, 0)
    demand_room(**about)


def test_what_is_kept_in_the_database_counts_for_its_office_and_a_template_beyond_the_quota_is_refused(
    world, monkeypatch
):
    about = {"office": world.office, "slug": "copy", "digest": "0" * 64, "uploaded_by": world.clerk}
    PaperTemplate.objects.create(number=1, name="函.docx", content=b"x" * 2**20, **about)
    assert used(world.office) == {OFFICE: 2**20 / GB}
    kind = PAPERS["copy"]
    words = {"kind": kind, "office": world.office, "name": "函.docx", "content": starter(kind), "by": world.clerk}
    set_option(OFFICE, 1)
    templates.upload(**words)
    monkeypatch.setattr(storage, "GB", 2**20)
    with pytest.raises(NoRoom, match="放不下"):
        templates.upload(**words | {"kind": PAPERS["inform"], "content": starter(PAPERS["inform"])})


def test_an_office_has_limits_of_its_own(world, issue):
    set_option(UNIT, 10)
    set_option(UNIT, 1, world.office)
    with pytest.raises(NoRoom):
        demand_room(adding=2 * GB, office=world.office, unit=world.lead)


def test_counting_costs_one_statement(world, issue):
    stored(issue, 1)
    usages(Unit.objects.all())
    with counted() as statements:
        demand_room(adding=1, office=world.office, unit=world.lead)
    assert len(statements) == 1


@pytest.fixture
def liaison(world, client):
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_a_full_unit_keeps_what_was_typed_and_chosen(world, issue, liaison):
    """The page comes back with the words and offers the file; once there is room it goes along without being chosen again."""
    set_option(UNIT, 1)
    stored(issue, 1)
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    file = SimpleUploadedFile("会议纪要.txt", "研究整改措施".encode())
    typed = {"shows": "done", "note": "第三次会议纪要"}
    answer = liaison.post(address, typed | {"file": file})
    page = answer.content.decode()
    assert "放不下，没有接收" in page
    assert "第三次会议纪要" in page
    waits = ChosenFile.objects.get(owner=world.liaison)
    assert waits.public_id in page
    assert issue.evidence.count() == 1
    set_option(UNIT, 2)
    assert liaison.post(address, typed | {chosen.BESIDE: waits.public_id}).status_code == 302
    assert issue.evidence.get(name="会议纪要.txt").note == "第三次会议纪要"


@pytest.mark.parametrize(("share", "said"), [(0.79, False), (0.8, True), (1.1, True)])
def test_from_eighty_per_cent_it_is_said_where_files_are_sent_and_to_the_administrator_once(
    world, issue, liaison, share, said
):
    set_option(UNIT, 10)
    stored(issue, 10 * share)
    page = liaison.get(reverse("issues:evidence_upload", args=[issue.public_id])).content.decode()
    assert ("到了上限 10.0 GB 的" in page) is said
    for _ in range(2):
        alarms.of_storage()
    told = Notice.objects.filter(kind="alarm", title__contains="存放的文件已用")
    assert list(told.values_list("to", flat=True)) == [world.sysadmin.pk] * said
    assert bool(doctor.stored()) is not said


def test_an_office_is_told_wherever_it_sends_files(world, issue, client):
    set_option(OFFICE, 10)
    stored(issue, 8.5)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    places = [reverse("ledgers:import"), reverse("ledgers:offline")]
    for address in [*places, reverse("issues:feedback_new", args=[world.round.public_id])]:
        assert "到了上限 10.0 GB 的 85%" in client.get(address).content.decode(), address


def test_the_system_administrator_sees_a_row_for_each_office_and_unit(world, issue, client):
    stored(issue, 45)
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(reverse("options:storage"))
    rows = {(usage.key, usage.unit): usage.percent for usage in [*answer.context["offices"], *answer.context["units"]]}
    assert rows == {(OFFICE, world.office): 9, (UNIT, world.lead): 90}
    assert "口径" in answer.content.decode()
