"""Names that may not try again for now: five wrong passwords, then a pause. The counting is django-axes'."""

from collections.abc import Iterable

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.utils import timezone


def minutes() -> int:
    """How long a lock lasts."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


def locked_names(names: Iterable[str]) -> set[str]:
    """Those of `names` that are locked now."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failures: dict[str, int] = {}
    attempts = AccessAttempt.objects.filter(username__in=list(names), attempt_time__gte=since)
    for name, count in attempts.values_list("username", "failures_since_start"):
        failures[name] = failures.get(name, 0) + count
    return {name for name, count in failures.items() if count >= settings.AXES_FAILURE_LIMIT}


def unlock(name: str) -> int:
    """Forget the failures of a name; returns how many rows there were."""
    return reset(username=name)
