"""Not the same person: what four-eyes rules ask, with standing in (AB角) counted on both sides."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Q

from rectify.accounts.models import Holding
from rectify.audit.models import Event


class Hand(Protocol):
    """Who acts, and the post by which they may: an act has both."""

    @property
    def by(self) -> Any: ...

    @property
    def post(self) -> Holding | None: ...


def hands(hand: Hand) -> set[int]:
    """Ids of whoever acts: the person, and the absent one whose post allows it."""
    absent = hand.post.lender if hand.post else None
    return {hand.by.pk} | ({absent.pk} if absent else set())


def same_hand(hand: Hand, others: int | None | Iterable[int | None], obj: Any, *, kind: str = "") -> bool:
    """Whether who acts on `obj` now is one hand with one of `others` (ids) who acted on it before.

    One hand are: the same person; a deputy and the absent one for whom the deputy acts now or acted then; two deputies who
    acted for the same absent one. Acts by an own post bind nobody but who did them. `kind` names the earlier act in the
    trail, else any act on `obj` counts.
    """
    others = {others} if others is None or isinstance(others, int) else set(others)
    others.discard(None)
    mine = hands(hand)
    if not others or mine & others:
        return bool(mine & others)
    acts = Event.objects.about(obj).filter(by__in=others, facts__for__in=sorted(mine))
    return (acts.filter(kind=kind) if kind else acts).exists()


def entered_for_unit(hand: Hand, obj: Any) -> bool:
    """Whether who acts has entered something about `obj` for a unit (代录): then they are one hand with that unit."""
    return _entered(hand, obj).exists()


def entered_but(hand: Hand, obj: Any, kind: str) -> bool:
    """Whether who acts has entered anything about `obj` for a unit beside acts of `kind`."""
    return _entered(hand, obj).exclude(kind=kind).exists()


def entrants(obj: Any) -> set[int]:
    """Ids of whoever has entered something about `obj` for a unit."""
    return set(_on_behalf(obj).filter(by__isnull=False).values_list("by", flat=True))


def _entered(hand: Hand, obj: Any) -> Any:
    mine = sorted(hands(hand))
    return _on_behalf(obj).filter(Q(by__in=mine) | Q(facts__for__in=mine))


def _on_behalf(obj: Any) -> Any:
    return Event.objects.about(getattr(obj, "trail_subject", obj)).filter(facts__has_key="behalf")
