"""Jobs that belong to no app."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT = "rectify.heartbeat"


@shared_task
def heartbeat() -> None:
    """Leaves the minute: only when clock, queue and worker all run does it stay young (`manage.py doctor`)."""
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)
