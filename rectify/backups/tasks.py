"""What the clock does about backups. Doing it twice makes two backups or reads them twice: no harm."""

from celery import shared_task

from rectify.backups import filing, keeping, wal
from rectify.backups.drill import drill


@shared_task
def nightly() -> None:
    """A new backup, then every kept one read through, so that a byte that changed is known the same night."""
    keeping.back_up()
    keeping.check_all()


@shared_task
def monthly() -> None:
    """Whether what is kept can be brought back."""
    drill()


@shared_task
def keep_files() -> None:
    """Once a minute, where the log is archived: the files that came meanwhile."""
    if wal.configured():
        filing.keep_new()
