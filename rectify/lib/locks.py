from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from rectify.lib.errors import Conflict


def lock(obj: Model):
    """Lock the row of `obj` until commit and refresh it in place, so that no stale copy is judged or saved.

    What hangs on another object (a measure on its issue) is locked after it: parent before child, the same order
    everywhere, so that two people cannot wait for one another. Throws away unsaved changes: change fields after it.
    What it points at is forgotten and read anew by whoever asks: the few that a rule asks for, each by its key, cost less than
    a join with all thirteen.
    The lock leaves the key alone (FOR NO KEY UPDATE): rows that merely point here, an entry to its round, a report to its
    issue, are written meanwhile. Raises Conflict when the row has been deleted.
    """
    parent = getattr(obj, "trail_subject", None)
    if parent is not None:
        _lock(parent)
    return _lock(obj)


def _lock(obj: Model):
    rows = type(obj)._base_manager.select_for_update(no_key=True, of=("self",))
    try:
        obj.refresh_from_db(from_queryset=rows)
    except ObjectDoesNotExist:
        raise Conflict(f"{obj}刚刚被别人删去了，您这次没有写入任何数据") from None
    return obj
