"""What needs a second hand: nothing changes before another person agrees, and the one concerned can stop it."""

import ast
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from issues.models import Status
from rectify.accounts.actions import changes, people_changes, slips, unit_changes, users
from rectify.accounts.changes import waiting_for
from rectify.accounts.halves import SlipCheck, opening
from rectify.accounts.models import AskedChange, Holding, Unit, User
from rectify.accounts.models.asked_change import WAITS_FOR
from rectify.accounts.roles import AccountKind, Role
from rectify.audit.models import Event
from rectify.lib.errors import Conflict, Refused
from rectify.notices.models import Notice
from rectify.options.actions import ask_option
from rectify.options.stored import option
from rectify.roof.tests.source import relative, shipped, tree

State = AskedChange.State


def log_in(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def liaison_asked(world):
    return people_changes.ask_grant(user=world.stranger, role=Role.UNIT_LIAISON, unit=world.lead, by=world.secadmin)


def head_asked(world):
    return people_changes.ask_grant(user=world.stranger, role=Role.OFFICE_HEAD, unit=world.office, by=world.secadmin)


def cooled(change):
    """Past the time in which it can be called off."""
    changes.carry_out_due(at=timezone.now() + timedelta(minutes=11))
    change.refresh_from_db()
    return change.state


def test_a_post_begins_when_a_second_person_agrees(world):
    change = liaison_asked(world)
    assert not world.stranger.posts
    changes.confirm(change=change, by=world.sysadmin)
    assert world.stranger.holds(Role.UNIT_LIAISON, at=world.lead)
    kinds = list(Event.objects.order_by("-number").values_list("kind", "by__username")[:3])
    assert kinds == [
        ("accounts.change.confirm", "sysadmin"),
        ("accounts.holding.grant", "secadmin"),
        ("accounts.change.ask", "secadmin"),
    ]


def test_a_post_of_power_can_be_stopped_by_its_holder_for_ten_minutes(world):
    change = head_asked(world)
    assert f"看到{world.office.full_name}督查的全部问题和材料" in change.gains[0]
    changes.confirm(change=change, by=world.sysadmin)
    changes.carry_out_due(at=timezone.now())
    assert not world.stranger.posts
    changes.call_off(change=change, by=world.stranger)
    assert (cooled(change), world.stranger.posts) == (State.CANCELLED, [])
    again = head_asked(world)
    changes.confirm(change=again, by=world.sysadmin)
    assert cooled(again) == State.DONE
    assert world.stranger.holds(Role.OFFICE_HEAD, at=world.office)
    with pytest.raises(Conflict, match="不能再撤销"):
        changes.call_off(change=again, by=world.stranger)


# Who of the cast may agree to what, beside the asker and the person concerned, who never may.
MAY = {
    "liaison_post": (liaison_asked, {"sysadmin", "head", "principal"}),
    "head_post": (head_asked, {"sysadmin", "head"}),
    "reset_of_business": (
        lambda w: people_changes.ask_reset(user=w.liaison, by=w.sysadmin),
        {"secadmin", "head", "principal"},
    ),
    "reset_of_sysadmin": (lambda w: people_changes.ask_reset(user=w.sysadmin, by=w.secadmin), {"auditor"}),
    "reset_of_secadmin": (lambda w: people_changes.ask_reset(user=w.secadmin, by=w.sysadmin), {"auditor"}),
    "reset_of_auditor": (lambda w: people_changes.ask_reset(user=w.auditor, by=w.secadmin), {"sysadmin"}),
    "new_auditor": (
        lambda w: people_changes.ask_administrator(
            username="audit2", name="第二位", kind=AccountKind.AUDITOR, by=w.secadmin
        ),
        {"sysadmin"},
    ),
    "unit_moves": (
        lambda w: unit_changes.ask_move(unit=w.branch, to=w.other, by=w.sysadmin),
        {"secadmin", "head", "principal"},
    ),
    "rule": (lambda w: ask_option(key="notices.address", raw="http://10.0.0.9", by=w.sysadmin), {"secadmin"}),
}
CAST = (
    "sysadmin",
    "secadmin",
    "auditor",
    "head",
    "clerk",
    "principal",
    "liaison",
    "other_liaison",
    "leader",
    "stranger",
)


@pytest.mark.parametrize("name", MAY)
def test_who_may_agree(world, name):
    """8.1.4.2 e"""
    asks, may = MAY[name]
    change = asks(world)
    agreeing = set()
    for who in CAST:
        try:
            with transaction.atomic():
                changes.confirm(change=AskedChange.objects.get(pk=change.pk), by=getattr(world, who))
                transaction.set_rollback(True)
        except Refused:
            continue
        agreeing.add(who)
    assert agreeing == may
    seeing = {who for who in CAST if AskedChange.objects.visible_to(getattr(world, who)).filter(pk=change.pk).exists()}
    assert seeing >= may | {"sysadmin", "secadmin"}
    assert not seeing & {"clerk", "other_liaison", "leader"}
    on_desks = {who for who in CAST if waiting_for(getattr(world, who))}
    assert on_desks == may


@pytest.mark.parametrize(("who", "waits"), [("head", True), ("principal", True), ("clerk", False), ("liaison", False)])
def test_a_head_finds_on_the_desk_and_in_the_menu_what_waits_for_their_word(client, world, who, waits):
    """Of people who agree to it, and of nobody else; gone from both once somebody has agreed."""
    world.issue(at=Status.RECTIFYING)
    change = liaison_asked(world)
    log_in(client, getattr(world, who))
    assert on_desk(client, change) == (int(waits), waits)
    client.post(reverse("accounts:change_confirm", args=[change.public_id]))
    assert on_desk(client, change) == (0, False)


def on_desk(client, change) -> tuple[int, bool]:
    """The number in the menu, and whether the desk leads to `change`."""
    page = client.get("/")
    counts = {entry.label: entry.count for entry in page.context["frame"].nav}
    return counts.get("待第二人确认", 0), reverse("accounts:change", args=[change.public_id]) in page.content.decode()


def test_an_administrator_finds_the_number_in_the_menu(client, world):
    liaison_asked(world)
    for who, count in (("sysadmin", 1), ("secadmin", 0), ("auditor", 0)):
        log_in(client, getattr(world, who))
        nav = client.get(reverse("accounts:me")).context["frame"].nav
        assert {entry.label: entry.count for entry in nav}["待第二人确认"] == count, who


@pytest.mark.model
def test_the_database_lets_nobody_agree_with_oneself(world):
    change = liaison_asked(world)
    rows = AskedChange.objects.filter(pk=change.pk)
    for state, by in ((State.AGREED, world.secadmin), (State.DONE, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state=state, decided_by=by, decided_at=by and timezone.now())


def test_what_the_rules_refuse_is_refused_when_it_is_asked_and_leaves_nothing(world):
    events = Event.objects.count()
    with pytest.raises(Refused, match="三员不得兼任业务角色"):
        people_changes.ask_grant(user=world.auditor, role=Role.LEADER, unit=world.lead, by=world.secadmin)
    with pytest.raises(Refused, match="3 项任职授权"):
        unit_changes.ask_stop(unit=world.other, by=world.sysadmin)
    assert (AskedChange.objects.count(), Event.objects.count()) == (0, events)


def test_the_same_is_asked_once(world):
    liaison_asked(world)
    with pytest.raises(Conflict, match="等系统管理员确认"):
        liaison_asked(world)


def test_it_is_void_after_seven_days(world):
    change = liaison_asked(world)
    with time_machine.travel(timezone.now() + WAITS_FOR + timedelta(minutes=1)):
        with pytest.raises(Refused, match="已经作废"):
            changes.confirm(change=change, by=world.sysadmin)
        assert not AskedChange.objects.waiting().exists()
        assert liaison_asked(world) != change


def test_a_no_has_its_reason_and_ends_it(world):
    change = liaison_asked(world)
    changes.decline(change=change, reason="已经调走", by=world.sysadmin)
    with pytest.raises(Conflict, match="没有同意"):
        changes.confirm(change=change, by=world.sysadmin)
    assert not Holding.objects.filter(user=world.stranger).exists()


def test_what_cannot_be_done_any_more_is_told_with_its_reason(world):
    change = head_asked(world)
    changes.confirm(change=change, by=world.sysadmin)
    users.stop(user=world.stranger, by=world.sysadmin)
    assert cooled(change) == State.FAILED
    assert "已停用" in change.answer
    assert Notice.objects.filter(to=world.secadmin, title="授予角色：没有办成").exists()


def test_a_reset_is_told_to_its_holder_and_opens_with_two_halves_of_other_hands(world):
    change = people_changes.ask_reset(user=world.secadmin, by=world.sysadmin)
    assert Notice.objects.filter(to=world.secadmin, key=f"change:{change.public_id}:concerns").exists()
    assert world.secadmin.has_usable_password()
    changes.confirm(change=change, by=world.auditor)
    assert cooled(change) == State.DONE
    with pytest.raises(Refused, match="由系统管理员和审计管理员各打印一半"):
        slips.print_slips(people=[world.secadmin], by=User.objects.create(username="sec2", kind="security_admin"))
    first, second = (
        slips.print_slips(people=[world.secadmin], by=by)[0].half for by in (world.sysadmin, world.auditor)
    )
    opens = [opening(world.secadmin, typed) for typed in (first + second, first + first, second + first)]
    assert opens == [SlipCheck.RIGHT, SlipCheck.WRONG, SlipCheck.WRONG]


def test_a_guarded_rule_waits_and_is_not_in_force_meanwhile(world):
    """8.1.4.2 e"""
    change = ask_option(key="notices.address", raw="http://10.0.0.9", by=world.sysadmin)
    assert option("notices.address") == ""
    changes.confirm(change=change, by=world.secadmin)
    assert option("notices.address") == "http://10.0.0.9"


def test_a_unit_changes_its_office_by_two_hands_only(world, client):
    page = log_in(client, world.sysadmin)
    address = reverse("accounts:unit_edit", args=[world.branch.public_id])
    fields = {"name": world.branch.name, "order": world.branch.order, "aliases": ""}
    page.post(address, fields | {"short_name": "房管", "supervising_office": world.office.public_id})
    page.post(address, fields | {"short_name": "房产"})
    change = AskedChange.objects.get(kind="unit.edit")
    assert Unit.objects.get(pk=world.branch.pk).supervising_office == world.office
    changes.confirm(change=change, by=world.secadmin)
    assert Unit.objects.get(pk=world.branch.pk).supervising_office is None


def test_it_is_agreed_to_on_the_page(world, client):
    change = liaison_asked(world)
    page = log_in(client, world.principal)
    assert "等您 1 项" in page.get(reverse("accounts:changes")).content.decode()
    text = page.get(reverse("accounts:change", args=[change.public_id])).content.decode()
    assert change.gains[0] in text
    page.post(reverse("accounts:change_confirm", args=[change.public_id]))
    assert world.stranger.holds(Role.UNIT_LIAISON, at=world.lead)


# The acts behind the kinds, by their module: whoever calls them by itself goes round the second hand.
BEHIND = {"users": {"reset", "start"}, "holdings": {"grant"}, "units": {"move", "stop"}}
MAY_CALL = ("rectify/accounts/actions/", "rectify/roof/demo/")


def test_no_door_calls_the_acts_behind_a_kind():
    assert {
        name for path in shipped() if not relative(path).startswith(MAY_CALL) for name in calls_behind(path)
    } == set()


def calls_behind(path):
    """As far as a file names them by their module, or takes them from it."""
    modules = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "rectify.accounts.actions":
            modules |= {one.asname or one.name: one.name for one in node.names if one.name in BEHIND}
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rectify.accounts.actions."):
            acts = BEHIND.get(node.module.rpartition(".")[2], set())
            yield from (f"{relative(path)} {one.name}" for one in node.names if one.name in acts)
    for node in ast.walk(tree(path)):
        named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if named and node.attr in BEHIND.get(modules.get(node.value.id, ""), set()):
            yield f"{relative(path)} {node.attr}"


def test_the_law_notices_a_door_that_goes_round(monkeypatch):
    source = "from rectify.accounts.actions import users as actions\n\nactions.reset(user=1, by=2)\n"
    monkeypatch.setattr("rectify.accounts.tests.test_changes.tree", lambda path: ast.parse(source))
    monkeypatch.setattr("rectify.accounts.tests.test_changes.relative", str)
    assert list(calls_behind("door.py")) == ["door.py reset"]
