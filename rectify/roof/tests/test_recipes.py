"""What README says of adding a move is enough: a module (and a template) are written here by it, and everything else is there."""

import sys

import pytest
from django.conf import settings as project
from django.urls import reverse

import issues.moves
from issues.models import Status
from issues.pages.listing.bulk import acts_of
from rectify.audit import sentences
from rectify.audit.models import Event
from rectify.workflow import moves
from rectify.workflow.moves import gather

pytestmark = [pytest.mark.workflow, pytest.mark.django_db, pytest.mark.slow]
API = "/api/v1/issues/"
MODULE = """
from dataclasses import dataclass

from issues import policies
from issues.models import Status
from rectify.lib.fields import Number, Words
from rectify.lib.verdict import no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.moves import Move, Says, table

UNDER_WAY = frozenset({Status.RECTIFYING})


@dataclass(frozen=True)
class Tour:
    places: tuple[str, ...]


class Invite(Input):
    guest = Words(label="请哪位来看", max_length=5)
    count = Number(label="看几处", required=False)


def has_a_place(issue, user):
    return yes("写了原文") if issue.original != "没有" else no("没有地方可看，请先写原文", "edit")


table(
    "issues.issue",
    Move("invite", "请人来看", UNDER_WAY, Status.RECTIFYING, may=policies.unit_liaison, needs=(has_a_place,), takes=Invite,
         says=Says(done="已请人来看", next="等来人。", trail="请人来看")),
    Move("ring", "打招呼", UNDER_WAY, Status.RECTIFYING, may=policies.unit_liaison, needs_note=True,
         says=Says(done="已打招呼", next="等回话。", trail="打招呼")),
    Move("tour", "带着看", UNDER_WAY, Status.RECTIFYING, may=policies.unit_liaison, template="tour.html", takes=Invite,
         shows=lambda issue, user: Tour(("东院", "西院")),
         says=Says(done="已带着看", next="等意见。", trail="带着看")),
)
"""
TEMPLATE = """{% extends "base.html" %}
{% block main %}<h1>{{ verb }}</h1>{% for place in shown.places %}<p>{{ place }}</p>{% endfor %}
<form method="post">{% csrf_token %}<input type="hidden" name="move" value="{{ move.name }}">
{% include "components/_form.html" with form=form only %}</form>{% endblock %}
"""


@pytest.fixture
def added(tmp_path, monkeypatch, settings):
    """The module and the template of the recipe, in a folder that counts as `issues/moves` and as `templates`."""
    (tmp_path / "inviting.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "tour.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(issues.moves, "__path__", [*issues.moves.__path__, str(tmp_path)])
    monkeypatch.setattr(sentences, "_SENTENCES", dict(sentences._SENTENCES))
    monkeypatch.setattr(moves, "_TABLES", {label: dict(table) for label, table in moves._TABLES.items()})
    engine = project.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    gather("issues.moves")
    yield
    del sys.modules["issues.moves.inviting"]


@pytest.fixture
def enter(client, settings):
    def enter(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


def page(issue):
    return reverse("issues:move", args=[issue.public_id])


def told(issue):
    return [(event.kind, sentences.sentence(event)) for event in Event.objects.on(issue).order_by("number")][-1]


def post(client, issue, **body):
    return client.post(f"{API}{issue.public_id}/moves/", body, content_type="application/json")


def test_a_move_is_on_the_issue_its_page_and_its_trail(world, added, enter):
    issue, client = world.issue(at=Status.RECTIFYING), enter(world.liaison)
    found = client.get(issue.get_absolute_url()).content.decode()
    assert f"{page(issue)}?move=invite" in found
    assert "请哪位来看" in client.get(page(issue), {"move": "invite"}).content.decode()
    again = client.post(page(issue), {"move": "invite", "guest": "远方的客人们", "version": issue.version})
    assert "最多 5 个字" in again.content.decode()
    done = client.post(page(issue), {"move": "invite", "guest": "老王", "version": issue.version}, follow=True)
    assert f"{issue.number} 已请人来看。等来人。" in done.content.decode()
    assert told(issue) == ("issues.issue.invite", "请人来看")
    assert "请人来看" in done.content.decode()


def test_a_page_of_its_own_is_a_template(world, added, enter):
    issue, client = world.issue(at=Status.RECTIFYING), enter(world.liaison)
    assert f"{page(issue)}?move=tour" in client.get(issue.get_absolute_url()).content.decode()
    found = client.get(page(issue), {"move": "tour"}).content.decode()
    assert "东院" in found
    assert "请哪位来看" in found
    client.post(page(issue), {"move": "tour", "guest": "老王", "count": "2", "version": issue.version})
    assert told(issue) == ("issues.issue.tour", "带着看")


def test_the_api_offers_it_with_its_reasons_and_makes_it(world, added, enter):
    issue, bare = world.issue(at=Status.RECTIFYING), world.issue(at=Status.RECTIFYING, original="没有")
    client = enter(world.liaison)
    rows = {row["name"]: row for row in client.get(f"{API}{bare.public_id}/moves/").json()}
    assert rows["invite"]["missing"] == [{"reason": "没有地方可看，请先写原文", "cure": "edit"}]
    assert post(client, bare, move="invite", data={"guest": "老王"}).json() == {"reasons": ["没有地方可看，请先写原文"]}
    assert post(client, issue, move="invite", data={}).json() == {"guest": ["请填写"]}
    assert post(client, issue, move="invite", data={"guest": "老王", "count": "2"}).json() == {
        "count": ["这一项要写整数"]
    }
    assert post(client, issue, move="invite", data={"guest": "老王", "count": 2}).status_code == 200
    assert told(issue) == ("issues.issue.invite", "请人来看")


def test_it_is_made_on_many_rows(world, added, enter):
    rows = [world.issue(at=Status.RECTIFYING) for _ in range(2)]
    client = enter(world.liaison)
    assert "ring" in {act.name for act in acts_of(rows, world.liaison)}
    sent = {"act": "ring", "ids": [row.public_id for row in rows], "confirm": "1", "note": "月底来"}
    assert "已打招呼 2 件" in client.post(reverse("issues:bulk"), sent).content.decode()
    body = {"move": "invite", "data": {"guest": "老王"}, "items": [{"id": row.public_id} for row in rows]}
    answer = client.post(f"{API}moves/", body, content_type="application/json").json()
    assert [row["done"] for row in answer] == [True, True]
    assert {told(row) for row in rows} == {("issues.issue.invite", "请人来看")}


@pytest.mark.parametrize("name", ["invite", "ring", "tour"])
def test_whoever_may_not_is_refused_and_a_stranger_finds_nothing(world, added, enter, name):
    issue, body = world.issue(at=Status.RECTIFYING), {"data": {"guest": "老王"}} if name != "ring" else {"note": "来"}
    before = Event.objects.count()
    for who, codes in (("principal", (404, 422)), ("stranger", (404, 404))):
        client = enter(getattr(world, who))
        assert client.get(page(issue), {"move": name}).status_code == codes[0]
        assert post(client, issue, move=name, **body).status_code == codes[1]
        client.post(page(issue), {"move": name, "guest": "老王", "note": "来", "version": issue.version})
    assert Event.objects.count() == before


def test_the_manual_has_its_entry(world, added, enter):
    found = enter(world.liaison).get(reverse("manual")).content.decode()
    assert "已请人来看。等来人。" in found
    assert "带着看" in found
