"""Restored mode: the database was brought back from a backup, and two administrators have not yet said that all is well.

Until then nothing is sent: what waits in the outbox is as old as the backup. A file beside the data says so, written by
`manage.py restore`, so that it holds whatever the restored database says.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Restored:
    """`made_at`: the moment that was brought back; `at`: when. `closed`: nobody knows who lost access since, so only
    administrators come in. `confirmed`: kinds of administrators who said that all is well, each with the name."""

    made_at: datetime
    at: datetime
    closed: bool
    confirmed: Sequence[tuple[str, str]] = field(default=())

    @property
    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.confirmed}

    def with_word(self, kind: str, name: str) -> "Restored":
        """One more administrator has confirmed."""
        return replace(self, confirmed=(*self.confirmed, (kind, name)))


NEEDED = 2  # administrators of different kinds


def _place() -> Path:
    return Path(settings.VAR) / "restored.json"


def restored() -> Restored | None:
    """How this installation was brought back, while nobody has confirmed it; None in every other hour of its life."""
    try:
        content = json.loads(_place().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    moments = {name: datetime.fromisoformat(content[name]) for name in ("made_at", "at")}
    return Restored(**content | moments | {"confirmed": tuple(map(tuple, content["confirmed"]))})


def write(state: Restored) -> None:
    """From now on, restored mode; whole on disk or not at all."""
    draft = _place().with_suffix(".part")
    moments = {"made_at": state.made_at.isoformat(), "at": state.at.isoformat()}
    draft.write_text(json.dumps(asdict(state) | moments, ensure_ascii=False), encoding="utf-8")
    draft.replace(_place())


def leave() -> None:
    """All is well: sending begins again."""
    _place().unlink(missing_ok=True)
