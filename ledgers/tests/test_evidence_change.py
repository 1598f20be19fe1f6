"""A change of evidence after 申请销号 withdraws the request: told before, recorded with the reason, never by surprise."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from issues.actions import evidence as actions
from issues.models import Evidence, Issue, Shows, Status
from ledgers import checks
from ledgers.actions import verdicts
from ledgers.conditions import live_closure, live_evidence
from ledgers.models import Closure, FileVerdict
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.lib.filestore import full_path, keep
from rectify.lib.tests.samples import PDF
from rectify.notices.models import Notice
from rectify.roof.testing.world import reopening

pytestmark = pytest.mark.django_db
S = Status
SUBMITTED = [S.AWAITING_SIGNATURE, S.FIRST_REVIEW, S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION]


@pytest.fixture
def enter(client, settings):
    def enter(person):
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


def attach(world, issue, **more):
    stored = keep([b"%PDF-1.4 another one"], folder="evidence")
    return actions.attach(issue=issue, stored=stored, name="补.pdf", kind="pdf", by=world.liaison, **more)


def again(issue):
    return Issue.objects.get(pk=issue.pk)


@pytest.mark.parametrize("at", SUBMITTED)
def test_a_new_file_takes_the_request_back_wherever_it_is(world, at):
    issue = world.issue(at=at)
    closure = live_closure(issue)
    with pytest.raises(Refused, match="我知道"):
        attach(world, issue)
    assert again(issue).status == at
    attach(world, issue, withdraws=True)
    closure.refresh_from_db()
    assert again(issue).status == S.RECTIFYING
    assert closure.outcome == Closure.Outcome.WITHDRAWN
    assert again(issue).declared == ""
    assert not issue.joint_reviews.live().exists()
    event = Event.objects.on(issue).get(kind="issues.issue.change_evidence")
    assert "新传《补.pdf》" in event.note


def test_what_somebody_had_begun_to_read_counts_as_a_return(world):
    unread, read = world.issue(at=S.FIRST_REVIEW), world.issue(at=S.FIRST_REVIEW)
    verdicts.give(
        issue=read, evidence=live_evidence(read).first(), word=FileVerdict.Word.REJECTED, note="不清", by=world.checker
    )
    for issue in (unread, read):
        attach(world, issue, withdraws=True)
    assert (again(unread).returns, again(read).returns) == (0, 1)


def test_taking_off_and_correcting_withdraw_too_and_the_old_row_stays(world):
    issue = world.issue(at=S.FIRST_REVIEW)
    row = issue.evidence.order_by("pk").first()
    said = {"measure": row.measure, "shows": Shows.EFFECT, "document_date": row.document_date, "note": "第 2 页"}
    with pytest.raises(Refused, match="我知道"):
        actions.describe(evidence=row, by=world.liaison, **said)
    new = actions.describe(evidence=row, by=world.liaison, withdraws=True, **said)
    row.refresh_from_db()
    assert (row.shows, row.note) == (Shows.DONE, "")
    assert (new.replaces, new.digest, new.shows) == (row, row.digest, Shows.EFFECT)
    assert full_path(new.path).read_bytes() == full_path(row.path).read_bytes()
    assert again(issue).status == S.RECTIFYING

    other = world.issue(at=S.AWAITING_SIGNATURE)
    closure, file = live_closure(other), other.evidence.first()
    with pytest.raises(Refused, match="我知道"):
        actions.withdraw(evidence=file, by=world.liaison)
    actions.withdraw(evidence=file, by=world.liaison, withdraws=True)
    assert again(other).status == S.RECTIFYING
    assert file not in live_evidence(other)
    assert Evidence.objects.filter(pk=file.pk).exists()
    assert file.public_id in {each["public_id"] for each in closure.snapshot["evidence"]}


def test_nothing_said_differently_changes_nothing(world):
    issue = world.issue(at=S.FIRST_REVIEW)
    row = issue.evidence.first()
    said = {"measure": row.measure, "shows": row.shows, "document_date": row.document_date, "note": row.note}
    assert actions.describe(evidence=row, by=world.liaison, **said) == row
    assert again(issue).status == S.FIRST_REVIEW


def test_the_unit_goes_the_path_again_with_the_changed_evidence(world):
    issue = world.issue(at=S.FIRST_REVIEW)
    attach(world, issue, withdraws=True, measure=issue.measures.first(), document_date=date.today())
    closed = world.bring(again(issue), S.CLOSED)
    assert closed.closures.count() == 2


def test_a_closed_issue_takes_nothing_and_old_closings_keep_their_files(world):
    issue = world.issue(at=S.CLOSED)
    file = issue.evidence.first()
    with pytest.raises(Refused, match="不能再变动"):
        attach(world, issue, withdraws=True)
    world.move(issue, "reopen", "second_head", note="反弹", data=reopening("回头看"))
    with pytest.raises(Refused, match="重开以前"):
        actions.withdraw(evidence=file, by=world.liaison, withdraws=True)


def test_who_may_not_change_evidence_takes_nothing_back(world):
    issue = world.issue(at=S.FIRST_REVIEW)
    stored = keep([b"%PDF-1.4 x"], folder="evidence")
    for who in ("clerk", "other_liaison", "leader"):
        with pytest.raises(Refused):
            actions.attach(issue=issue, stored=stored, name="x.pdf", kind="pdf", by=getattr(world, who), withdraws=True)
    assert again(issue).status == S.FIRST_REVIEW


def test_the_page_warns_before_and_office_and_principal_are_told_after(world, enter):
    issue = world.issue(at=S.FIRST_REVIEW)
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    client = enter(world.liaison)
    assert "会撤回销号申请" in client.get(address).content.decode()
    file = SimpleUploadedFile("补.pdf", PDF)
    refused = client.post(address, {"shows": "done", "file": file}, follow=True).content.decode()
    assert "我知道" in refused
    assert again(issue).status == S.FIRST_REVIEW
    edit = reverse("issues:evidence_edit", args=[issue.evidence.first().public_id])
    assert "会撤回销号申请" in client.get(edit).content.decode()
    file.seek(0)
    client.post(address, {"shows": "done", "file": file, "withdraws": "on"})
    assert again(issue).status == S.RECTIFYING
    told = Notice.objects.filter(title__contains="佐证有变动").values_list("to__username", flat=True)
    assert "principal" in told
    assert "checker" in told


def test_dates_are_seen_against_plan_and_measure(world):
    issue = world.issue(at=S.FIRST_REVIEW)
    file = issue.evidence.select_related("measure").first()
    passed = checks.plan_passed(issue)
    assert passed is not None

    def texts(on, shows=Shows.DONE):
        file.document_date, file.shows = on, shows
        return " ".join(finding.text for finding in checks.of_file(file, issue, [], passed))

    assert "早于方案通过日" in texts(passed - timedelta(days=3))
    assert "早于方案通过日" not in texts(passed - timedelta(days=3), Shows.SAID)
    assert "晚于措施期限" in texts(file.measure.due + timedelta(days=1))
    assert "晚于措施报完成日" in texts(passed + timedelta(days=1))
    assert "早于" not in texts(passed)
