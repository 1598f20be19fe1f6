"""What README says of adding a role is enough: one file is written here by it, and everything else is there."""

import sys
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.urls import reverse

from issues.models import Issue, Status
from issues.queues import queues_of
from rectify.accounts import demo, role, roles
from rectify.accounts.actions.changes import confirm
from rectify.accounts.guards import renew_roles
from rectify.accounts.models import AskedChange, Holding, User
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.dates import today
from rectify.roof.demo.cast import of_roles
from rectify.roof.testing.behind import owning

pytestmark = [pytest.mark.workflow, pytest.mark.engines, pytest.mark.django_db, pytest.mark.slow]
FILE = """
from rectify.accounts.role import Chapter, ChapterPart, Person, Reads, Role, RoleTab

ROLE = Role(
    "envoy",
    "督导组长",
    post="组长",
    order=65,
    rank=70,
    reads=Reads.BRANCH,
    home="issues:list",
    menu=(("督导清单", "issues:list"), ("督导台账", "ledgers:books")),
    queues=(("overdue", "督促"),),
    heading="督导的问题",
    tabs=(RoleTab("全部", counted=False), RoleTab("逾期的", "overdue")),
    chapter=Chapter("envoy", "督导组长", "看清单，督促逾期。", (
        ChapterPart("day", "每周看什么", "打开[清单](issues:list)，先看逾期的。"),
    )),
    person=Person("envoy", "顾长风", "督导组长", "zjj"),
)
"""


@pytest.fixture
def added(db, tmp_path, monkeypatch):
    """The file of the recipe, in a folder that counts as `rectify/accounts/roles`, and the start that follows."""
    (tmp_path / "envoy.py").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(roles, "__path__", [*roles.__path__, str(tmp_path)])
    monkeypatch.setattr(role, "_ROLES", dict(role._ROLES))
    roles.gather()
    with owning(connection):
        renew_roles(connection)
    yield
    del sys.modules["rectify.accounts.roles.envoy"]


def enter(user):
    client = Client()
    client.force_login(user, backend=project.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def envoy(world, added):
    """Somebody to whom the security administrator gave the post, at its page."""
    fields = {"user": world.stranger.public_id, "unit": world.lead.public_id, "role": "envoy", "starts": str(today())}
    page = enter(world.secadmin)
    assert ("envoy", "督导组长") in page.get(reverse("accounts:grant_new")).context["form"].fields["role"].choices
    assert page.post(reverse("accounts:grant_new"), fields).status_code == 302
    confirm(change=AskedChange.objects.get(), by=world.sysadmin)
    return User.objects.get(pk=world.stranger.pk)


def test_it_is_granted_and_the_trail_tells(world, envoy):
    assert (
        sentence(Event.objects.get(kind="accounts.holding.grant")) == f"授予{envoy.name}市住建局督导组长，{today()} 起"
    )
    listed = enter(world.secadmin).get(reverse("accounts:grants"), {"role": "envoy"})
    assert [row.role for row, *_ in listed.context["rows"]] == ["envoy"]


def test_its_first_page_its_menu_and_its_list(world, envoy):
    issue = world.issue(at=Status.RECTIFYING)
    Issue.objects.filter(pk=issue.pk).update(due=today() - timedelta(days=1))
    client = enter(envoy)
    assert client.get("/").url == reverse("issues:list")
    page = client.get(reverse("issues:list"))
    assert [entry.label for entry in page.context["frame"].nav] == ["督导清单", "督导台账"]
    assert page.context["frame"].person == "市住建局·组长"
    for words in ("督导的问题", "逾期的", issue.title):
        assert words in page.content.decode()
    assert [(queue.slice, queue.verb) for queue in queues_of(envoy)] == [("overdue", "督促")]
    elsewhere = client.get(reverse("ledgers:board"), {"round": issue.round.public_id})
    assert elsewhere.status_code == 200


def test_it_reads_its_branch_and_no_more(world, envoy):
    own, others, draft = (
        world.issue(at=Status.RECTIFYING),
        world.issue(at=Status.RECTIFYING, lead_unit=world.other),
        world.issue(),
    )
    assert set(Issue.objects.visible_to(envoy)) == {own}
    client = enter(envoy)
    for issue, code in ((own, 200), (others, 404), (draft, 404)):
        assert client.get(issue.get_absolute_url()).status_code == code
        assert client.get(f"/api/v1/issues/{issue.public_id}/").status_code == code
    assert [row["id"] for row in client.get("/api/v1/issues/").json()["rows"]] == [own.public_id]


def test_it_makes_no_move_that_no_rule_gives_it(world, envoy):
    issue, before = world.issue(at=Status.DISPATCHED), Event.objects.count()
    client, url = enter(envoy), f"/api/v1/issues/{issue.public_id}/moves/"
    answer = client.post(url, {"move": "sign"}, content_type="application/json")
    assert answer.json() == {"reasons": ["只有牵头单位联络员可以办理"]}
    assert enter(world.other_leader).post(url, {"move": "sign"}, content_type="application/json").status_code == 404
    assert Event.objects.count() == before


def test_its_chapter_is_in_the_manual(world, envoy):
    page = enter(envoy).get(reverse("manual"))
    assert [one.title for one in page.context["own"]] == ["督导组长"]
    address = reverse("manual_chapter", args=["envoy"])
    assert '打开<a href="/issues/">清单</a>，先看逾期的。' in enter(envoy).get(address).content.decode()
    text = enter(world.clerk).get(address).content.decode()
    assert "每周看什么" in text
    assert "打开“清单”，先看逾期的。" in text


def test_the_demo_has_somebody_of_it(world, envoy):
    assert ("envoy", "envoy", "顾长风", "督导组长", "zjj") in list(of_roles())
    (group,) = (group for group in demo.people() if group.role == "督导组长")
    assert [one.name for one in group.people] == [envoy.name]


def test_a_role_whose_file_is_taken_away_gives_nothing(world, envoy):
    issue = world.issue(at=Status.RECTIFYING)
    del role._ROLES["envoy"]
    left = User.objects.get(pk=envoy.pk)
    assert (left.posts, left.roles) == ([], [])
    assert enter(left).get(issue.get_absolute_url()).status_code == 404
    assert enter(left).get("/").status_code == 200
    assert enter(world.secadmin).get(reverse("accounts:user", args=[left.public_id])).status_code == 200
    assert Holding.objects.get(user=left).get_role_display() == "envoy"
