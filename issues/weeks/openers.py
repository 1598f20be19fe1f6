"""What else happens when a week opens: one explicit list, filled from `AppConfig.ready` of the app below (figures of the
Monday are kept by the books, which this app does not know)."""

from collections.abc import Callable

_OPENERS: list[Callable] = []


def register(opener: Callable) -> None:
    """`opener(week, on=)` is called once inside the transaction that opens a week. It may find its rows there already."""
    if opener not in _OPENERS:
        _OPENERS.append(opener)


def openers() -> list[Callable]:
    """The openers in the order in which they were registered."""
    return list(_OPENERS)
