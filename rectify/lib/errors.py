from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError

NO_LABELS: Mapping[str, str] = MappingProxyType({})
AT_ONCE = "别人同时写了同样的内容，您这次没有写入任何数据。请刷新后看一眼再办"


class Refused(Exception):
    """A rule says no. Carries every reason, as sentences for people."""

    def __init__(self, *reasons: str):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__("；".join(self.reasons))


class Conflict(Refused):
    """Somebody else has already acted; the reason says who and when. No error of the reader's."""


OTHER = "其他"


class Reused(Conflict):
    """The key of a form has acted already, with other words or on something else: what was `stored` then and what is `typed`
    now, by the names of the fields; shown by their `labels`, which the door of the form sets."""

    def __init__(self, *, at: datetime, stored: Mapping[str, str], typed: Mapping[str, str]):
        self.at, self._stored, self._typed = at, dict(stored), dict(typed)
        self.labels: Mapping[str, str] = {}
        super().__init__("这张表单已经提交过，那次填的和这次不一样；这次没有写入任何数据")

    @property
    def stored(self) -> dict[str, str]:
        return self._labelled(self._stored)

    @property
    def typed(self) -> dict[str, str]:
        return self._labelled(self._typed)

    def _labelled(self, filled: Mapping[str, str]) -> dict[str, str]:
        """By the words that a person knows; what has none of its own together. A name in Chinese is a label already."""
        shown: dict[str, str] = {}
        for name, text in filled.items():
            label = self.labels.get(name) or (OTHER if name.isascii() else name)
            shown[label] = "；".join(filter(None, (shown.get(label, ""), text)))
        return shown

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Label, stored, typed."""
        stored, typed = self.stored, self.typed
        return [(label, stored.get(label, ""), typed.get(label, "")) for label in dict.fromkeys([*stored, *typed])]


class Unfilled(Refused):
    """What was filled in will not do. `errors` by field, of rows by row, as JSON answers; beside them what no field is to blame
    for, under `reasons`. Where no form stands beside them, the sentences say by its label which field is meant."""

    def __init__(self, errors: dict[str, Any], labels: Mapping[str, str] = NO_LABELS):
        self.errors = errors
        super().__init__(
            *(_said(labels.get(name, ""), text) for name, wrong in errors.items() for text in _sentences(wrong))
        )


def _said(label: str, text: str) -> str:
    return f"{label}：{text}" if label and label not in text else text


def _sentences(errors: Any, line: str = "") -> list[str]:
    """Each text alone, of rows with the number of the row."""
    if isinstance(errors, str):
        return [f"{line}{errors}"]
    if isinstance(errors, dict):
        return [text for part in errors.values() for text in _sentences(part, line)]
    rows = len(errors) > 1 and not any(isinstance(part, str) for part in errors)
    return [text for n, part in enumerate(errors, 1) for text in _sentences(part, f"第 {n} 行" if rows else line)]


def is_at_once(error: IntegrityError) -> bool:
    """Whether the database refused a second row of what may stand only once: two people at the same moment, both judged
    before either had written. Every other broken rule of the database is a fault of ours."""
    return getattr(error.__cause__, "pgcode", "") == "23505" or "UNIQUE constraint failed" in str(error)
