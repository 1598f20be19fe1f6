"""Suggestions taken by a person: one by one, or all that are listed in one step; and the uploaded paper itself."""

from pathlib import Path

import pytest
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from issues.actions import drafting, splitting
from issues.models import Category, Feedback, Issue, Scheme, Splitting
from issues.tests.test_splitting import TEXT, enter, paper, questions, row, send, settle, url  # noqa: F401
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.drafts.chosen import FOLDER
from rectify.lib.errors import Conflict, Refused
from rectify.lib.filestore import full_path
from rectify.roof.testing.markup import flat
from rectify.roof.testing.world import track

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture
def classes(world):
    scheme = Scheme.objects.filter(is_current=True, kind="catalogue").first() or world.category.scheme
    for code in ("C06", "C16", "C07"):
        Category.objects.get_or_create(scheme=scheme, code=code, defaults={"name": f"类别{code}", "is_active": True})
    return scheme


def kept(paper):  # noqa: F811
    return Splitting.objects.get(feedback=paper)


def test_nothing_is_set_before_a_person_says_so(client, world, paper, classes):  # noqa: F811
    page = flat(enter(client, world.clerk).get(url(paper)).content.decode())
    assert "采用全部建议" in page
    assert not any(r.get("category") or r.get("nature") or r.get("ok") for r in kept(paper).rows)
    client.get(url(paper, "issues:split_adopt"))
    assert not any(r.get("category") or r.get("nature") or r.get("ok") for r in kept(paper).rows)


def test_the_list_says_what_it_will_set_and_why(client, world, paper, classes):  # noqa: F811
    page = enter(client, world.clerk).get(url(paper, "issues:split_adopt"))
    words = flat(page.content.decode())
    assert "C16" in words
    assert "因为出现“三重一大”" in words
    asked = {one.row for one in drafting.open_questions(kept(paper), drafting.Directory.of(world.clerk))}
    assert not asked & {one.row for one in page.context["offers"]}


def test_all_suggestions_are_one_step_told_one_by_one_and_undone(client, world, paper, classes):  # noqa: F811
    client = enter(client, world.clerk)
    offers = client.get(url(paper, "issues:split_adopt")).context["offers"]
    rows, before = [one.row for one in offers], kept(paper)
    answer = client.post(url(paper, "issues:split_adopt"), {"version": before.version, "rows": rows}, follow=True)
    assert f"已采用 {len(rows)} 条建议" in flat(answer.content.decode())
    now = {r["id"]: r for r in kept(paper).rows}
    assert all(now[number]["ok"] for number in rows)
    assert Category.objects.get(pk=row(paper, "党组会议研究")["category"]).code == "C16"
    told = Event.objects.filter(kind="issues.splitting.adopt")
    assert {event.by_id for event in told} == {world.clerk.pk}
    assert len(told) == len(rows)
    assert any("采用建议：C16，因为出现“三重一大”" in sentence(event) for event in told)
    send(client, paper, "undo")
    assert kept(paper).rows == before.rows


def test_what_is_ticked_off_stays_to_be_looked_at(client, world, paper, classes):  # noqa: F811
    client = enter(client, world.clerk)
    offers = [one.row for one in client.get(url(paper, "issues:split_adopt")).context["offers"]]
    empty = client.post(url(paper, "issues:split_adopt"), {"version": kept(paper).version})
    assert "请至少勾选一条" in flat(empty.content.decode())
    client.post(url(paper, "issues:split_adopt"), {"version": kept(paper).version, "rows": offers[:1]})
    now = {r["id"]: r for r in kept(paper).rows}
    assert [now[number].get("ok", False) for number in offers] == [True] + [False] * (len(offers) - 1)


def test_two_people_do_not_adopt_over_each_other(world, paper, classes):  # noqa: F811
    one = row(paper, "党组会议研究")
    adopted = {one["id"]: splitting.Adopted({"nature": "common"}, one["locator"], "共性问题")}
    version = kept(paper).version
    splitting.adopt(splitting=kept(paper), version=version, adopted=adopted, by=world.clerk)
    with pytest.raises(Conflict):
        splitting.adopt(splitting=kept(paper), version=version, adopted=adopted, by=world.checker)
    with pytest.raises(Refused, match="已经定了"):
        splitting.adopt(splitting=kept(paper), version=version + 1, adopted=adopted, by=world.checker)


def test_a_single_confirmation_says_which_suggestions_it_took(client, world, paper, classes):  # noqa: F811
    one = row(paper, "党组会议研究")
    send(
        enter(client, world.clerk),
        paper,
        "ok",
        row=one["id"],
        category="C16",
        nature="common",
        unit=world.lead.public_id,
    )
    assert kept(paper).steps[-1]["what"].endswith("，采用建议 C16")
    assert row(paper, "党组会议研究")["nature"] == "common"


def test_the_nature_confirmed_is_that_of_the_draft(client, world, paper, classes):  # noqa: F811
    client = enter(client, world.clerk)
    one = row(paper, "党组会议研究")
    send(client, paper, "ok", row=one["id"], nature="common", unit=world.lead.public_id)
    settle(client, paper, world)
    version = kept(paper).version
    sent = {"version": version, "due": "2026年12月底前", "reason": "点了两家"}
    client.post(url(paper, "issues:split_confirm"), sent)
    natures = dict(Issue.objects.filter(feedback=paper).values_list("title", "nature"))
    assert {nature for title, nature in natures.items() if title.startswith("党组会议")} == {"common"}
    assert set(Issue.objects.filter(feedback=paper).values_list("due_text", flat=True)) == {"2026年12月底前"}


@pytest.fixture
def uploaded(client, world, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    world.round.round_units.get_or_create(unit=world.lead, defaults={"number": 5})
    sent = {
        "unit": world.lead.public_id,
        "track": track().code,
        "delivered_on": "2026-09-08",
        "title": "反馈意见",
        "file": SimpleUploadedFile("反馈 意见.txt", TEXT.encode()),
    }
    enter(client, world.clerk).post(reverse("issues:feedback_new", args=[world.round.public_id]), sent)
    return Feedback.objects.get()


def test_the_paper_itself_is_kept_and_opened_by_the_office_alone(client, world, uploaded):
    found = kept(uploaded)
    assert full_path(found.path).read_bytes() == TEXT.encode()
    assert "打开原件 反馈 意见.txt" in flat(client.get(url(uploaded)).content.decode())
    assert "打开原件 反馈 意见.txt" in flat(client.get(url(uploaded, "issues:feedback")).content.decode())
    answer = client.get(url(uploaded, "issues:feedback_file"))
    assert b"".join(answer.streaming_content) == TEXT.encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/octet-stream", "no-store")
    event = Event.objects.filter(kind="issues.splitting.read_file").get()
    assert sentence(event) == "下载反馈意见原件《反馈 意见.txt》"
    for other in (world.liaison, world.principal, world.leader, world.sysadmin):
        assert enter(client, other).get(url(uploaded, "issues:feedback_file")).status_code == 404


def test_a_text_typed_by_hand_has_no_file(client, world, paper):  # noqa: F811
    assert enter(client, world.clerk).get(url(paper, "issues:feedback_file")).status_code == 404
    assert "打开原件" not in flat(client.get(url(paper)).content.decode())


def test_a_paper_that_is_not_registered_leaves_no_file(client, world, uploaded):
    """But for the one that waits for its form, of the person alone."""
    before = stored()
    sent = {
        "unit": world.lead.public_id,
        "track": track().code,
        "delivered_on": "2026-09-08",
        "title": "再来一份",
        "file": SimpleUploadedFile("again.txt", TEXT.encode()),
    }
    again = client.post(reverse("issues:feedback_new", args=[world.round.public_id]), sent)
    assert "已经登记过" in flat(again.content.decode())
    assert stored() == before


def stored() -> list[Path]:
    """What is stored of files that were taken."""
    root = Path(conf.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file() and path.relative_to(root).parts[0] != FOLDER)


def test_a_class_that_is_often_wrong_is_asked_and_never_chosen(client, world, paper, classes, monkeypatch):  # noqa: F811
    monkeypatch.setattr("issues.splitting.hints.measured", lambda: {"C16": (7, 10)})
    here = row(paper, "党组会议研究")
    page = flat(enter(client, world.clerk).get(f"{url(paper)}?row={here['id']}").content.decode())
    assert "是不是 C16？因为出现“三重一大”" in page
    assert "量过 10 句，只对 7 句，请您定" in page
    assert '<option value="C16" selected' not in page
    adopt = client.get(url(paper, "issues:split_adopt"))
    assert not any(one.category for one in (adopt.context["offers"] if adopt.status_code == 200 else ()))
