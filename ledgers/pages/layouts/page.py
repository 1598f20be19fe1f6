"""台账版式 of the office: its versions, and of one what stays of the file, what its columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from issues.models import Round
from ledgers.forms.layouts import LayoutColumnsForm, LedgerLayoutForm
from ledgers.models import LedgerLayout
from ledgers.policies import heads_layouts
from rectify.accounts.models import Unit, User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.options.storage import near


@dataclass(frozen=True)
class LedgerLayoutsPage(Page):
    """Every version, the newest first; `near`: which quota is nearly used up."""

    template: ClassVar[str] = "ledgers/layouts/layouts.html"
    crumb: Crumb
    office: Unit
    versions: Sequence[LedgerLayout]
    in_use: LedgerLayout | None
    form: LedgerLayoutForm
    near: Sequence[str]


@dataclass(frozen=True)
class LedgerLayoutPage(Page):
    """One version. `heads`: whether the reader says which is in use; `form`: what its columns hold, none while it is in use."""

    template: ClassVar[str] = "ledgers/layouts/layout.html"
    crumb: Crumb
    layout: LedgerLayout
    heads: bool
    form: LayoutColumnsForm
    round: Round | None


def versions(office: Unit, rows: Sequence[LedgerLayout], form: LedgerLayoutForm) -> LedgerLayoutsPage:
    in_use = next((row for row in rows if row.used_at), None)
    return LedgerLayoutsPage([shelf(), ("台账版式", "")], office, rows, in_use, form, near(office=office))


def version(layout: LedgerLayout, user: User, form: LayoutColumnsForm, round_: Round | None) -> LedgerLayoutPage:
    """`round_`: whose ledger is shown in it."""
    crumb = [shelf(), ("台账版式", reverse("ledgers:ledger_layouts")), (f"第 {layout.number} 版", "")]
    return LedgerLayoutPage(crumb, layout, bool(heads_layouts(user, layout.office)), form, round_)


def shelf() -> tuple[str, str]:
    return "台账", reverse("ledgers:books")
