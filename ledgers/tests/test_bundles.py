"""成批文书: one paper for many objects, a row each; a bad one is named, the others are written, twice changes nothing."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from docx import Document

from issues.actions.knowing import restrict
from issues.actions.levels import set_level
from issues.models import Issue, Restriction, Status
from ledgers import tasks
from ledgers.actions import bundles, papers
from ledgers.models import BundledPaper, IssuedPaper, PaperBundle
from ledgers.pages.paper_bundles import page
from ledgers.pages.paper_bundles.page import archive
from ledgers.papers import PAPERS
from ledgers.paperwork import UnitInRound
from rectify.lib.dates import today
from rectify.lib.errors import Refused

pytestmark = pytest.mark.django_db
State = BundledPaper.State


@pytest.fixture(scope="module")
def world(shared_world):
    return shared_world


@pytest.fixture(scope="module")
def issue(world):
    return world.issue(at=Status.RECTIFYING)


def asked(world, issues, slug="copy", by="clerk", **given):
    return bundles.ask(kind=PAPERS[slug], round_=world.round, objects=issues, by=getattr(world, by), **given)


def names_of(bundle):
    with zipfile.ZipFile(io.BytesIO(archive(bundle, bundle.asked_by))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def alike(issue, count, **own):
    """So many issues like the one but for what is their `own`, written at once."""
    fields = {field.attname: getattr(issue, field.attname) for field in Issue._meta.concrete_fields}
    rows = []
    for n in range(count):
        names = {
            "id": None,
            "public_id": f"many{n:08d}",
            "number": f"批-{n:03d}",
            "seq": 9000 + n,
            "source_key": f"批{n}",
        }
        mine = {name: value for name, value in (names | own).items() if name in fields}
        rows.append(Issue(**fields | mine))
    return Issue.objects.bulk_create(rows)


def test_five_hundred_are_written_and_a_bad_one_is_named(world, issue, client, monkeypatch):
    """Nobody is pressed about an issue that is not late: 499 are, one is not. What a file looks like is tried elsewhere."""
    monkeypatch.setattr(bundles, "laid_out", lambda kind, drawn, obj, template: drawn.title.encode())
    monkeypatch.setattr(page, "copy_to", lambda user, kind, content: content)
    past = today() - timedelta(days=20)
    issues = alike(issue, 500, due=past, due_order=past, original_due=past)
    bad = issues[250]
    Issue.objects.filter(pk=bad.pk).update(due=issue.due, due_order=issue.due_order)
    bundle = asked(world, issues, "order")
    tasks.write_bundle(bundle.pk)
    assert bundle.rows.filter(state=State.WRITTEN).count() == 499
    failed = bundle.rows.get(state=State.FAILED)
    assert (failed.about_words, failed.why) == (str(bad), "这件问题没有逾期，不需要督办")
    client.force_login(world.clerk)
    assert "写好 499 份，写不出 1 份" in client.get(bundle.get_absolute_url()).content.decode()
    answer = client.get(reverse("ledgers:paper_bundle_file", args=[bundle.public_id]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert len(packed.namelist()) == 500
        assert str(bad) in packed.read("没有写成的.txt").decode("utf-8-sig")
        assert len([name for name in packed.namelist() if " 督办单 " in name]) == 499


def test_the_job_may_run_twice(world, issue):
    bundle = asked(world, [issue, world.issue(at=Status.RECTIFYING)])
    bundles.write(bundle=bundle)
    once = names_of(bundle)
    first = next(content for name, content in once.items() if name.startswith("001 抄告单"))
    assert issue.title in "".join(node.text or "" for node in Document(io.BytesIO(first)).element.iter())
    bundle.rows.filter(pk=bundle.rows.last().pk).update(state=State.WAITING, content=b"")
    PaperBundle.objects.filter(pk=bundle.pk).update(asked_at=bundle.asked_at - timedelta(minutes=9))
    assert list(bundles.unfinished()) == [bundle]
    tasks.go_on_with_bundles()
    tasks.write_bundle(bundle.pk)
    assert names_of(bundle) == once
    assert list(bundles.unfinished()) == []


def test_what_is_restricted_meanwhile_goes_out_by_its_number(world, issue):
    bundle = asked(world, [issue, world.issue(at=Status.RECTIFYING, title="涉及某干部的事")])
    bundles.write(bundle=bundle)
    secret = Issue.objects.get(title="涉及某干部的事")
    restrict(issue=secret, why=Restriction.PERSON, reason="涉及干部本人", by=world.head)
    given = names_of(bundle)
    assert [name for name in given if name.endswith(".docx")] == [name for name in given if name.startswith("001 ")]
    told = given["没有写成的.txt"].decode("utf-8-sig")
    assert (secret.number in told, secret.title in told + "".join(given)) == (True, False)


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    parts = [document.element, *(section.header._element for section in document.sections)]
    return "".join(node.text or "" for part in parts for node in part.iter())


def test_drafts_are_written_anew_when_an_issue_in_them_goes_less_far(world, client):
    """A paper to a unit lists its issues: who is of the office would have read one that was restricted since, for a week."""
    secret = world.issue(at=Status.RECTIFYING, title="涉及某领导的事", due=today() - timedelta(days=20))
    bundle = asked(world, [UnitInRound(world.lead, world.round)], "statement")
    bundles.write(bundle=bundle)
    (before,) = names_of(bundle).values()
    assert secret.title in words_of(before)
    assert f"副本　{world.clerk.name}" in words_of(before)
    restrict(issue=secret, why=Restriction.PERSON, reason="涉及干部本人", by=world.head)
    client.force_login(world.checker)
    address = reverse("ledgers:paper_bundle_file", args=[bundle.public_id])
    assert client.get(address).url == bundle.get_absolute_url()
    assert "按现在的范围重写" in client.get(bundle.get_absolute_url()).content.decode()
    client.post(reverse("ledgers:paper_bundle_redraw", args=[bundle.public_id]))
    tasks.write_bundle(bundle.pk)
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get(address).streaming_content))) as packed:
        words = words_of(packed.read(packed.namelist()[0]))
    assert (secret.number in words, secret.title in words) == (True, False)
    assert f"副本　{world.checker.name}" in words
    assert "禁止外传" in words


def test_a_paper_about_a_work_secret_is_called_by_its_number_in_the_register(world, issue):
    secret = world.issue(at=Status.RECTIFYING, title="某处选址尚未公开")
    row = papers.review(kind=PAPERS["copy"], obj=secret, by=world.clerk)
    called = [IssuedPaper.objects.visible_to(world.head).get(pk=row.pk).about_told]
    set_level(issue=secret, level="work_secret", reason="涉及选址", by=world.head)
    called.append(IssuedPaper.objects.visible_to(world.head).get(pk=row.pk).about_told)
    assert [secret.title in words for words in called] == [True, False]
    assert called[1].startswith(secret.number)


def test_what_breaks_on_the_way_is_named_too(world, issue, monkeypatch, caplog):
    def broken(*args):
        raise ZeroDivisionError

    bundle = asked(world, [issue])
    monkeypatch.setattr(bundles, "laid_out", broken)
    bundles.write(bundle=bundle)
    assert bundle.rows.get().why == bundles.BROKEN
    assert "ZeroDivisionError" in caplog.text


def test_only_the_office_asks_for_its_own_and_for_no_more_than_is_allowed(world, issue):
    with pytest.raises(Refused):
        asked(world, [issue], by="liaison")
    with pytest.raises(Refused, match="没有选"):
        asked(world, [])
    with pytest.raises(Refused, match="一次最多写 500 份"):
        asked(world, [issue] * 501)
    assert not PaperBundle.objects.visible_to(world.liaison).exists()


def test_the_page_leads_from_the_choice_to_the_archive(world, issue, client, django_capture_on_commit_callbacks):
    client.force_login(world.head)
    choice = reverse("ledgers:paper_bundle_new", args=["inform"])
    assert issue.public_id in client.get(choice).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        late = client.post(choice, {"objects": [issue.public_id], "answer_by": str(today())})
        assert "今天以后" in late.content.decode()
        due = today() + timedelta(days=8)
        answer = client.post(choice, {"objects": [issue.public_id], "answer_by": str(due)})
    bundle = PaperBundle.objects.get(slug="inform", asked_by=world.head)
    assert answer.url == bundle.get_absolute_url()
    tasks.write_bundle(bundle.pk)
    (name,) = names_of(bundle)
    assert name.startswith("001 办理告知单")
    assert "写好 1 份" in client.get(reverse("ledgers:paper_bundles")).content.decode()
    done = client.get(reverse("ledgers:paper_bundle_progress", args=[bundle.public_id]))
    assert done["HX-Refresh"] == "true"


def test_a_week_later_it_is_gone(world, issue):
    bundle = asked(world, [issue])
    assert bundles.sweep() == 0
    PaperBundle.objects.filter(pk=bundle.pk).update(asked_at=bundle.asked_at - timedelta(days=8))
    tasks.sweep_bundles()
    assert not PaperBundle.objects.filter(pk=bundle.pk).exists()


def test_ticked_drafts_are_reviewed_and_then_signed_together_each_told(world, issue, client):
    twin, gone = world.issue(at=Status.RECTIFYING, title="第二件"), world.issue(at=Status.RECTIFYING, title="第三件")
    bundle = asked(world, [issue, twin, gone])
    tasks.write_bundle(bundle.pk)
    restrict(issue=gone, why=Restriction.PERSON, reason="涉及干部", by=world.head)
    papers.review(kind=PAPERS["copy"], obj=twin, by=world.head)
    client.force_login(world.clerk)
    page = client.get(bundle.get_absolute_url()).content.decode()
    assert page.count("data-tick\n") == 2
    assert "data-tick-all" in page
    sent = {"act": "review", "ids": [one.public_id for one in (issue, twin, gone)]}
    told = client.post(reverse("ledgers:paper_bundle_review", args=[bundle.public_id]), sent).content.decode()
    assert "已核稿 1 份，共 2 份" in told
    assert "正等签发" in told
    rows = list(IssuedPaper.objects.waiting().filter(about_id__in=sent["ids"]).order_by("pk"))
    assert [row.reviewed_by for row in rows] == [world.head, world.clerk]
    client.force_login(world.head)
    assert "data-tick-all" in client.get(reverse("ledgers:paper_register")).content.decode()
    ticked = {"act": "issue", "ids": [row.public_id for row in rows]}
    none = client.post(reverse("ledgers:papers_together"), {"act": "issue"}, follow=True).content.decode()
    assert "没有勾选" in none
    check = client.post(reverse("ledgers:papers_together"), ticked).content.decode()
    assert "签发 1 份" in check
    assert "这份是您核的稿" in check
    done = client.post(reverse("ledgers:papers_together"), ticked | {"confirm": "1", "key": "k" * 12}).content.decode()
    assert "已签发 1 份，共 2 份" in done
    signed = [IssuedPaper.objects.get(pk=row.pk).serial for row in rows]
    assert (signed[0], bool(signed[1])) == ("", True)
