"""What a section of the manual is, and a group of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ManualSection:
    """One section. The first view names the anchor; the others lead to the same place."""

    title: str
    views: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def anchors(self) -> list[str]:
        return [view.replace(":", "-") for view in self.views]


@dataclass(frozen=True)
class Group:
    """Pages that belong together."""

    slug: str
    title: str
    pages: tuple[ManualSection, ...]
