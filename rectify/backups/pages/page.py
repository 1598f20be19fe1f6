"""The pages of backups: how the last ones ended, and what waits for a word after a restore."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind
from rectify.audit import proofs
from rectify.backups import keys
from rectify.backups.keeping import LABELS
from rectify.backups.notes import Note, notes
from rectify.lib.page import Page
from rectify.lib.restored import Restored, restored


@dataclass(frozen=True)
class BackupsPage(Page):
    """For administrators. `lines`: label and how the last one ended (None: never), the proof of what is sealed first; `state`:
    restored mode, and who of the administrators has said that all is well; `may_confirm`: this one has not."""

    template: ClassVar[str] = "backups/backups.html"
    lines: Sequence[tuple[str, Note | None]]
    key_kept: datetime | None
    state: Restored | None
    said: Sequence[tuple[str, str]]
    may_confirm: bool


@dataclass(frozen=True)
class WaitingPage(Page):
    """For everybody else while nobody knows who lost access since the backup."""

    template: ClassVar[str] = "backups/waiting.html"
    state: Restored | None


def backups(user: User) -> BackupsPage:
    """As the administrator sees it."""
    last, state = notes(), restored()
    confirmed = state.confirmed if state else ()
    return BackupsPage(
        lines=[("核验", _proof()), *((label, last.get(kind)) for kind, label in LABELS.items())],
        key_kept=keys.confirmed(),
        state=state,
        said=[(AccountKind(kind).label, name) for kind, name in confirmed],
        may_confirm=bool(state) and user.kind not in {kind for kind, _ in confirmed},
    )


def _proof() -> Note | None:
    """How the last proof ended; what it found is the auditor's to read."""
    if (proof := proofs.last()) is None or proof.finished_at is None:
        return None
    count = proof.faults.count()
    result = f"{count} 处不符，逐条由审计管理员在“核验”页上看" if count else "封存的内容全部相符"
    return Note(proof.finished_at, not count, result)
