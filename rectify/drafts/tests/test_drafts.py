"""A draft is its person's alone, ends with its form, and is bounded in size, number, rate and time."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from issues.models import Issue, Status
from rectify.audit.models import Event
from rectify.drafts import keeping, unsent
from rectify.drafts.models import FormDraft
from rectify.lib.errors import Refused
from rectify.tasks import forget_drafts

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
FORM = "move-1-contest"


def typed(text="交通局的事", form=FORM):
    return keeping.Typed(form=form, page="/issues/1/", title="异议", values={"note": text, "kind=1": True})


def enter(client, person):
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])


def sent(client, version=0, form=FORM, **values):
    body = {"form": form, "version": version, "page": "/issues/1/", "title": "异议", "values": values}
    return client.post(reverse("drafts:keep"), json.dumps(body), content_type="application/json")


@pytest.fixture
def later(time_machine):
    def go(**much):
        time_machine.move_to(timezone.now() + timedelta(**much), tick=True)

    return go


def test_what_is_typed_is_kept_changed_and_given_back(world, client, later):
    enter(client, world.liaison)
    events = Event.objects.count()
    assert sent(client, note="一", **{"kind=1": True}).json() == {"version": 1}
    later(seconds=1)
    assert sent(client, version=1, note="一二", **{"kind=1": True}).json() == {"version": 2}
    kept = client.get(reverse("drafts:kept"), {"form": [FORM, "another"]}).json()
    assert list(kept) == [FORM]
    assert (kept[FORM]["version"], kept[FORM]["values"]) == (2, {"note": "一二", "kind=1": True})
    assert Event.objects.count() == events


def test_nobody_else_sees_or_ends_it(world, client):
    keeping.keep(typed(), owner=world.liaison)
    enter(client, world.principal)
    assert client.get(reverse("drafts:kept"), {"form": FORM}).json() == {}
    assert "交通局的事" not in client.get(reverse("drafts:list")).content.decode()
    client.post(reverse("drafts:drop"), {"form": FORM})
    assert FormDraft.objects.count() == 1
    enter(client, world.liaison)
    assert "交通局的事" in client.get(reverse("drafts:list")).content.decode()
    client.post(reverse("drafts:drop"), {"form": FORM})
    assert FormDraft.objects.count() == 0


def test_of_two_windows_neither_writes_over_the_other(world, client, later):
    enter(client, world.liaison)
    sent(client, note="甲")
    later(seconds=1)
    other = sent(client, note="乙").json()["other"]
    assert (other["version"], other["values"]) == (1, {"note": "甲"})
    assert sent(client, note="甲").json() == {"version": 1}  # the same once more: its answer was lost
    keeping.end(FORM, owner=world.liaison)
    assert sent(client, version=1, note="乙").json() == {"gone": True}


def test_the_form_that_is_taken_ends_it(world, client):
    issue, liaison = world.issue(at=Status.DISPATCHED), world.liaison
    keeping.keep(typed(), owner=liaison)
    keeping.keep(typed(form="another"), owner=liaison)
    enter(client, liaison)
    form = {"move": "contest", "version": issue.version, "draft": f"draft:{liaison.public_id}:{FORM}"}
    client.post(reverse("issues:move", args=[issue.public_id]), form | {"note": ""})
    assert FormDraft.objects.count() == 2
    client.post(reverse("issues:move", args=[issue.public_id]), form | {"note": "不属于我单位职责"})
    assert Issue.objects.get(pk=issue.pk).status == Status.CONTESTED
    assert FormDraft.objects.get().form == "another"


def test_size_rate_and_number_are_bounded(world, client, later, monkeypatch):
    enter(client, world.liaison)
    assert "存不下" in sent(client, note="长" * keeping.MOST_BYTES).json()["refused"]
    sent(client, note="一")
    assert "太快" in sent(client, version=1, note="二").json()["refused"]
    monkeypatch.setattr(keeping, "MOST_DRAFTS", 2)
    for name in "甲乙丙":
        later(seconds=1)
        sent(client, form=name, note="一")
    assert set(FormDraft.objects.values_list("form", flat=True)) == {"乙", "丙"}


def test_a_marking_of_secrecy_is_stored_as_no_draft_either(world):
    with pytest.raises(Refused, match="密级"):
        keeping.keep(typed("机密★5年"), owner=world.liaison)
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"form": "a", "version": 0, "values": {"a": [1]}}', '{"form": "a"}'])
def test_what_is_no_draft_is_a_bad_request(world, client, body):
    enter(client, world.liaison)
    assert client.post(reverse("drafts:keep"), body, content_type="application/json").status_code == 400


def test_the_night_forgets_what_is_old(world, later):
    keeping.keep(typed(), owner=world.liaison)
    keeping.keep(typed(form=f"{keeping.UNSENT}/x/"), owner=world.liaison)
    later(hours=25)
    forget_drafts()
    assert FormDraft.objects.get().form == FORM
    later(days=13)
    assert keeping.of_forms([FORM], owner=world.liaison) == []
    forget_drafts()
    assert not FormDraft.objects.exists()


def turned_away(client, world, **form):
    issue = world.issue(at=Status.DISPATCHED)
    page = issue.get_absolute_url()
    form = {"move": "contest", "note": "这件事由交通局主管"} | form
    return client.post(
        reverse("issues:move", args=[issue.public_id]), form, headers={"Referer": f"http://testserver{page}"}
    )


def session_over(client):
    del client.cookies[settings.SESSION_COOKIE_NAME]


def test_without_scripts_a_form_after_its_session_is_shown_to_its_person_alone(world, client):
    enter(client, world.liaison)
    client.get("/")
    session_over(client)
    turned_away(client, world)
    turned_away(client, world, note="这件事由水利局主管")  # another issue, another form
    drafts = FormDraft.objects.visible_to(world.liaison)
    assert {one.values["note"] for one in drafts} == {"这件事由交通局主管", "这件事由水利局主管"}
    enter(client, world.liaison)
    page = client.get(reverse("drafts:list")).content.decode()
    assert "这件事由交通局主管" in page
    assert "contest" not in page


@pytest.mark.parametrize(
    ("form", "whose"),
    [({"draft": "draft:x:y"}, True), ({"note": "机密★5年"}, True), ({"note": "长" * 90_000}, True), ({}, False)],
    ids=["a script has it", "marked", "too much", "nobody's browser"],
)
def test_no_copy_is_kept(world, client, form, whose):
    if whose:
        enter(client, world.liaison)
        client.get("/")
        session_over(client)
    turned_away(client, world, **form)
    assert not FormDraft.objects.exists()


def test_the_browser_knows_nobody_after_the_log_out(world, client):
    enter(client, world.liaison)
    client.get("/")
    assert client.cookies[unsent.COOKIE].value
    client.post(reverse("accounts:logout"))
    turned_away(client, world)
    assert not FormDraft.objects.exists()
