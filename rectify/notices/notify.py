from collections.abc import Iterable

from rectify.notices.models import Notice


def notify(people: Iterable, *, key: str, kind: str, title: str, why: str, text: str = "", url: str = "") -> None:
    """Tell each of `people` once: the same `key` is planned once per person, whoever calls again.

    Two statements however many people. `why` completes “您收到此件，因为您是…”.
    """
    rows = [
        Notice(to=person, key=key[:150], kind=kind, title=title[:200], text=text, why=why[:200], url=url)
        for person in {person.pk: person for person in people}.values()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
