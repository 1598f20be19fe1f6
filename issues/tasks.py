from celery import shared_task

from issues.actions import evidence, lamps, milestones, weeks
from rectify.calendars.days import current
from rectify.lib.dates import business_now, today
from rectify.notices import send


@shared_task
def tick() -> None:
    """Once a minute: the week's acts, then the digests of the hour. May be lost or come twice."""
    weeks.tick(at=business_now())
    send.send_due(at=business_now())


@shared_task
def sweep_files() -> None:
    """Once a night: evidence files that no row names."""
    evidence.sweep()


@shared_task
def tell_lights() -> None:
    """Once a morning of work: whose issue has come under a light that tells somebody. Each light is told once a deadline."""
    if current().is_working(today()):
        lamps.tell(on=today())


@shared_task
def record_slips() -> None:
    """Once a night: the steps of measures whose day has passed without word."""
    milestones.record_slips(on=today())
