"""The versions of an office's own layouts (文书模板, 台账版式): their numbers, and that one at most is in use. Called within
an act, which holds the office's lock and leaves the event."""

from django.db.models import Max, QuerySet
from django.utils import timezone

from ledgers.models.version import OfficeVersion
from rectify.accounts.models import User
from rectify.lib.errors import Conflict


def next_version(versions: QuerySet) -> int:
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


def take_up(version: OfficeVersion, versions: QuerySet, *, by: User) -> None:
    """Put a version in use and the one that is out of it. Raises Conflict where it is in use already."""
    if version.used_at:
        raise Conflict(f"{version.used_by}已经启用了{version}")
    for other in versions.filter(used_at__isnull=False):
        _leave(other)
    version.used_at, version.used_by = timezone.now(), by
    version.save(update_fields=["used_at", "used_by"])


def put_away(version: OfficeVersion) -> None:
    """Raises Conflict where the version is no longer in use."""
    if not version.used_at:
        raise Conflict(f"{version}已经停用")
    _leave(version)


def _leave(version: OfficeVersion) -> None:
    version.used_at = version.used_by = None
    version.save(update_fields=["used_at", "used_by"])
