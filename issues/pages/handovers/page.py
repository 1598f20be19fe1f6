"""责任交接: the list of handovers, one as it was frozen, its letter, and the form that draws one up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues.actions.handover import heads_office_of
from issues.documents.handover import HandedPart, HandedRow, HandoverChange, body, counts, differences, shown
from issues.forms.handover import HandoverForm, WithdrawForm
from issues.models import Handover
from rectify.accounts.models import Unit, User
from rectify.lib.components import Crumb
from rectify.lib.filtering import Filtering
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, form_key

CRUMB = ("责任交接", "/handovers/")


@dataclass(frozen=True)
class HandoverRow:
    """A handover with code and word of its pill."""

    handover: Handover
    mark: tuple[str, str]


@dataclass(frozen=True)
class HandoversPage(Page):
    """`asked` is the filter; `heads` whether the reader draws handovers up."""

    template: ClassVar[str] = "issues/handovers/handovers.html"
    asked: Filtering
    rows: Sequence[HandoverRow]
    page: PageOfRows
    heads: bool


@dataclass(frozen=True)
class HandoverPage(Page):
    """The frozen list, its receipt, and what is otherwise by now."""

    template: ClassVar[str] = "issues/handovers/handover.html"
    handover: Handover
    mark: tuple[str, str]
    parts: Sequence[HandedPart]
    differences: Sequence[HandoverChange]
    receives: bool
    withdraws: bool
    form: WithdrawForm
    runs: bool
    crumb: Crumb


@dataclass(frozen=True)
class HandoverLetterPage(Page):
    """《履行巡察整改责任提醒函》 from the frozen list: `parts` by their names."""

    template: ClassVar[str] = "issues/handovers/handover_letter.html"
    handover: Handover
    parts: Mapping[str, Sequence[HandedRow]]
    rounds: Sequence[str]


@dataclass(frozen=True)
class HandoverUnitPage(Page):
    """The first step: which unit."""

    template: ClassVar[str] = "issues/handovers/handover_unit.html"
    units: Sequence[Unit]
    crumb: Crumb


@dataclass(frozen=True)
class HandoverNewPage(Page):
    """The people, and how much will be frozen."""

    template: ClassVar[str] = "issues/handovers/handover_new.html"
    form: HandoverForm
    unit: Unit
    counts: Sequence[tuple[str, int]]
    key: str
    crumb: Crumb


def handover_new_page(unit: Unit, form: HandoverForm) -> HandoverNewPage:
    """With the numbers of now."""
    office = unit.supervising_office
    numbers = counts(body(unit, office)) if office else []
    return HandoverNewPage(form, unit, numbers, form_key(), [CRUMB, ("办理交接", "")])


def handover_page(handover: Handover, user: User) -> HandoverPage:
    """As `user` may receive or withdraw it."""
    return HandoverPage(
        handover=handover,
        mark=mark(handover),
        parts=shown(handover.body),
        differences=differences(handover.body, body(handover.unit, handover.office)),
        receives=handover.waits and handover.incoming_id == user.pk,
        withdraws=handover.waits and bool(heads_office_of(user, handover.unit)),
        form=WithdrawForm(user=user, obj=handover),
        runs=handover.office_id in user.offices(),
        crumb=[CRUMB, (f"{handover.unit} {handover}", "")],
    )


def letter_page(handover: Handover) -> HandoverLetterPage:
    """What prints."""
    parts = {part.name: part.rows for part in shown(handover.body)}
    return HandoverLetterPage(handover, parts, list(dict.fromkeys(row.round for row in parts["issues"])))


def handover_row(handover: Handover) -> HandoverRow:
    return HandoverRow(handover, mark(handover))


def mark(handover: Handover) -> tuple[str, str]:
    """Code and word of its pill."""
    if handover.withdrawn_at:
        return "withdrawn", "已作废"
    return ("ok", "已签收") if handover.received_at else ("pending", "等接收人签收")
