"""Jobs of the books. A message is a hint: the batch itself says what is to be done, and may be asked twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from issues.models import Round
from ledgers.actions import (
    bundles,
    import_reading,
    import_writing,
    imports,
    offline,
    snapshots,
    statements,
    visit_files,
    windows,
)
from ledgers.models import Batch, PaperBundle, VisitFile
from rectify.accounts.models import User
from rectify.lib.dates import today
from rectify.lib.filecheck import TextCheck
from rectify.lib.queueing import after_commit
from rectify.lib.restored import unless_restored

MOST_A_NIGHT = 2_000


AT_ONCE_BYTES = 200 * 2**10


def read_now_or_later(batch: Batch) -> None:
    """A small workbook is read by who hands it in, a big one by a worker."""
    if batch.size <= AT_ONCE_BYTES:
        import_reading.read(batch=batch)
    else:
        after_commit(read_batch, batch.pk)


@shared_task(ignore_result=True)
def read_batch(pk: int) -> None:
    """Read an uploaded workbook."""
    import_reading.read(batch=Batch.objects.get(pk=pk))


@shared_task(ignore_result=True)
def write_batch(pk: int, user: int) -> None:
    """Write a confirmed batch in the name of who confirmed it."""
    import_writing.perform(batch=Batch.objects.get(pk=pk), by=User.objects.get(pk=user))


@shared_task(ignore_result=True)
@unless_restored
def end_windows() -> None:
    """Once a night: objection windows that are over. May be lost or come twice."""
    windows.end_due(on=today())


@shared_task(ignore_result=True)
@unless_restored
def sweep_visit_files() -> None:
    """Once a night: files of visits and of signed sheets that no row names."""
    visit_files.sweep()
    offline.sweep()


@shared_task(ignore_result=True)
def check_visit_file(pk: int) -> None:
    """Look at the text of one file."""
    visit_files.check(file=VisitFile.objects.get(pk=pk))


@shared_task(ignore_result=True)
@unless_restored
def check_waiting() -> None:
    """Once a night: files whose check was lost, or that were there before there was one."""
    for file in VisitFile.objects.filter(text_check=TextCheck.WAITING).order_by("pk")[:MOST_A_NIGHT]:
        visit_files.check(file=file)


@shared_task(ignore_result=True)
def sweep_batches() -> None:
    """Batches whose worker died go back to where they were (within five minutes)."""
    since = timezone.now() - timedelta(seconds=imports.STALE)
    stuck = Batch.objects.filter(state__in=[Batch.Status.READING, Batch.Status.WRITING], heartbeat_at__lt=since)
    for batch in stuck:
        imports.revive(batch=batch)


@shared_task(ignore_result=True)
def write_bundle(pk: int) -> None:
    """Write the drafts of a bundle that wait."""
    if bundle := PaperBundle.objects.select_related(*bundles.NEEDED).filter(pk=pk).first():
        bundles.write(bundle=bundle)


@shared_task(ignore_result=True)
@unless_restored
def go_on_with_bundles() -> None:
    """Every five minutes: bundles whose worker was lost. A row that is written is not written again."""
    for bundle in bundles.unfinished():
        bundles.write(bundle=bundle)


@shared_task(ignore_result=True)
@unless_restored
def draw_up_statements() -> None:
    """Once a night: 对账单 of the month that is over, for every round, and those of meetings that are near. May be lost or come
    twice."""
    for round_ in Round.objects.select_related("office"):
        statements.draw_up_month(round_=round_, on=today())
    statements.draw_up_for_meetings(on=today())


@shared_task(ignore_result=True)
@unless_restored
def sweep_bundles() -> None:
    """Once a night: bundles that are a week old."""
    bundles.sweep()


@shared_task(ignore_result=True)
@unless_restored
def take_snapshots() -> None:
    """Once a night: the balances of evenings that are recorded. May be lost or come twice."""
    snapshots.take_due(on=today())
