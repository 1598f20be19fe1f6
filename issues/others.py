"""What waits for a person beside issues: 意见建议, and what the books register (文书, 对账单)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import CharField, Count, F, QuerySet, Value

from rectify.accounts.models import User

Rows = Iterable[tuple[QuerySet, str]]  # rows that wait, and the path from them to their round


@dataclass(frozen=True)
class OtherKind:
    """`waiting` gives of a reader the rows that wait, each row one thing to do."""

    code: str
    waiting: Callable[[User], Rows]


_KINDS: dict[str, OtherKind] = {}


def register(kind: OtherKind) -> None:
    """One of each code."""
    if _KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds called {kind.code}")


def counted(user: User) -> list[QuerySet]:
    """Of each registered kind the counts by round, to be asked for in one statement (`by_round`)."""
    return [by_round(kind.code, rows, path) for kind in _KINDS.values() for rows, path in kind.waiting(user)]


def by_round(code: str, rows: QuerySet, path: str) -> QuerySet:
    """(`code`, id of the round or None, how many) of `rows`; several of them can be united."""
    named = rows.order_by().annotate(kind=Value(code, CharField()), within=F(path)).values("kind", "within")
    return named.annotate(number=Count("pk")).values_list("kind", "within", "number")
