"""Options an office may change while the program runs: declared in code with a default, stored only when changed.

An app keeps its list in <app>/options.py and declares it in AppConfig.ready():

    declare(Option("week.deadline", "周报截止时间", TIME, time(17, 0), help="…", group="周调度"))
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from rectify.options.kinds import ValueKind


@dataclass(frozen=True)
class Option:
    """`per_office` says whether each office may have a value of its own; otherwise one holds for all. `guarded`: it is about
    who gets in or what gets out, and needs a second hand to be changed."""

    key: str
    title: str
    kind: ValueKind
    default: Any
    help: str = ""
    group: str = "其他"
    per_office: bool = True
    guarded: bool = False


_declared: dict[str, Option] = {}


def declare(*options: Option) -> None:
    """Make options known. Raises ImproperlyConfigured for a key declared twice and for a default its kind refuses."""
    for option in options:
        if _declared.get(option.key, option) != option:
            raise ImproperlyConfigured(f"Option {option.key} is declared twice.")
        try:
            accepted = option.kind.read(option.default)
        except ValueError as problem:
            raise ImproperlyConfigured(f"Default of option {option.key}: {problem}") from None
        if accepted != option.default:
            raise ImproperlyConfigured(f"Default of option {option.key} should be {accepted!r}.")
        _declared[option.key] = option


def declared(key: str) -> Option:
    """The declaration of a key. Raises KeyError: a key that nobody declared is a slip of the pen."""
    return _declared[key]


def all_declared() -> list[Option]:
    """In the order they were declared, which is the order of the page."""
    return list(_declared.values())
