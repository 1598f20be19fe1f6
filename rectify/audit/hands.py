"""Not the same person: what four-eyes rules ask, with standing in (AB角) counted on both sides."""

from collections.abc import Iterable

from rectify.audit.models import Event


def hands(user) -> set[int]:
    """Ids of whoever acts when `user` acts now: the person, and the absent one whose post allows it. Ask after `holds`."""
    absent = getattr(user, "acting_for", None)
    return {user.pk} | ({absent.pk} if absent else set())


def same_hand(user, others: int | None | Iterable[int | None], obj, *, kind: str = "") -> bool:
    """Whether `user`, who acts on `obj` now, is one hand with one of `others` (ids) who acted on it before.

    One hand are: the same person; a deputy and the absent one for whom the deputy acts now or acted then; two deputies who
    acted for the same absent one. Acts by an own post bind nobody but who did them. `kind` names the earlier act in the
    trail, else any act on `obj` counts.
    """
    others = {others} if others is None or isinstance(others, int) else set(others)
    others.discard(None)
    mine = hands(user)
    if not others or mine & others:
        return bool(mine & others)
    acts = Event.objects.about(obj).filter(by__in=others, facts__for__in=sorted(mine))
    return (acts.filter(kind=kind) if kind else acts).exists()
