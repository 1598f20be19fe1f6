"""What needs a second hand: one table of kinds of change, filled by the apps (docs/rules.md: second-hand)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rectify.accounts import policies
from rectify.accounts.models import AskedChange, User
from rectify.accounts.models.asked_change import HEADS

AT_ONCE = timedelta(0)
COOLING = timedelta(minutes=10)  # in which the person concerned, who is told, can still say: not me
NOBODY_MORE = "没有人因此多看到、多办到什么"


@dataclass(frozen=True)
class ChangeKind:
    """`does` and `gains` say what it will do and who will see or do more; `carry_out` does it, in the name of who asked, and
    refuses what its rules refuse. `cooling` is how long, once it is agreed, it can still be called off."""

    name: str
    label: str
    does: Callable[[AskedChange], Sequence[str]]
    gains: Callable[[AskedChange], Sequence[str]]
    carry_out: Callable[[AskedChange], object]
    cooling: Callable[[AskedChange], timedelta] = lambda change: AT_ONCE


_KINDS: dict[str, ChangeKind] = {}


def declare(*kinds: ChangeKind) -> None:
    """Add rows to the table; called from `AppConfig.ready`."""
    _KINDS.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> ChangeKind:
    """The row of a name. Raises KeyError: a change that nobody declared is a slip of the pen."""
    return _KINDS[name]


def kinds() -> list[ChangeKind]:
    return list(_KINDS.values())


def waiting_for(user: User) -> list[AskedChange]:
    """What can still be agreed to and waits for the word of `user`, the oldest first: `policies.confirms` says so. One statement
    where nothing waits, none for who never agrees to anything."""
    if not (user.is_administrator or user.holds(*HEADS)):
        return []
    whole = ("asked_by", "person", "unit__supervising_office")
    rows = AskedChange.objects.visible_to(user).waiting().select_related(*whole).order_by("asked_at", "pk")
    return [row for row in rows if policies.confirms(user, row)]
