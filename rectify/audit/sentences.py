"""One sentence for each kind of event. Every app adds its own table from `AppConfig.ready`; a test demands one for each kind.

A sentence names facts of its event: `重开（{source}）`. What stands in square brackets is left out where an event lacks a fact
in it, for the trail holds events of before that fact was kept: `重开[，期限改为 {after_due}]`.
"""

import re
from typing import Any

from django.conf import settings

_SENTENCES: dict[str, str] = {}
_RESERVED: set[str] = set()
_READINGS: set[str] = set()
PLACE = re.compile(r"\{(\w+)\}")
OPTIONAL = re.compile(r"\[([^\]]*)\]")
DIGEST = re.compile(r"[0-9a-f]{64}")
SHOWN = 8  # signs of a digest
LACKING = "…"
AFTER_RESET = "after_reset"  # the fact of an event whose hand got a new password from others lately


def add(sentences: dict[str, str]) -> None:
    """Register sentences: kind → text with {fact} places. A kind may be registered once."""
    for kind, text in sentences.items():
        if _SENTENCES.get(kind, text) != text:
            raise ValueError(f"two sentences for {kind}")
        _SENTENCES[kind] = text


def known() -> dict[str, str]:
    """All registered sentences."""
    return dict(_SENTENCES)


def reserve(*kinds: str) -> None:
    """Events of these kinds are told to the office alone where an object's trail is shown: what must come unannounced."""
    _RESERVED.update(kinds)


def reserved() -> list[str]:
    """The kinds that only the office reads."""
    return sorted(_RESERVED)


def read_only(*kinds: str) -> None:
    """Events of these kinds say that somebody read: they are told apart from what was done."""
    _READINGS.update(kinds)


def readings() -> list[str]:
    """The kinds that say that somebody read."""
    return sorted(_READINGS)


def sentence(event: Any) -> str:
    """The event as a Chinese sentence; a kind nobody registered shows itself, so that nothing is hidden. A fact that is
    missing shows as …; in tests it is a LookupError."""
    facts = {name: _shown(value) for name, value in event.facts.items() if value is not None}
    text = OPTIONAL.sub(lambda part: _filled_or_nothing(part[1], facts), _SENTENCES.get(event.kind, event.kind))
    filled = PLACE.sub(lambda place: facts[place[1]] if place[1] in facts else _lacking(event.kind, place[1]), text)
    if event.facts.get(AFTER_RESET):
        filled += "（密码重置后不久）"
    words = event.facts.get("unclassified")
    return f"{filled}（已确认不涉密：{words}）" if words else filled


def _shown(value: Any) -> str:
    text = str(value)
    return text[:SHOWN] if DIGEST.fullmatch(text) else text


def _filled_or_nothing(part: str, facts: dict[str, str]) -> str:
    return part if all(name in facts for name in PLACE.findall(part)) else ""


def _lacking(kind: str, name: str) -> str:
    if getattr(settings, "TESTING", False):
        raise LookupError(f"an event {kind} lacks {name}, which its sentence names")
    return LACKING
