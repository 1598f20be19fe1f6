def lock(obj):
    """Lock the row of `obj` until commit and refresh it in place, so that no stale copy is judged or saved.

    Throws away unsaved changes on `obj`: change fields after it, never before.
    """
    obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update())
    return obj
