from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rectify.notices.models import Notice


@dataclass(frozen=True)
class Letter:
    """What `notify` takes, for `notify_all`: the same line to each of `people`."""

    people: Iterable[Any]
    key: str
    kind: str
    title: str
    why: str
    text: str = ""
    url: str = ""


def notify(people: Iterable, *, key: str, kind: str, title: str, why: str, text: str = "", url: str = "") -> None:
    """Tell each of `people` once: the same `key` is planned once per person, whoever calls again.

    One statement however many people. `why` completes “您收到此件，因为您是…”.
    """
    notify_all([Letter(people, key, kind, title, why, text, url)])


def notify_all(letters: Iterable[Letter]) -> None:
    """`notify` for many different lines at once; one statement however many."""
    rows = {
        (person.pk, letter.key): Notice(
            to=person, key=letter.key[:150], kind=letter.kind, title=letter.title[:200], text=letter.text,
            why=letter.why[:200], url=letter.url,
        )
        for letter in letters
        for person in letter.people
    }  # fmt: skip
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
