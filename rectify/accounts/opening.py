"""A session from its beginning: what it still lacks (steps.STEPS), where it stands among the person's others, how it ends."""

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from rectify.accounts.models import OpenSession, User

LACKS = "lacks"  # of the session: the steps that are not done
FACTOR, ENROL, PASSWORD = "factor", "enrol", "password"
LONGEST_AGENT = 200


def done(request: HttpRequest, step: str) -> None:
    """`step` is done: the session goes on under a new key, so that the one of before opens nothing."""
    request.session[LACKS] = [lack for lack in request.session.get(LACKS, []) if lack != step]
    before = request.session.session_key
    request.session.cycle_key()
    renamed(before, request.session.session_key)


def renamed(before: str | None, now: str | None) -> None:
    """A session has another key now."""
    OpenSession.objects.filter(key=before or "").update(key=now or "")


def register(request: HttpRequest, user: User, address: str, *, most: int) -> list[OpenSession]:
    """Note where `user` has logged in now; gives those that are more than `most`, which are over."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    OpenSession.objects.create(user=user, key=request.session.session_key or "", address=address, agent=agent)
    surplus = list(alive(user)[most:])
    end(surplus)
    return surplus


def alive(user: User) -> QuerySet[OpenSession]:
    """Where somebody is logged in now, the latest first."""
    keys = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return OpenSession.objects.visible_to(user).filter(key__in=keys)


def end(sessions: list[OpenSession]) -> None:
    """Log out there: the next request finds nobody."""
    keys = [session.key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()


def forget_ended() -> None:
    """Once a night: what is no session any more."""
    OpenSession.objects.exclude(key__in=Session.objects.values("session_key")).delete()
