"""Changing what the office may change while the program runs; the system administrator's work."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rectify.accounts import policies
from rectify.accounts.actions.changes import ask
from rectify.accounts.changes import ChangeKind, declare
from rectify.accounts.models import AskedChange, Unit, User
from rectify.audit.trail import Facts, record
from rectify.lib.errors import Refused
from rectify.options.models import StoredOption
from rectify.options.registry import declared
from rectify.options.stored import changed, reset_option, set_option
from rectify.workflow.move import demand_all

EVERYWHERE = "所有机构"


@transaction.atomic
def put(*, key: str, raw: Any, by: User, office: Unit | None = None) -> None:
    """Set an option for an office, or for all. Raises Refused with the sentence of its kind."""
    demand_all([policies.system_admin(by)])
    try:
        before, after = set_option(key, raw, office)
    except ValidationError as error:
        raise Refused(*error.messages) from error
    row = StoredOption.objects.get(key=key, office=office)
    record("options.storedoption.set", row, by=by, **_facts(key, office, before, after))


@transaction.atomic
def reset(*, key: str, by: User, office: Unit | None = None) -> None:
    """Forget the office's own value (or the common one): what holds for all, or the program's default, is in force."""
    demand_all([policies.system_admin(by)])
    row = StoredOption.objects.select_for_update().filter(key=key, office=office).first()
    if row is None:
        return
    pk = row.pk
    before, after = reset_option(key, office)
    row.pk = pk
    record("options.storedoption.reset", row, by=by, **_facts(key, office, before, after))


def ask_option(*, key: str, raw: Any, by: User, office: Unit | None = None) -> AskedChange:
    """Have a guarded option changed by a second hand: `raw` as a person typed it, None for what holds otherwise."""
    demand_all([policies.system_admin(by)])
    try:
        return ask(kind="option", by=by, unit=office, data={"key": key, "raw": raw})
    finally:
        changed()  # trying it out left its value in memory


def _does(change: AskedChange) -> list[str]:
    option, place = declared(change.data["key"]), change.unit.full_name if change.unit else EVERYWHERE
    raw = change.data["raw"]
    return [f"{place}的“{option.title}”{'恢复原值' if raw is None else f'改为“{raw}”'}"]


def _carry_out(change: AskedChange) -> None:
    key, raw = change.data["key"], change.data["raw"]
    if raw is None:
        reset(key=key, by=change.asked_by, office=change.unit)
    else:
        put(key=key, raw=raw, by=change.asked_by, office=change.unit)


declare(ChangeKind("option", "修改安全规则", _does, lambda change: [], _carry_out))


def _facts(key: str, office: Unit | None, before: Any, after: Any) -> Facts:
    option = declared(key)
    place = office.full_name if office else EVERYWHERE
    shown = {"before": option.kind.show(before), "after": option.kind.show(after)}
    return {"key": key, "title": option.title, "office": place} | shown
