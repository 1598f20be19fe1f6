"""A role is one file. Every role is walked: what a file leaves out is missed here, not by the person who holds the role."""

import ast
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from issues.models import Issue, Status
from issues.queues import queues_of
from issues.slices import condition
from rectify.accounts.actions import holdings
from rectify.accounts.guards import renew_roles
from rectify.accounts.models import Holding
from rectify.accounts.role import PIECES, Role, WorksFor
from rectify.accounts.roles import Reads, choices, offered
from rectify.lib import constraints
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.roof.demo.cast import rows
from rectify.roof.testing.behind import lifted, owning
from rectify.roof.testing.world import person
from rectify.roof.tests.source import shipped, tree

pytestmark = [pytest.mark.django_db, pytest.mark.model]
CLOSED = sorted(set(Role) - set(offered()))


def enter(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def place(world, role):
    """A unit at which the role can be held: its office, the lead unit, a body that reviews."""
    if role.works_for is WorksFor.OFFICE:
        return world.office
    return world.bodies[0] if role.reads is Reads.ASKED else world.lead


@pytest.mark.parametrize("piece", PIECES)
def test_a_role_without_a_piece_is_none(piece):
    whole = Role.REVIEWER
    with pytest.raises(ValueError, match=f"lacks {piece}"):
        replace(
            whole, **{piece: type(getattr(whole, piece))() if piece not in ("reads", "chapter", "person") else None}
        )


def test_no_two_roles_stand_in_one_place():
    for mark in ("order", "rank", "label"):
        assert len({getattr(role, mark) for role in offered()}) == len(offered()), mark
    assert len({role.chapter.slug for role in offered()}) == len(offered())


@pytest.mark.sampled
@pytest.mark.parametrize("role", offered())
def test_a_role_begins_at_its_page_with_its_menu_its_queues_and_its_chapter(world, role):
    held = person("new", (role, place(world, role)))
    world.issue(at=Status.RECTIFYING)
    client = enter(held)
    assert reverse(role.home) == client.get("/", follow=True).request["PATH_INFO"]
    home = client.get("/", follow=True)
    assert "issues/homes/home_none.html" not in {template.name for template in home.templates}
    assert [(each.label, each.url) for each in home.context["frame"].nav] == [
        (label, reverse(name)) for label, name in role.menu
    ]
    assert all(client.get(reverse(name), follow=True).status_code == 200 for _, name in role.menu)
    assert [queue.verb for queue in queues_of(held)] == [verb for _, verb in role.queues]
    for queue in queues_of(held):
        assert not set(Issue.objects.filter(condition(queue.slice, today()))) - set(Issue.objects.visible_to(held))
    assert [one.slug for one in client.get("/manual/").context["own"]] == [role.chapter.slug]
    listing = client.get(reverse("issues:list"))
    assert role.heading in listing.content.decode()
    assert all(client.get(reverse("issues:list"), {"slice": tab.code}).status_code == 200 for tab in role.tabs)


@pytest.mark.parametrize("role", offered())
def test_a_role_reads_what_it_says_and_nothing_without_a_post(world, role):
    issue, held = world.issue(at=Status.RECTIFYING), person("new", (role, place(world, role)))
    sees = role.reads in (Reads.OFFICE, Reads.BRANCH)  # nobody was asked for an opinion on this one
    assert (issue in Issue.objects.visible_to(held)) is sees
    assert (role.works_for is WorksFor.OFFICE) is (role.reads is Reads.OFFICE)
    Holding.objects.filter(user=held).update(ends=today() - timedelta(days=1))
    assert not Issue.objects.visible_to(type(held).objects.get(pk=held.pk)).exists()


@pytest.mark.parametrize("role", offered())
def test_the_demo_city_has_somebody_of_each_role(role):
    units = {row["code"]: row for row in rows("units")}
    who = role.person
    if who.name:
        assert who.title
        assert set(who.units.split()) <= set(units)
        assert who.username not in {row["username"] for row in rows("people")}
    else:
        assert units[who.username[:-1]]["sector"], "a unit with a staff of its own"


@pytest.mark.parametrize("role", CLOSED)
def test_a_role_without_pages_is_granted_nowhere(world, role):
    with pytest.raises(Refused, match=role.not_yet):
        holdings.grant(user=world.stranger, role=role, unit=world.office, by=world.secadmin)
    client, fields = enter(world.secadmin), {"user": world.stranger.public_id, "unit": world.office.public_id}
    page = client.get(reverse("accounts:grant_new"))
    assert role not in dict(page.context["form"].fields["role"].choices)
    answer = client.post(reverse("accounts:grant_new"), fields | {"role": role.value, "starts": str(today())})
    assert role.not_yet in answer.content.decode()
    with pytest.raises(IntegrityError, match="no such role is offered"), transaction.atomic():
        person("new", (role, world.office))
    with lifted(connection):
        held = person("old", (role, world.office))
    assert (held.posts, held.roles) == ([], [])
    assert enter(held).get("/").status_code == 200
    assert role in dict(choices()), "posts of before are still called by its name"


def test_a_role_that_no_file_declares_is_granted_nowhere(world):
    with pytest.raises(Refused, match="没有这个角色"):
        holdings.grant(user=world.stranger, role="nobody", unit=world.office, by=world.secadmin)
    fields = {
        "user": world.stranger.public_id,
        "unit": world.office.public_id,
        "role": "nobody",
        "starts": str(today()),
    }
    assert "没有这个角色" in enter(world.secadmin).post(reverse("accounts:grant_new"), fields).content.decode()


def test_the_database_takes_a_role_that_a_file_offers_and_no_other(world, monkeypatch):
    for role in ("nobody", ""):
        with pytest.raises(IntegrityError, match="no such role is offered"), transaction.atomic():
            person("new", (role, world.lead))
    held = person("new", (Role.LEADER, world.lead)).holdings.get()
    with pytest.raises(IntegrityError, match="no such role is offered"), transaction.atomic():
        Holding.objects.filter(pk=held.pk).update(role="nobody")
    Holding.objects.filter(pk=held.pk).update(ends=today())


def test_the_guard_follows_the_files(world, monkeypatch):
    assert not renew_roles(connection)
    monkeypatch.setattr("rectify.accounts.guards.offered", lambda: (*offered(), "envoy"))
    assert len(constraints.missing(connection)) == 2, "the doctor says so"
    with owning(connection):
        assert renew_roles(connection)
    assert constraints.missing(connection) == []
    Holding.objects.create(user=world.stranger, role="envoy", unit=world.lead, starts=today())


def test_every_role_that_the_code_names_is_declared():
    named = {name for path in shipped() for name in re.findall(r"\bRole\.([A-Z][A-Z_]+)\b", path.read_text("utf-8"))}
    assert named <= {role.value.upper() for role in Role}


def test_no_table_outside_the_files_is_keyed_by_roles():
    keyed = [
        f"{path}:{node.lineno}"
        for path in shipped()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Dict)
        and any(key is not None and ast.unparse(key).startswith("Role.") for key in node.keys)
    ]
    assert keyed == []
