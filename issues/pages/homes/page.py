"""The first page of who has nothing to do here yet."""

from dataclasses import dataclass
from typing import ClassVar

from rectify.lib.page import Page


@dataclass(frozen=True)
class NothingPage(Page):
    """`office`: who works in an office is told to open a round."""

    template: ClassVar[str] = "issues/homes/home_none.html"
    office: bool
