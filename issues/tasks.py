from celery import shared_task

from issues.actions import evidence, lights, milestones, weeks
from issues.models import Evidence
from rectify.calendars.days import current
from rectify.lib.dates import business_now, today
from rectify.lib.filecheck import TextCheck
from rectify.lib.restored import unless_restored
from rectify.notices import send

MOST_A_NIGHT = 2_000


@shared_task
@unless_restored
def tick() -> None:
    """Once a minute: the week's acts, then the mailings of the hour. May be lost or come twice."""
    weeks.tick(at=business_now())
    send.send_due(at=business_now())


@shared_task
@unless_restored
def sweep_files() -> None:
    """Once a night: evidence files that no row names."""
    evidence.sweep()


@shared_task
def check_evidence(pk: int) -> None:
    """Look at the text of one file."""
    evidence.check(evidence=Evidence.objects.get(pk=pk))


@shared_task
@unless_restored
def check_waiting() -> None:
    """Once a night: files whose check was lost, or that were there before there was one."""
    for file in Evidence.objects.filter(text_check=TextCheck.WAITING).order_by("pk")[:MOST_A_NIGHT]:
        evidence.check(evidence=file)


@shared_task
@unless_restored
def tell_lights() -> None:
    """Once a morning of work: whose issue has come under a light that tells somebody. Each light is told once a deadline."""
    if current().is_working(today()):
        lights.tell(on=today())


@shared_task
@unless_restored
def record_slips() -> None:
    """Once a night: the steps of measures whose day has passed without word."""
    milestones.record_slips(on=today())
