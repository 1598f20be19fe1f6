"""Kinds of options: how a value is read from what a person typed, how it is kept as JSON, how it is shown.

Each has `read` (typed text or value → value, ValueError with a sentence), `keep` (value → JSON), `take` (JSON → value)
and `show` (value → words). `widget` tells a page what to draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from rectify.lib.dates import WEEKDAYS
from rectify.lib.numbers import whole

YES = {"1", "true", "on", "yes", "是"}
NO = {"", "0", "false", "off", "no", "否"}


class ValueKind:
    """Kept as it is, shown as it is, unless a kind says otherwise."""

    widget = "text"

    def read(self, raw: Any) -> Any:
        raise NotImplementedError

    def keep(self, value: Any) -> Any:
        return value

    def take(self, kept: Any) -> Any:
        return kept

    def show(self, value: Any) -> str:
        return str(value)

    def choices(self) -> Sequence[tuple[str, str]]:
        return ()


@dataclass(frozen=True)
class INT(ValueKind):
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000
    widget = "number"

    def read(self, raw: Any) -> int:
        text = str(raw).strip()
        size = whole(text.removeprefix("-"))
        number = -size if size is not None and text.startswith("-") else size
        if number is None or not self.least <= number <= self.most:
            raise ValueError(f"须为 {self.least} 到 {self.most} 之间的整数。")
        return number


@dataclass(frozen=True)
class TEXT(ValueKind):
    """A line of text."""

    max_length: int = 200
    required: bool = True

    def read(self, raw: Any) -> str:
        text = " ".join(str(raw).split())
        if self.required and not text:
            raise ValueError("不能为空。")
        if len(text) > self.max_length:
            raise ValueError(f"最多 {self.max_length} 个字，现有 {len(text)} 个字。")
        return text


@dataclass(frozen=True)
class LINES(ValueKind):
    """A list, one item a line: phrases for returning, reasons to choose from."""

    most: int = 50
    max_length: int = 200
    widget = "textarea"

    def read(self, raw: Any) -> tuple[str, ...]:
        lines = raw.splitlines() if isinstance(raw, str) else [str(line) for line in raw]
        lines = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if not lines:
            raise ValueError("至少写一行。")
        if len(lines) > self.most:
            raise ValueError(f"最多 {self.most} 行，现有 {len(lines)} 行。")
        if any(len(line) > self.max_length for line in lines):
            raise ValueError(f"每行最多 {self.max_length} 个字。")
        return tuple(lines)

    def keep(self, value: Any) -> list[str]:
        return list(value)

    def take(self, kept: Any) -> tuple[str, ...]:
        return tuple(kept)

    def show(self, value: Any) -> str:
        return "\n".join(value)


@dataclass(frozen=True)
class CHOICE(ValueKind):
    """One of given codes."""

    of: tuple[tuple[str, str], ...]
    widget = "select"

    def read(self, raw: Any) -> str:
        if str(raw) not in dict(self.of):
            raise ValueError("请从列表中选择：" + "、".join(label for _, label in self.of) + "。")
        return str(raw)

    def show(self, value: Any) -> str:
        return dict(self.of).get(value, str(value))

    def choices(self) -> Sequence[tuple[str, str]]:
        return self.of


class FlagKind(ValueKind):
    """Yes or no."""

    widget = "checkbox"

    def read(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        text = str(raw).strip().lower()
        if text not in YES | NO:
            raise ValueError("须为“是”或“否”。")
        return text in YES

    def show(self, value: Any) -> str:
        return "是" if value else "否"


class Clock(ValueKind):
    """An hour and minute of the office's day."""

    widget = "time"

    def read(self, raw: Any) -> time:
        if isinstance(raw, time):
            return raw.replace(second=0, microsecond=0)
        try:
            hour, minute = str(raw).strip().replace("：", ":").split(":")[:2]
            return time(int(hour), int(minute))
        except ValueError:
            raise ValueError("须为时间，例如 17:00。") from None

    def keep(self, value: time) -> str:
        return f"{value:%H:%M}"

    def take(self, kept: str) -> time:
        return time.fromisoformat(kept)

    def show(self, value: time) -> str:
        return self.keep(value)


class Weekday(ValueKind):
    """Monday is 0, as in datetime.date.weekday()."""

    widget = "select"

    def read(self, raw: Any) -> int:
        text = str(raw).strip()
        if text not in {"0", "1", "2", "3", "4", "5", "6"}:
            raise ValueError("请从周一至周日中选择。")
        return int(text)

    def show(self, value: int) -> str:
        return f"周{WEEKDAYS[value]}"

    def choices(self) -> Sequence[tuple[str, str]]:
        return [(str(n), f"周{name}") for n, name in enumerate(WEEKDAYS)]


FLAG, TIME, WEEKDAY = FlagKind(), Clock(), Weekday()
