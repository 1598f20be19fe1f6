"""What the auditor is shown of business: who did what kind of thing to which object when, but no content.

docs/rules.md: see-administrators: the three administrators see no business content. Numbers, days, digests and codes prove
an act;
titles, names, wordings and reasons stay with those who may see the object. Events of accounts, grants, options and
calendar are the administrators' own business and are shown in full.
"""

import re
from typing import Any

from rectify.audit.models import Event, model_of
from rectify.audit.sentences import sentence

OPEN = ("accounts.", "audit.", "options.", "calendars.")
HIDDEN = "…"
# Days and moments, digests, and codes of states such as first_review (facts before, after, way …).
HARMLESS = re.compile(r"\d{4}-\d\d-\d\d([T ][\d:.+Z-]*)?|[0-9a-f]{64}")
CODE = re.compile(r"[a-z_]{1,30}")
CODED = frozenset({"before", "after", "way", "grade", "algorithm"})
WORDS = frozenset({"label"})  # names of moves, which stand in the code


def is_open(event: Event) -> bool:
    return event.kind.startswith(OPEN)


def facts(event: Event) -> dict[str, Any]:
    """The facts that may be shown."""
    return event.facts if is_open(event) else {name: _veiled(name, value) for name, value in event.facts.items()}


def text(event: Event) -> str:
    """The sentence with those facts."""
    return sentence(Event(kind=event.kind, facts=facts(event)))


def thing(label: str) -> str:
    """`issues.issue:12` as people read it: 问题 12. A label whose model is gone stays as it is."""
    model, _, key = label.partition(":")
    try:
        return f"{model_of(model)._meta.verbose_name} {key}"
    except (LookupError, ValueError):
        return label


def note(event: Event) -> str:
    if is_open(event) or not event.note:
        return event.note
    return f"写有说明，{len(event.note)} 字，不对审计管理员显示"


def _veiled(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        coded = (name in CODED and CODE.fullmatch(value)) or name in WORDS
        return value if not value or coded or HARMLESS.fullmatch(value) else HIDDEN
    return HIDDEN
