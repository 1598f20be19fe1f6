"""Restored mode: the database was brought back from a backup, and two administrators have not yet said that all is well.

Until then nothing is sent, planned or cleared away by the clock: what waits is as old as the backup. A file beside the data says
so, written by `manage.py restore`, so that it holds whatever the restored database says.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from django.conf import settings
from django.core.management import CommandError

P = ParamSpec("P")


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


def unless_restored(job: Callable[P, None]) -> Callable[P, None]:
    """A job of the clock that waits in restored mode: it acts on what is due, so that nothing is lost by waiting."""

    @wraps(job)
    def when_confirmed(*args: P.args, **kwargs: P.kwargs) -> None:
        if restored() is None:
            job(*args, **kwargs)

    return when_confirmed


def demand_confirmed() -> None:
    """The same for a command that does by hand what the clock does. Raises CommandError."""
    if restored():
        raise CommandError("系统刚由备份还原，还没有确认：这时不办、不发。请两名不同的管理员在“备份”页确认后再运行")
