"""Nobody is everybody: whatever one administrator sends, alone and in every order of two, gives nobody a right, a password or
the sight of anything."""

import re
from itertools import permutations
from operator import itemgetter

import pytest
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.test import Client
from django.urls import reverse

from issues.models import Status
from rectify.accounts.actions import api_keys, people_changes, staff_lists, unit_changes
from rectify.accounts.factors import new_seed
from rectify.accounts.halves import SlipCheck, opening
from rectify.accounts.models import ApiKey, AskedChange, Factor, Holding, StaffList, Unit, User
from rectify.accounts.roles import AccountKind, Role
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address
from rectify.roof.testing.world import person

HALF = re.compile(r"(?<=[ >])(\w{4}) (\w{4})(?=<)")


@pytest.fixture
def stage(world):
    """Somebody who waits for a password, an account that was stopped with the head's post, a business under way, and something
    that each administrator has asked and nobody agreed to."""
    person("newcomer", must_change_password=True)
    person("stopped", (Role.OFFICE_HEAD, world.office), is_active=False)
    world.issue(at=Status.RECTIFYING)
    Factor.objects.create(user=world.head, seed=new_seed())
    people_changes.ask_reset(user=world.clerk, by=world.sysadmin)
    unit_changes.ask_move(unit=world.branch, to=world.other, by=world.sysadmin)
    people_changes.ask_grant(user=world.stranger, role=Role.LEADER, unit=world.city, by=world.secadmin)
    row = {"number": 2, "name": "新人", "unit": world.lead.name, "role": Role.UNIT_PRINCIPAL.label}
    staff_lists.submit(rows=[row], source="名单.xlsx", by=world.sysadmin)
    about = {"role": Role.OFFICE_CLERK, "unit": world.office, "rights": [], "reason": "对接", "ends_on": today()}
    api_keys.ask(name="协同办公", **about, by=world.sysadmin)
    return world


def of_machines(world, who):
    """The same of keys for other systems."""
    machine = {
        "name": "大屏",
        "role": Role.OFFICE_HEAD,
        "unit": world.office.public_id,
        "reason": "看",
        "ends_on": today(),
    }
    yield "accounts:api_key_new", None, machine
    for key in ApiKey.objects.filter(asked_by__username=who):
        yield from ((f"accounts:api_key_{act}", key, {}) for act in ("grant", "collect", "end"))


def sendings(world, who):
    """What can be sent now, to whatever there is to act on: address, object, what is filled in."""
    head, stopped = world.head, User.objects.get(username="stopped")
    new = {"username": "second.self", "name": "另一个我", "title": "", "phone": "", "email": ""}
    yield from (("accounts:user_new", None, new | {"kind": kind}) for kind in AccountKind.values)
    for user in (head, stopped, world.sysadmin, world.secadmin, world.auditor):
        yield "accounts:user_reset", user, {}
    yield "accounts:user_switch", stopped, {"act": "start"}
    yield "accounts:user_switch", head, {"act": "factor"}
    yield "accounts:user_edit", head, {"name": "改名", "email": "me@example.cn"}
    post = {
        "user": world.stranger.public_id,
        "role": Role.OFFICE_HEAD,
        "unit": world.office.public_id,
        "starts": today(),
    }
    yield "accounts:grant_new", None, post
    yield "accounts:grant_end", Holding.objects.get(user=world.principal), {}
    waiting = User.objects.filter(must_change_password=True)
    yield "accounts:slips_print", None, {"people": [user.public_id for user in waiting]}
    for listed in StaffList.objects.waiting():
        if listed.asked_by.username == who:
            yield "accounts:staff_approve", listed, {}
    yield from of_machines(world, who)
    for change in AskedChange.objects.filter(asked_by__username=who):
        yield "accounts:change_confirm", change, {}
        yield "accounts:change_cancel", change, {}
    units = {"parent": world.other.public_id, "supervising_office": world.office.public_id}
    yield "accounts:unit_new", None, {"name": "新设局", "order": 3} | units
    yield "accounts:unit_edit", world.office, {"name": "督查办", "order": 1}
    yield "accounts:unit_edit", world.branch, {"name": "房管", "order": 3, "supervising_office": "", "is_office": "on"}
    yield "accounts:unit_move", world.lead, {"to": world.other.public_id}
    yield "accounts:unit_switch", world.branch, {"act": "stop"}
    yield "options:edit", "notices.address", {"value": "http://10.0.0.9"}


# Addresses that take something from an administrator and change neither rights nor sight, and why.
HARMLESS = {
    "accounts:logout": "leaves",
    "accounts:password": "one's own",
    "accounts:factor": "one's own",
    "accounts:factor_bind": "one's own",
    "accounts:sessions_end": "one's own",
    "accounts:standins": "an administrator has no duties to lend",
    "accounts:standin_end": "takes away",
    "accounts:unit_import": "a file waits; `test_units.py` plays it",
    "accounts:unit_import_apply": "`test_units.py`: what changes who sees a unit waits for a second hand",
    "accounts:unit_import_drop": "forgets the file",
    "accounts:unit_requests": "makes units that nobody is at, or names",
    "accounts:staff_import": "a file waits",
    "accounts:staff_import_check": "answers about the file",
    "accounts:staff_submit": "asks: `StaffList` is decided by another",
    "accounts:staff_import_drop": "forgets the file",
    "accounts:staff_decline": "nothing is done",
    "accounts:change_decline": "nothing is done",
    "accounts:api_key_decline": "nothing is done",
    "audit:verify": "reads",
    "audit:begin_proof": "reads",
    "backups:confirm": "two administrators, by itself",
    "calendars:days": "working days",
    "calendars:load": "working days",
    "calendars:restore": "working days",
    "drafts:choose": "one's own",
    "drafts:drop": "one's own",
    "drafts:keep": "one's own",
    "notices:read_all": "one's own",
    "notices:send_again": "the same mail once more",
    "options:reset": "the same way as options:edit",
}
KINDS = ("sysadmin", "secadmin", "auditor")


def entered(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


# Pages that only read.
READ = {
    "accounts": "own_factor factor_picture sessions "
    "login demo_login me vacancies standins_all users user staff_lists staff_template staff_list changes change "
    "slips grants api_keys api_key api_guide units unit unit_import_check unit_template",
    "audit": "events event proof",
    "backups": "backups waiting",
    "drafts": "list kept",
    "notices": "inbox open sending",
    "options": "list storage",
}


def test_every_address_of_administrators_is_played_or_harmless(stage):
    """What business takes from whom is held by the matrix of moves: an administrator has no post."""
    played = {name for who in KINDS for name, *_ in sendings(stage, who)}
    addresses = {address.name for address in every_address() if address.name.split(":")[0] in {*READ, "calendars"}}
    read = {f"{space}:{name}" for space, names in READ.items() for name in names.split()}
    assert addresses - played - read == set(HARMLESS)


def grounds():
    """On what rights, sight and passwords rest: posts, the tree and who supervises whom, accounts. As pairs, so that what is
    taken away leaves no other pair behind."""
    posts = Holding.objects.filter(user__is_active=True).values_list("user", "role", "unit")
    units = Unit.objects.values_list("pk", "path", "supervising_office", "is_office", "is_active")
    people = User.objects.filter(is_active=True).values_list("pk", "kind", "password", "must_change_password")
    keys = ApiKey.objects.exclude(first_code="", last_code="").values_list("pk")
    open_ones = User.objects.filter(factor=None).values_list("pk")
    rows = {"key": keys, "post": posts, "unit": units, "person": people, "password alone": open_ones}
    return {(kind, *row) for kind, found in rows.items() for row in found}


def more(before):
    """What is there beside `before`, less an account of business without posts that nothing opens, and a unit where nobody is."""
    new = grounds() - before
    bare = User.objects.filter(kind=AccountKind.BUSINESS, holdings=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    empty = {("person", *row) for row in bare.values_list("pk", "kind", "password", "must_change_password")}
    empty |= {("password alone", *row) for row in bare.values_list("pk")}
    return (
        new
        - empty
        - {row for row in new if row[0] == "unit" and row[1] not in {one[1] for one in before if one[0] == "unit"}}
    )


def opened(halves):
    """The accounts that the halves one person has seen open."""
    pairs = [first + second for first, second in permutations(halves, 2)] + [half + half for half in halves]
    people = User.objects.filter(must_change_password=True)
    return {user.username for user in people for typed in pairs if opening(user, typed) is SlipCheck.RIGHT}


def send(client, sending):
    """The halves of passwords that the answer shows."""
    name, obj, data = sending
    args = [] if obj is None else [obj.pk if isinstance(obj, Holding) else getattr(obj, "public_id", obj)]
    answer = client.post(reverse(name, args=args), data)
    return ["".join(pair) for pair in HALF.findall(answer.content.decode())]


@pytest.mark.parametrize("who", KINDS)
def test_alone_and_in_every_order_of_two_nobody_gets_more(stage, who):
    """8.1.4.2 d One administrator gives nobody anything."""
    client, before, played = entered(getattr(stage, who)), grounds(), 0
    for first in list(sendings(stage, who)):
        with transaction.atomic():
            events = Event.objects.count()
            seen = send(client, first)
            if Event.objects.count() > events:  # what was refused leads nowhere
                for second in some(sendings(stage, who), itemgetter(0), about=first):
                    with transaction.atomic():
                        halves = seen + send(client, second)
                        assert (more(before), opened(halves)) == (set(), set()), (first, second)
                        transaction.set_rollback(True)
                        played += 1
            transaction.set_rollback(True)
    assert played > {"sysadmin": 100, "secadmin": 30, "auditor": -1}[who]
