"""What papers have in common: whose paper it is, its number's room, the issues of a unit, tables of issues."""

from collections.abc import Iterable, Sized
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from issues import slices
from issues.models import COUNTED, Issue, Measure, MeasureStatus
from ledgers.paperwork import ROOM, PaperReader, UnitInRound
from rectify.accounts.models import Unit, User
from rectify.accounts.roles import Role
from rectify.lib.dates import chinese
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.paper import Heading, PaperTable, Paragraph, Quote
from rectify.options.stored import option

Thing = TypeVar("Thing")
HEAD = ("编号", "问题", "期限", "环节")
WIDTHS = (12, 34, 21, 13)


def number_room(office: Unit, sign: str, on: date) -> str:
    """巡督〔2026〕　号: room for a number that is given when the paper is issued."""
    return f"{option('paper.sign', office)}{sign}〔{on.year}〕{ROOM}号"


def date_room(on: date) -> str:
    """2026年　月　日: the day on which somebody signs."""
    return f"{on.year}年{ROOM}月{ROOM}日"


def answer_room(reader: PaperReader) -> str:
    """The day by which an answer is asked for, or room for it in a draft."""
    return chinese(reader.answer_by) if reader.answer_by else f"{reader.on.year}年{ROOM}月{ROOM}日"


def headed(office: Unit, sign: str, reader: PaperReader) -> dict[str, Any]:
    """What every paper under a head has: whose it is, room for its number and for its day."""
    return {
        "org": office.full_name,
        "number": number_room(office, sign, reader.on),
        "signed": office.full_name,
        "dated": date_room(reader.on),
        "sealed": True,
    }


def issues_of(about: UnitInRound, reader: PaperReader) -> QuerySet[Issue]:
    """The counted issues that the unit leads in the round. A paper has other readers than its maker: what is restricted is in it
    as a number for everybody."""
    seen = Issue.objects.counted_for(reader.user, within=about.round).veiled()
    led = seen.filter(lead_unit=about.unit, status__in=COUNTED).select_related("lead_unit", "round").order_by("number")
    reader.counts("牵头整改", "本轮由这个单位牵头、已下发且未终止的问题", led)
    return led


def of_slice(issues: QuerySet[Issue], code: str, reader: PaperReader) -> QuerySet[Issue]:
    """Those of a named slice: the number that a paper says and the rows that it lists are the same, and so are those that it
    keeps when it is issued."""
    rows = issues.filter(slices.condition(code, reader.on))
    reader.counts(slices.title(code), slices.find(code)[0].definition, rows)
    return rows


def needed(rows: Sized, reason: str) -> None:
    """Raises Refused where there is nothing to write about."""
    if not rows:
        raise Refused(reason)


def present(one: Thing | None, reason: str) -> Thing:
    """What the paper is made of. Raises Refused where it is not there."""
    if one is None:
        raise Refused(reason)
    return one


def mark_of(issues: Iterable[Issue]) -> str:
    """工作秘密 where one of the issues is one."""
    secret = Confidentiality.WORK_SECRET
    return secret.label if any(issue.confidentiality == secret for issue in issues) else ""


def day(value: date | None) -> str:
    """A day as papers write it, or that there is none."""
    return chinese(value) if value else "未定"


def issue_table(issues: Iterable[Issue]) -> PaperTable:
    """Number, problem, deadline and state of each."""
    rows = [[one.number, Quote(one.title), day(one.due), one.get_status_display()] for one in issues]
    return PaperTable(HEAD, rows, WIDTHS, name="问题")


def findings(issues: Iterable[Issue]) -> list[Heading | Paragraph]:
    """Each problem in the words of the feedback, with its number and deadline."""
    blocks: list[Heading | Paragraph] = []
    for at, issue in enumerate(issues, 1):
        blocks.append(Paragraph([f"{at}. 问题{issue.number}：", Quote(issue.original.strip() or issue.title)]))
        blocks.append(Paragraph(f"牵头单位：{issue.lead_unit.full_name}；完成期限：{day(issue.due)}。"))
    return blocks


def live_measures(issue: Issue) -> list[Measure]:
    """The measures that stand in the plan."""
    return list(issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order"))


def contact(office: Unit, reader: PaperReader) -> tuple[str, str]:
    """Name and telephone of whom to ask: the reader where they work in the office, else its first clerk."""
    clerk = User.objects.holding(Role.OFFICE_CLERK, office).order_by("pk").first()
    person = reader.user if office.pk in reader.user.offices() else clerk
    return (person.name, person.phone) if person else ("", "")


def contact_line(office: Unit, reader: PaperReader) -> Paragraph:
    """Whom to ask, as the last line of a letter; the telephone where one is known."""
    name, phone = contact(office, reader)
    telephone = f"，电话：{phone}" if phone else ""
    return Paragraph(f"联系人：{name}{telephone}。")
