"""Jobs that belong to no app."""

import logging
from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from rectify.accounts import opening
from rectify.accounts.actions import api_keys, changes, throttles
from rectify.audit import heads, proofs
from rectify.drafts import chosen, keeping
from rectify.lib import reduced
from rectify.lib.restored import unless_restored
from rectify.notices import alarms
from rectify.roof import health
from rectify.roof.health import HEARTBEAT

SPELL = timedelta(seconds=50)  # of a proof: then the worker is free for others, and the next message goes on
log = logging.getLogger(__name__)


@shared_task
def heartbeat() -> None:
    """Leaves the minute: only when clock, queue and worker all run does it stay young (`manage.py doctor`)."""
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)


@shared_task
def keep_head() -> None:
    """Once a minute: the head of the trail, outside of the database."""
    try:
        heads.keep()
    except OSError:
        log.exception("the head of the trail cannot be kept in %s", heads.file())


@shared_task
def look_after() -> None:
    """A few times an hour: what is not well is told once to those who keep the system."""
    health.tell()
    alarms.of_storage()


@shared_task
@unless_restored
def tell_key_uses() -> None:
    """A few times an hour: what machines called in the hours that are over goes into the trail."""
    api_keys.tell_uses(at=timezone.now())


@shared_task
@unless_restored
def tell_throttled() -> None:
    """Once a minute: who asked too often is told to the security administrator; counts of yesterday go."""
    throttles.tell_reached(at=timezone.now())


@shared_task
def prove() -> None:
    """Once a minute: go on with the proof that is under way; in the night begin one. May be lost or come twice."""
    now = timezone.now()
    if proof := proofs.unfinished() or proofs.tonight(at=now):
        proofs.go_on(proof=proof, until=now + SPELL)
    alarms.of_proof(proofs.last(), at=timezone.now())
    alarms.of_faults(proofs.newest())


@shared_task
@unless_restored
def carry_out_changes() -> None:
    """Once a minute: what two persons agreed on, once its time has come."""
    changes.carry_out_due(at=timezone.now())


@shared_task
@unless_restored
def forget_drafts() -> None:
    """Once a night: drafts and chosen files that nobody came back to, sessions that have ended, small copies of pictures made
    long ago."""
    keeping.forget_old()
    chosen.forget_old()
    reduced.forget_old()
    call_command("clearsessions")
    opening.forget_ended()
