from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rectify.notices.models import Notice

# What a mail calls the notices that it counts; `notify` takes no other kind.
KINDS = {
    "week": "周调度",
    "move": "办理",
    "extension": "延期",
    "light": "预警",
    "review": "复核",
    "unit": "单位库",
    "alarm": "告警",
}


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
    """`notify` for many different lines at once; one statement however many. Raises ValueError for a kind without a word."""
    letters = list(letters)
    if strange := {letter.kind for letter in letters} - KINDS.keys():
        raise ValueError(f"notices of kinds that KINDS does not name: {strange}")
    rows = {
        (person.pk, letter.key): Notice(
            to=person,
            key=letter.key[:150],
            kind=letter.kind,
            title=letter.title[:200],
            text=letter.text,
            why=letter.why[:200],
            url=letter.url,
        )
        for letter in letters
        for person in letter.people
    }
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
