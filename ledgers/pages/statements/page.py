"""对账单: those of a round with what each side has said, and one of them line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import BoundField
from django.urls import reverse

from issues.models import Round
from issues.pages.issue.trail import in_sentences
from ledgers import policies
from ledgers.forms.statements import DrawUpForm
from ledgers.models import AccountStatement, StatementDispute
from ledgers.statement_sheet import LineRemark, StatementLine, StatementSheet, said_of
from ledgers.turns import WaitingStatement, waiting
from rectify.accounts.models import User
from rectify.audit import sentences
from rectify.audit.models import Event
from rectify.lib.components import Crumb, TrailLine
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, form_key
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, offered


@dataclass(frozen=True)
class StatementsPage(Page):
    """The statements that the reader may see, `waiting` those that are theirs to do; `form` draws up, for the office alone."""

    template: ClassVar[str] = "ledgers/statements/statements.html"
    round: Round
    waiting: Sequence[WaitingStatement]
    rows: Sequence[AccountStatement]
    page: PageOfRows
    form: DrawUpForm | None


@dataclass(frozen=True)
class StatementAct:
    """A move that the reader may make here on `obj`, ready or not, with its form; its ids begin with `prefix`."""

    judged: Judgement
    form: Input
    prefix: str
    obj: Any

    @property
    def dispute(self) -> str:
        """Which disputed line it is about; empty where it is about the statement."""
        return self.obj.public_id if isinstance(self.obj, StatementDispute) else ""

    @property
    def fields(self) -> list[BoundField]:
        """What is filled in beside the lines."""
        return [field for field in self.form.visible_fields() if field.name != "disputes"]


@dataclass(frozen=True)
class CheckedLine:
    """A line as it is being checked: its place among the rows that are sent, what was typed against it, what is wrong with
    that."""

    index: int
    line: StatementLine
    words: str
    wrong: Sequence[str]


@dataclass(frozen=True)
class DisputedLine:
    """A dispute with what may be done about it here."""

    dispute: StatementDispute
    line: StatementLine
    said: Sequence[LineRemark]
    acts: Sequence[StatementAct]


@dataclass(frozen=True)
class StatementPage(Page):
    """One statement: `checking` is the act by which its lines are checked, with `checked` its lines as filled in; `acts` are the
    others, `disputes` the lines that are spoken about."""

    template: ClassVar[str] = "ledgers/statements/statement.html"
    crumb: Crumb
    statement: AccountStatement
    sheet: StatementSheet
    checking: StatementAct | None
    checked: Sequence[CheckedLine]
    acts: Sequence[StatementAct]
    disputes: Sequence[DisputedLine]
    trail: Sequence[TrailLine]
    key: str
    office: bool


@dataclass(frozen=True)
class StatementPrintPage(Page):
    """A statement as it is printed and signed by hand."""

    template: ClassVar[str] = "ledgers/statements/print.html"
    statement: AccountStatement
    sheet: StatementSheet


@dataclass(frozen=True)
class Sent:
    """The form that came back, and what it was about."""

    about: Any = None
    form: Input | None = None


@dataclass(frozen=True)
class Offered:
    """What may be done to one object now."""

    acts: Sequence[StatementAct] = field(default_factory=list)

    def named(self, *names: str) -> StatementAct | None:
        return next((act for act in self.acts if act.judged.move.name in names), None)

    def but(self, one: StatementAct | None) -> list[StatementAct]:
        return [act for act in self.acts if act is not one]


CHECKS = ("check", "confirm", "enter_check")


def statements_page(
    round_: Round, user: User, rows: QuerySet[AccountStatement], *, page: PageOfRows, form: DrawUpForm | None
) -> StatementsPage:
    """Of the round looked at; the newest period first."""
    mine = waiting(user, rows, today())
    drawing = form or DrawUpForm(user=user, obj=round_) if policies.keeps_books(user, round_) else None
    return StatementsPage(round_, mine, page.rows, page, drawing)


def statement_page(statement: AccountStatement, user: User, sent: Sent) -> StatementPage:
    """Who read the file stands in the whole trail, not here."""
    sheet = StatementSheet(statement, user)
    ways = acts_of(statement, user, sent)
    checking = ways.named(*CHECKS)
    about = Event.objects.about(statement).exclude(kind__in=sentences.readings()).select_related("by")
    return StatementPage(
        crumb=[("对账", reverse("ledgers:reconcile")), ("对账单", reverse("ledgers:statements")), (str(statement), "")],
        statement=statement,
        sheet=sheet,
        checking=checking,
        checked=list(checked_lines(sheet, checking)),
        acts=ways.but(checking),
        disputes=list(disputed_lines(sheet, user, sent)),
        trail=in_sentences(about.order_by("-number")),
        key=form_key(),
        office=bool(policies.keeps_statement(user, statement)),
    )


def acts_of(obj: Any, user: User, sent: Sent) -> Offered:
    """Each with its form as it was sent, or a fresh one; the fields of several forms of one page are told apart."""
    return Offered([_act(judged, obj, user, sent) for judged in offered(obj, user)])


def _act(judged: Judgement, obj: Any, user: User, sent: Sent) -> StatementAct:
    prefix = prefix_of(judged.move.name, obj)
    if sent.form is not None and sent.about == obj and sent.form.move is judged.move:
        return StatementAct(judged, sent.form, prefix, obj)
    form = input_of(judged.move)(move=judged.move, obj=obj, user=user, auto_id=f"id_{prefix}_%s")
    return StatementAct(judged, form, prefix, obj)


def prefix_of(name: str, obj: Any) -> str:
    return f"{name}-{obj.public_id}"


def checked_lines(sheet: StatementSheet, act: StatementAct | None) -> Iterator[CheckedLine]:
    """Each line with what was typed against it; a fresh form has nothing yet."""
    data: Mapping[str, Any] = act.form.data if act else {}
    errors = _by_row(act.form) if act and act.form.is_bound else {}
    for index, line in enumerate(sheet.lines):
        yield CheckedLine(index, line, data.get(f"disputes-{index}-words", ""), errors.get(index, ()))


def _by_row(form: Input) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for error in form.errors.as_data().get("disputes", ()):
        params = error.params or {}
        if "row" in params:
            rows.setdefault(params["row"], []).extend(error.messages)
    return rows


def disputed_lines(sheet: StatementSheet, user: User, sent: Sent) -> Iterator[DisputedLine]:
    """Those that are not over first."""
    lines = {line.place: line for line in sheet.lines}
    for dispute in sorted(sheet.disputes, key=lambda one: one.turn == ""):
        line = lines[dispute.place]
        said_by_both = said_of(dispute, known=line.issue is not None)
        yield DisputedLine(dispute, line, said_by_both, acts_of(dispute, user, sent).acts)
