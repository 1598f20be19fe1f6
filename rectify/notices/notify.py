from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

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


BULLET = "· "


@dataclass(frozen=True)
class Line:
    """What the one notice of a slot says of one matter to each of `people`, and where it leads while it stands alone."""

    people: Iterable[Any]
    text: str
    url: str


@transaction.atomic
def notify_together(lines: Iterable[Line], *, key: str, title: str, why: str, note: str = "", url: str = "") -> None:
    """Tell each person everything of one slot of the week in one notice, whichever round it comes from and whenever: a
    further line joins what stands under `key`, which is then unread again; the same line is said once.

    A single line is the notice itself. Of several, `title` stands above and `url` is where all of them are seen. Three
    statements however many people. Two that tell at once wait for one another at the first row they share.
    """
    fresh: defaultdict[Any, dict[str, str]] = defaultdict(dict)
    for line in lines:
        for person in line.people:
            fresh[person.pk][line.text] = line.url
    ids = sorted(fresh)
    begun = [Notice(to_id=pk, key=key[:150], kind="week", why=why[:200]) for pk in ids]
    Notice.objects.bulk_create(begun, ignore_conflicts=True, batch_size=500)
    rows = list(Notice.objects.select_for_update().filter(to__in=ids, key=key[:150]).order_by("to"))
    changed = [row for row in rows if _joined(row, fresh[row.to_id], title=title, note=note, url=url)]
    Notice.objects.bulk_update(changed, ["title", "text", "url", "at", "read_at", "mailing"], batch_size=500)


def _joined(row: Notice, fresh: dict[str, str], *, title: str, note: str, url: str) -> bool:
    """Put further lines on a notice; whether there was anything new."""
    before = row.text.splitlines()
    known = [line.removeprefix(BULLET) for line in before if line.startswith(BULLET)] or [row.title] * bool(row.title)
    texts = list(dict.fromkeys([*known, *fresh]))
    if texts == known:
        return False
    notes = dict.fromkeys([line for line in before if not line.startswith(BULLET)] + note.splitlines())
    if len(texts) > 1:
        row.title, row.url = f"{title}（{len(texts)} 条）"[:200], url
        row.text = "\n".join([*(f"{BULLET}{text}" for text in texts), *notes])
    else:
        row.title, row.url, row.text = texts[0][:200], fresh[texts[0]], "\n".join(notes)
    if row.read_at:
        row.read_at = row.mailing = None
    row.at = timezone.now()
    return True
