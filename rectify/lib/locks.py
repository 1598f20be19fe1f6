from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignKey, Model

from rectify.lib.errors import Conflict


def lock(obj: Model):
    """Lock the row of `obj` until commit and refresh it in place, so that no stale copy is judged or saved.

    What hangs on another object (a measure on its issue) is locked after it: parent before child, the same order
    everywhere, so that two people cannot wait for one another. Throws away unsaved changes: change fields after it.
    The lock leaves the key alone (FOR NO KEY UPDATE): rows that merely point here, an entry to its round, a report to its
    issue, are written meanwhile. Raises Conflict when the row has been deleted.
    """
    parent = getattr(obj, "trail_subject", None)
    if parent is not None:
        _lock(parent)
    return _lock(obj)


def _lock(obj: Model):
    rows = type(obj)._base_manager.select_for_update(no_key=True, of=("self",))
    joined = _joined(obj)
    try:
        obj.refresh_from_db(from_queryset=rows.select_related(*joined) if joined else rows)
    except ObjectDoesNotExist:
        raise Conflict(f"{obj}刚刚被别人删去了，您这次没有写入任何数据") from None
    return obj


def _joined(obj: Model, deep: int = 2) -> list[str]:
    """The relations that `obj` was read with (`round__office`): read anew with it, not one by one afterwards."""
    names: list[str] = []
    if not deep:
        return names
    for field in obj._meta.concrete_fields:
        other = field.get_cached_value(obj, None) if isinstance(field, ForeignKey) else None
        if other is not None:
            names += [field.name, *(f"{field.name}__{name}" for name in _joined(other, deep - 1))]
    return names
