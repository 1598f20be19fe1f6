"""What the books put on pages of this app: parts of the first pages, and the request for closure that reviewers read.

This app does not know the books: they register here from `AppConfig.ready`.
"""

from collections.abc import Callable
from typing import Any

_PANELS: dict[str, Callable] = {}


def register(name: str, build: Callable) -> None:
    """`build(user, about, on)` gives what the part `name` of a page draws; `about` is a round, what waits for
    the reader, or one issue. One of each name."""
    if _PANELS.setdefault(name, build) is not build:
        raise ValueError(f"two panels called {name}")


def panel(name: str, user: Any, about: Any, on: Any) -> Any:
    """What the books say for this part of the page; None where nobody does."""
    build = _PANELS.get(name)
    return build(user, about, on) if build else None
