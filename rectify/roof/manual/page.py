"""What the two kinds of pages of the manual show: the whole, and the chapter of one role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.safestring import SafeString

from rectify.accounts.role import Chapter, ChapterPart
from rectify.lib.components import Crumb, ViewLink
from rectify.lib.page import Page
from rectify.roof.manual.chapters import chapters
from rectify.roof.manual.guide import without_links, written
from rectify.roof.manual.pages import GROUPS
from rectify.roof.manual.sections import Group
from rectify.roof.manual.steps import ManualMoves, steps


@dataclass(frozen=True)
class ManualPage(Page):
    """Whose chapter to read (one's `own` before the `others`), a word on every page, what every move does; `sets_up`: the
    reader has the page 开局."""

    template: ClassVar[str] = "manual/index.html"
    own: Sequence[Chapter]
    others: Sequence[Chapter]
    groups: Sequence[Group]
    steps: Sequence[ManualMoves]
    tabs: Sequence[ViewLink]
    sets_up: bool


@dataclass(frozen=True)
class ChapterPage(Page):
    """One role's chapter, its parts with their text as HTML."""

    template: ClassVar[str] = "manual/chapter.html"
    chapter: Chapter
    parts: Sequence[tuple[ChapterPart, SafeString]]
    tabs: Sequence[ViewLink]
    crumb: Crumb


def manual(own: Sequence[Chapter], *, sets_up: bool) -> ManualPage:
    """The whole, for who has the chapters `own`."""
    others = [one for one in chapters() if one not in own]
    return ManualPage(own=own, others=others, groups=GROUPS, steps=steps(), tabs=_tabs(None), sets_up=sets_up)


def chapter(chapter: Chapter, *, own: bool) -> ChapterPage:
    """One chapter; that of a role which is not the reader's `own` names pages without leading to them."""
    return ChapterPage(
        chapter=chapter,
        parts=[(part, written(part.text if own else without_links(part.text))) for part in chapter.parts],
        tabs=_tabs(chapter),
        crumb=[("使用说明", reverse("manual")), (chapter.title, "")],
    )


def _tabs(current: Chapter | None) -> list[ViewLink]:
    """每一页 and the chapters, one of them current."""
    every = [ViewLink(one.title, reverse("manual_chapter", args=[one.slug]), one == current) for one in chapters()]
    return [ViewLink("每一页怎么用", reverse("manual"), current is None), *every]
