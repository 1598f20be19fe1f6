"""The figures above a list or on a first page (templates/components/_figs.html)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fig:
    """A number that opens the list it counts; `kind` is a mark, `change` stands beside it, `gap` is the double line."""

    name: str
    count: int | str
    url: str
    kind: str | None = ""
    change: str = ""
    gap: bool = False
    current: bool = False
    sub: str = ""
    definition: str = ""
