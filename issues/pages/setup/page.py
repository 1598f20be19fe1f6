"""开局: the steps of an empty installation."""

from dataclasses import dataclass
from typing import ClassVar

from issues.setup import Setup
from rectify.lib.page import Page


@dataclass(frozen=True)
class SetupPage(Page):
    """`setup` gives the steps and which is next for the reader."""

    template: ClassVar[str] = "issues/setup/setup.html"
    setup: Setup
