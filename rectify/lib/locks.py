def lock(obj):
    """Lock the row of `obj` until commit and refresh it in place, so that no stale copy is judged or saved.

    What hangs on another object (a measure on its issue) is locked after it: parent before child, the same order
    everywhere, so that two people cannot wait for one another. Throws away unsaved changes: change fields after it.
    """
    parent = getattr(obj, "trail_subject", None)
    if parent is not None:
        _lock(parent)
    return _lock(obj)


def _lock(obj):
    obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update())
    return obj
