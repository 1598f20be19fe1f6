"""The books, a file each: a new book is one new file here and nothing else."""

from importlib import import_module
from pkgutil import iter_modules

from ledgers.columns import KINDS, Kind

for _module in sorted(iter_modules(__path__), key=lambda found: found.name):
    import_module(f"{__name__}.{_module.name}")

ORDER = (
    "problems",
    "tasks",
    "duties",
    "recommendations",
    "measures",
    "outcomes",
    "institutions",
    "closures",
    "look_backs",
    "overdue",
    "papers",
)


def shelf() -> list[Kind]:
    """All books in the order in which an office keeps them; a new one stands at the end until it is named in ORDER."""
    return sorted(KINDS.values(), key=lambda kind: (ORDER.index(kind.slug) if kind.slug in ORDER else len(ORDER)))
