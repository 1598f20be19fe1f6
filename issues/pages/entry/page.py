"""录入一件: the form, with what is open already and reads alike; the readout of a deadline while it is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from issues.forms.new import Register
from issues.models import Issue, Round
from issues.recurrence import Like
from rectify.lib.components import Crumb
from rectify.lib.page import Page


@dataclass(frozen=True)
class EntryPage(Page):
    """`old` is the archived issue that the new one links back to."""

    template: ClassVar[str] = "issues/entry/new.html"
    form: Register
    round: Round
    likes: Sequence[Like]
    old: Issue | None
    crumb: Crumb


@dataclass(frozen=True)
class DueReadPart(Page):
    """How the words of a deadline are understood."""

    template: ClassVar[str] = "issues/entry/_due_read.html"
    said: tuple[str, str] | None


def entry_page(form: Register, round_: Round, likes: Sequence[Like]) -> EntryPage:
    crumb = [("轮次与导入", reverse("issues:rounds")), ("录入一件", "")]
    return EntryPage(form, round_, likes, form.initial.get("recurrence_of"), crumb)
