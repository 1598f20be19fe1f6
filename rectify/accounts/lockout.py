"""Names that may not try again for now: five wrong passwords, then a pause; thirty on a device that the person came in from
before (rectify/accounts/devices.py). The counting is django-axes'."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

LIMIT = 5
LIMIT_AT_DEVICE = 30
DEVICE = " @"  # no name holds a blank


def minutes() -> int:
    """How long a lock lasts."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


def at_device(name: str, number: str) -> str:
    """Under which name failures on a known device are counted."""
    return f"{name}{DEVICE}{number}"


def limit_of(counted_name: str) -> int:
    """How many wrong passwords lock it."""
    return LIMIT_AT_DEVICE if DEVICE in counted_name else LIMIT


def is_locked(counted_name: str) -> bool:
    """Whether the name under which failures are counted may not try now."""
    attempts = AccessAttempt.objects.filter(username=counted_name, attempt_time__gte=_since())
    return sum(attempts.values_list("failures_since_start", flat=True)) >= limit_of(counted_name)


def locked_names(names: Iterable[str]) -> set[str]:
    """Those of `names` that are locked now, for strangers or on a device of their own."""
    wanted, failures = set(names), Counter[str]()
    attempts = AccessAttempt.objects.filter(
        Q(username__in=wanted) | Q(username__contains=DEVICE), attempt_time__gte=_since()
    )
    for name, count in attempts.values_list("username", "failures_since_start"):
        failures[name] += count
    return wanted & {name.partition(DEVICE)[0] for name, count in failures.items() if count >= limit_of(name)}


def unlock(name: str) -> int:
    """Forget the failures of a name, on its devices too; returns how many rows there were."""
    return AccessAttempt.objects.filter(Q(username=name) | Q(username__startswith=at_device(name, ""))).delete()[0]


def _since() -> datetime:
    return timezone.now() - settings.AXES_COOLOFF_TIME
