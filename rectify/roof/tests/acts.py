"""Every act of the shared apps as a test calls it, and the events that it leaves (`rectify.roof.testing.acts`)."""

from datetime import date, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_otp.oath import TOTP

from rectify.accounts.actions import (
    api_keys,
    changes,
    factors,
    holdings,
    people_changes,
    recovery,
    sessions,
    slips,
    staff_lists,
    standins,
    throttles,
    tree,
    unit_changes,
    unit_requests,
    units,
    users,
    words,
)
from rectify.accounts.factors import new_seed, opened
from rectify.accounts.models import (
    AskedChange,
    Holding,
    OpenSession,
    StaffList,
    StandIn,
    Unit,
    UnitRequest,
    User,
)
from rectify.accounts.roles import AccountKind, Role
from rectify.audit import actions as audit
from rectify.backups import actions as backups
from rectify.calendars import actions as calendars
from rectify.calendars.calendar import Exceptional
from rectify.lib import restored
from rectify.lib.dates import today
from rectify.notices import actions as notices
from rectify.notices.models import MOST_ATTEMPTS, Mailing
from rectify.options import actions as options
from rectify.roof.testing.acts import ActStage, Case
from rectify.roof.testing.world import person
from rectify.roof.tests.entrances import called, first_of_all, machine, machine_asked, machine_granted, too_often

DAY = date(2026, 5, 1)
OPTION = "week.on"
ADDRESS = {"address": "10.0.0.1"}


def holding(w: ActStage, since: date | None = None) -> Holding:
    return holdings.grant(user=w.stranger, role=Role.UNIT_LIAISON, unit=w.lead, by=w.secadmin, starts=since)


def came_back(*confirmed: tuple[str, str]) -> bool:
    """Restored mode, with the words of others."""
    restored.write(restored.Restored(timezone.now(), timezone.now(), closed=False, confirmed=confirmed))
    return True


def deputy(w: ActStage):
    return person("deputy", (Role.UNIT_LIAISON, w.lead))


def away(w: ActStage) -> dict:
    return {
        "deputy": deputy(w),
        "starts": today(),
        "ends": today() + timedelta(days=3),
        "reason": "出差",
        "by": w.liaison,
    }


def standin(w: ActStage) -> StandIn:
    return standins.name_deputy(**away(w))


def failing(name: str) -> dict:
    """A wrong password from a device that nobody knows."""
    return {"username": name, "counted_name": name} | ADDRESS


def new_person() -> User:
    return User.objects.create(username="newcomer", name="新人")


def has_slip(w: ActStage) -> User:
    person = new_person()
    slips.print_slips(people=[person], by=w.secadmin)
    return person


def staffed(w: ActStage) -> dict:
    row = {"number": 2, "name": "新人", "unit": w.lead.name, "role": "联络员"}
    return {"rows": [row], "source": "名单.xlsx"}


def handed_in(w: ActStage) -> StaffList:
    return staff_lists.submit(**staffed(w), by=w.sysadmin)


def seed() -> dict:
    """A telephone that has photographed a seed, and what it shows."""
    sealed = new_seed()
    return {"seed": sealed, "typed": f"{TOTP(opened(sealed)).token():06d}"}


def slip(w: ActStage) -> str:
    """A recovery code of the clerk."""
    return factors.bind(**seed(), user=w.clerk, by=w.clerk)[0]


def with_factor(w: ActStage) -> User:
    slip(w)
    return w.clerk


def elsewhere(w: ActStage) -> dict:
    """The clerk is logged in at another place."""
    session = SessionStore()
    session.create()
    OpenSession.objects.create(user=w.clerk, key=session.session_key)
    return {"user": w.clerk, "key": None, "by": w.clerk}


def asked(w: ActStage) -> list[UnitRequest]:
    return unit_requests.ask(names=["市数据局"], office=w.office, by=w.clerk)


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def stopped_unit(w: ActStage):
    units.stop(unit=(found := fresh(w.branch)), by=w.sysadmin)
    return found


def stopped(w: ActStage):
    users.stop(user=w.stranger, by=w.sysadmin)
    return w.stranger


def locked(w: ActStage, times: int = 9):
    for number in range(times):
        AccessAttempt.objects.create(
            username="stranger", ip_address="10.0.0.1", user_agent=str(number), failures_since_start=times
        )
    return w.stranger


def parked(w: ActStage) -> Mailing:
    return Mailing.objects.create(
        to=w.clerk, channel="email", slot=timezone.now(), attempts=MOST_ATTEMPTS, error="没有应答"
    )


def changed_option(w: ActStage) -> str:
    options.put(key=OPTION, raw=False, by=w.sysadmin)
    return OPTION


def changed_row() -> dict:
    return {"number": 2, "name": "市房管中心", "short_name": "房管"}


def asked_change(w: ActStage) -> AskedChange:
    """One that takes effect only after a while."""
    return people_changes.ask_reset(user=w.clerk, by=w.sysadmin)


def too_late(w: ActStage) -> AskedChange:
    """Agreed to, and refused by its rules since."""
    changes.confirm(change=(change := asked_change(w)), by=w.secadmin)
    User.objects.filter(pk=w.sysadmin.pk).update(is_active=False)
    return change


def supervised(w: ActStage) -> dict:
    names = {"short_name": "房管", "supervising_office": None, "sector": None, "aliases": []}
    return names | {"unit": fresh(w.branch), "by": w.sysadmin}


ROWS = [
    Case(
        holdings.grant,
        "accounts.holding.grant",
        lambda w: {"user": w.stranger, "role": Role.UNIT_LIAISON, "unit": w.lead, "by": w.secadmin},
    ),
    Case(holdings.end, "accounts.holding.withdraw", lambda w: {"holding": holding(w), "by": w.secadmin}),
    Case(
        holdings.end,
        "accounts.holding.end",
        lambda w: {"holding": holding(w, today() - timedelta(days=9)), "by": w.secadmin},
    ),
    Case(
        sessions.note_entry,
        "accounts.session.open",
        lambda w: {"user": w.clerk, "way": "密码", "by": w.clerk} | ADDRESS,
    ),
    Case(
        sessions.note_entry,
        "accounts.session.over accounts.session.open",
        lambda w: {"user": w.clerk, "way": "密码", "by": w.clerk, "over": 1} | ADDRESS,
    ),
    Case(sessions.note_leaving, "accounts.session.close", lambda w: {"user": w.clerk, "key": "x", "by": w.clerk}),
    Case(sessions.end_others, "accounts.session.end_others", elsewhere),
    Case(factors.bind, "accounts.user.bind", lambda w: seed() | {"user": w.clerk, "by": w.clerk}),
    Case(factors.show, "accounts.session.factor", lambda w: {"user": w.clerk, "typed": slip(w), "by": w.clerk}),
    Case(
        factors.show,
        "accounts.session.factor_fail",
        lambda w: {"user": w.clerk, "typed": slip(w)[1:], "by": w.clerk},
    ),
    Case(
        factors.print_codes,
        "accounts.session.factor accounts.user.recovery_codes",
        lambda w: {"user": w.clerk, "typed": slip(w), "by": w.clerk},
    ),
    Case(factors.forget, "accounts.user.forget_factor", lambda w: {"user": with_factor(w), "by": w.sysadmin}),
    Case(sessions.note_failure, "accounts.session.fail", lambda w: failing("stranger")),
    Case(
        sessions.note_failure,
        "accounts.session.fail accounts.session.lock",
        lambda w: failing(locked(w).username),
    ),
    Case(words.turn_away, "accounts.user.turn_away", lambda w: {"where": "/issues/", "by": w.clerk}),
    Case(
        sessions.change_password,
        "accounts.user.password",
        lambda w: {"user": w.clerk, "password": "Zx9-整改-kept-91", "by": w.clerk},
    ),
    Case(standins.name_deputy, "accounts.standin.begin", away),
    Case(standins.end_now, "accounts.standin.end", lambda w: {"standin": standin(w), "by": w.liaison}),
    Case(
        tree.import_tree,
        "accounts.unit.create",
        lambda w: {
            "rows": [{"number": 2, "name": "市水务局", "parent": "江州市"}],
            "source": "单位.xlsx",
            "by": w.sysadmin,
        },
    ),
    Case(
        tree.import_tree,
        "accounts.unit.edit",
        lambda w: {"rows": [changed_row()], "source": "单位.xlsx", "by": w.sysadmin},
    ),
    Case(unit_requests.ask, "accounts.unit.ask", lambda w: {"names": ["市数据局"], "office": w.office, "by": w.clerk}),
    Case(
        unit_requests.make,
        "accounts.unit.make",
        lambda w: {"requests": asked(w), "parent": w.city, "sector": None, "by": w.sysadmin},
    ),
    Case(
        unit_requests.call_it, "accounts.unit.same", lambda w: {"requests": asked(w), "unit": w.lead, "by": w.sysadmin}
    ),
    Case(
        unit_requests.decline,
        "accounts.unit.decline",
        lambda w: {"requests": asked(w), "reason": "不是单位", "by": w.sysadmin},
    ),
    Case(units.create, "accounts.unit.create", lambda w: {"name": "市水务局", "parent": w.city, "by": w.sysadmin}),
    Case(units.edit, "accounts.unit.edit", lambda w: {"unit": fresh(w.branch), "short_name": "房管", "by": w.sysadmin}),
    Case(units.move, "accounts.unit.move", lambda w: {"unit": fresh(w.branch), "to": w.city, "by": w.sysadmin}),
    Case(units.stop, "accounts.unit.stop", lambda w: {"unit": fresh(w.branch), "by": w.sysadmin}),
    Case(units.start, "accounts.unit.start", lambda w: {"unit": stopped_unit(w), "by": w.sysadmin}),
    Case(
        users.create,
        "accounts.user.create",
        lambda w: {"username": "newcomer", "name": "新人", "kind": AccountKind.BUSINESS, "by": w.sysadmin},
    ),
    Case(users.edit, "accounts.user.edit", lambda w: {"user": w.stranger, "title": "科长", "by": w.sysadmin}),
    Case(users.stop, "accounts.user.stop", lambda w: {"user": w.stranger, "by": w.sysadmin}),
    Case(users.start, "accounts.user.start", lambda w: {"user": stopped(w), "by": w.sysadmin}),
    Case(users.reset, "accounts.user.reset", lambda w: {"user": w.stranger, "by": w.sysadmin}),
    Case(changes.confirm, "accounts.change.confirm", lambda w: {"change": asked_change(w), "by": w.secadmin}),
    Case(
        changes.decline,
        "accounts.change.decline",
        lambda w: {"change": asked_change(w), "reason": "本人没有忘", "by": w.secadmin},
    ),
    Case(changes.call_off, "accounts.change.cancel", lambda w: {"change": asked_change(w), "by": w.clerk}),
    Case(
        changes.carry_out,
        "accounts.change.carry_out",
        lambda w: {"change": too_late(w), "at": timezone.now() + timedelta(hours=1)},
    ),
    Case(
        people_changes.ask_grant,
        "accounts.change.ask",
        lambda w: {"user": w.stranger, "role": Role.UNIT_LIAISON, "unit": w.lead, "by": w.secadmin},
    ),
    Case(people_changes.ask_forget_factor, "accounts.change.ask", lambda w: {"user": with_factor(w), "by": w.sysadmin}),
    Case(people_changes.ask_reset, "accounts.change.ask", lambda w: {"user": w.clerk, "by": w.sysadmin}),
    Case(people_changes.ask_start, "accounts.change.ask", lambda w: {"user": stopped(w), "by": w.sysadmin}),
    Case(
        people_changes.ask_administrator,
        "accounts.change.ask",
        lambda w: {"username": "audit2", "name": "第二位", "kind": AccountKind.AUDITOR, "by": w.secadmin},
    ),
    Case(
        unit_changes.ask_move,
        "accounts.change.ask",
        lambda w: {"unit": fresh(w.branch), "to": w.city, "by": w.sysadmin},
    ),
    Case(unit_changes.ask_stop, "accounts.change.ask", lambda w: {"unit": fresh(w.branch), "by": w.sysadmin}),
    Case(unit_changes.ask_edit, "accounts.change.ask", supervised),
    Case(
        unit_changes.ask_tree,
        "accounts.change.ask",
        lambda w: {"rows": [changed_row()], "source": "单位.xlsx", "by": w.sysadmin},
    ),
    Case(
        options.ask_option,
        "accounts.change.ask",
        lambda w: {"key": "notices.address", "raw": "http://10.0.0.9", "by": w.sysadmin},
    ),
    Case(recovery.new_code, "audit.chainhead.recovery_code", lambda w: {}),
    Case(recovery.recover, "accounts.administrator.recover", lambda w: {"user": w.auditor}),
    Case(slips.print_first, "accounts.user.slip accounts.user.slip", lambda w: {"user": first_of_all()}),
    Case(slips.print_slips, "accounts.user.slip", lambda w: {"people": [new_person()], "by": w.secadmin}),
    Case(slips.print_slips, "accounts.user.reprint", lambda w: {"people": [has_slip(w)], "by": w.secadmin}),
    Case(staff_lists.submit, "accounts.stafflist.submit", lambda w: staffed(w) | {"by": w.sysadmin}),
    Case(
        staff_lists.approve,
        "accounts.user.create accounts.holding.grant accounts.stafflist.approve",
        lambda w: {"listed": handed_in(w), "by": w.secadmin},
    ),
    Case(
        staff_lists.decline,
        "accounts.stafflist.decline",
        lambda w: {"listed": handed_in(w), "reason": "角色不对", "by": w.secadmin},
    ),
    Case(api_keys.ask, "accounts.apikey.ask", lambda w: machine(w) | {"by": w.sysadmin}),
    Case(
        api_keys.grant,
        "accounts.user.create accounts.apikey.grant",
        lambda w: {"key": machine_asked(w), "by": w.secadmin},
    ),
    Case(
        api_keys.decline,
        "accounts.apikey.decline",
        lambda w: {"key": machine_asked(w), "reason": "说不清用途", "by": w.secadmin},
    ),
    Case(api_keys.collect, "accounts.apikey.collect", lambda w: {"key": machine_granted(w), "by": w.sysadmin}),
    Case(api_keys.end, "accounts.apikey.end", lambda w: {"key": machine_granted(w), "by": w.sysadmin}),
    Case(api_keys.tell_uses, "accounts.apikey.use", called),
    Case(throttles.tell_reached, "accounts.throttle.reach", too_often),
    Case(users.unlock, "accounts.user.unlock", lambda w: {"user": locked(w), "by": w.sysadmin}),
    Case(audit.check_chain, "audit.chainhead.verify", lambda w: {"by": w.auditor}),
    Case(audit.ask_proof, "audit.proof.begin", lambda w: {"by": w.auditor}),
    Case(
        calendars.put, "calendars.day.set", lambda w: {"day": DAY, "works": False, "name": "劳动节", "by": w.sysadmin}
    ),
    Case(calendars.restore, "calendars.day.restore", lambda w: {"day": DAY, "by": w.sysadmin}),
    Case(
        calendars.import_file,
        "calendars.day.import",
        lambda w: {"rows": [Exceptional(DAY, False, "劳动节")], "source": "放假.csv", "by": w.sysadmin},
    ),
    Case(notices.send_again, "notices.digest.retry", lambda w: {"mailing": parked(w), "by": w.sysadmin}),
    Case(backups.confirm, "audit.chainhead.confirm", lambda w: came_back() and {"by": w.sysadmin}),
    Case(
        backups.confirm,
        "audit.chainhead.confirm audit.chainhead.resume",
        lambda w: came_back((AccountKind.SECURITY_ADMIN, "另一名")) and {"by": w.sysadmin},
    ),
    Case(options.put, "options.storedoption.set", lambda w: {"key": OPTION, "raw": False, "by": w.sysadmin}),
    Case(options.reset, "options.storedoption.reset", lambda w: {"key": changed_option(w), "by": w.sysadmin}),
]
