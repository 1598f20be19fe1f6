"""The first page of who has nothing to do here yet."""

from dataclasses import dataclass
from typing import ClassVar

from rectify.lib.page import Page


@dataclass(frozen=True)
class NothingPage(Page):
    """Nothing waits for the reader, who holds a post or (any more) none; people of an office begin with 开局 instead."""

    template: ClassVar[str] = "issues/homes/home_none.html"
    has_post: bool
