"""When a backup, a check and a drill were last made and how they ended: a file beside the data, for `doctor` and the page."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils import timezone

Kind = Literal["backup", "check", "drill"]


@dataclass(frozen=True)
class Note:
    """`told` is a sentence: what was made, or why not."""

    at: datetime
    ok: bool
    told: str


def _place() -> Path:
    return Path(settings.VAR) / "keys" / "notes.json"


def notes() -> dict[str, Note]:
    """The last of each kind."""
    try:
        content = json.loads(_place().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {kind: Note(**each | {"at": datetime.fromisoformat(each["at"])}) for kind, each in content.items()}


def note(kind: Kind, told: str, *, ok: bool) -> Note:
    """Keep how it ended, in place of the last one of its kind."""
    made = Note(timezone.now(), ok, told)
    content = {each: asdict(old) | {"at": old.at.isoformat()} for each, old in notes().items()}
    content[kind] = asdict(made) | {"at": made.at.isoformat()}
    _place().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _place().with_suffix(".part")
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    draft.replace(_place())
    return made
