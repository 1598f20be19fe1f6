"""The lists that everybody chooses from (terms, kinds, classes, limits, reasons …), kept by the heads of offices."""

from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from issues import lights, limits, policies
from issues.models import LightRule, RuleTerm
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.columns import column_name, set_columns
from rectify.lib.errors import Refused
from rectify.workflow.move import demand_all


@transaction.atomic
def keep(*, row: models.Model, by: User, **fields: Any) -> models.Model:
    """Write a row of a list, new or changed."""
    post = demand_all([policies.keeps_catalogue(by)])
    new = row.pk is None
    if not new:
        row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    lists = {name: fields.pop(name) for name in list(fields) if row._meta.get_field(name).many_to_many}
    changed = [
        name for name, value in fields.items() if getattr(row, f"{name}_id", getattr(row, name, None)) != _plain(value)
    ]
    set_columns(row, fields)
    if new:
        row.save(force_insert=True)
    elif changed:
        row.save(update_fields=changed)
    for name, rows in lists.items():
        if set(getattr(row, name).all()) != set(rows):
            getattr(row, name).set(rows)
            changed.append(name)
    if new or changed:
        _forget(row)
        words = "、".join(column_name(row, name) for name in changed)
        act = "add" if new else "change"
        record(
            f"issues.catalogue.{act}",
            row,
            by=by,
            post=post,
            table=str(row._meta.verbose_name),
            name=str(row),
            fields=words,
        )
    return row


def _forget(row: models.Model) -> None:
    if isinstance(row, LightRule):
        lights.changed()
    elif isinstance(row, RuleTerm):
        limits.changed()


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


@transaction.atomic
def remove(*, row: models.Model, by: User) -> None:
    """Take a row out that nothing uses."""
    post = demand_all([policies.keeps_catalogue(by)])
    pk, name = row.pk, str(row)
    try:
        row.delete()
    except ProtectedError as error:
        raise Refused(f"“{name}”有 {len(error.protected_objects)} 处在用，不能删；可以改名，或者停用") from error
    row.pk = pk
    _forget(row)
    record("issues.catalogue.remove", row, by=by, post=post, table=str(row._meta.verbose_name), name=name)
