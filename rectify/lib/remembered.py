"""A small table that every request reads, kept in the process and read again only when it has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_all: list["Remembered"] = []


@dataclass(frozen=True)
class LoadedValue(Generic[T]):
    value: T
    version: Any
    looked_at: float


class Remembered(Generic[T]):
    """What `load` gives, until `version` gives something else. `version` is asked at most every `seconds`.

    So a change made in another process is seen after that time, one made here (`forget`) at once.
    """

    def __init__(self, load: Callable[[], T], version: Callable[[], Any], seconds: float = 30):
        self.load, self.version, self.seconds = load, version, seconds
        self.kept: LoadedValue[T] | None = None
        _all.append(self)

    def get(self) -> T:
        stored, now = self.kept, monotonic()
        if stored is not None and now - stored.looked_at < self.seconds:
            return stored.value
        # The version is taken before the value: a change between the two costs one more reading, never a stale one.
        version = self.version()
        value = stored.value if stored is not None and stored.version == version else self.load()
        self.kept = LoadedValue(value, version, now)
        return value

    def forget(self) -> None:
        self.kept = None


def forget_all() -> None:
    """For tests, which change the database under a living process."""
    for one in _all:
        one.forget()


def read_all() -> None:
    """For tests that count statements: what a living process has read long ago is read now, and not looked at again soon."""
    for one in _all:
        one.forget()
        one.get()
