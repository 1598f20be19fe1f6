"""文书 after its review: signed under its number, delivered, received, answered, the answer judged (docs/rules.md: paper-life).

The draft is the page of the object itself (`ledgers/pages/papers`): nothing of it is kept.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django import forms

from ledgers import numbering, policies
from ledgers.basis import basis_of
from ledgers.models import IssuedPaper, PaperStatus
from ledgers.paperwork import PAPERS, ROOM, About, PaperReader, find, made
from ledgers.templating import in_use, laid_out
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.audit.hands import same_hand
from rectify.lib.dates import chinese, today
from rectify.lib.errors import Refused
from rectify.lib.fields import DayField, Words, area
from rectify.lib.locks import lock
from rectify.lib.paper import OfficialPaper
from rectify.lib.verdict import YES, Verdict, no
from rectify.notices.notify import notify
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says, table

P = PaperStatus


def written_day(label: str) -> DayField:
    """A day that lies behind: today, unless another is written."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"})
    return DayField(label=label, initial=today, widget=widget, error_messages={"required": f"请写{label}"})


class Signing(Input):
    """The number, where it comes from the office's OA."""

    serial = Words(
        label="文号", required=False, max_length=60, help_text="照公文系统给的文号填写，写全，如：巡督〔2026〕7号"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outside = numbering.is_given_outside(self.obj.series, self.obj.office)
        if not self.outside and not self.data.get(self.add_prefix("serial")):
            del self.fields["serial"]

    def clean_serial(self) -> str:
        text: str = self.cleaned_data["serial"]
        if not self.outside:
            raise forms.ValidationError("这个系列由本系统按顺序给号，不用填文号")
        if not text:
            raise forms.ValidationError("这个系列的文号由公文系统给，请填写文号")
        try:
            return numbering.read_serial(text).serial
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class Delivery(Input):
    on = written_day("送达日期")
    delivery = Words(label="送达方式", max_length=60, initial="系统送达", help_text="系统送达、机要、专人送达等")


class Receipt(Input):
    """A receipt on paper, entered by the office: who signed for it, and when."""

    on = written_day("签收日期")
    who = Words(label="签收人", max_length=60, error_messages={"required": "请写是谁签收的"})


class PaperAnswer(Input):
    answer = Words(
        label="答复",
        max_length=5000,
        widget=area(6),
        help_text="写办了什么、结果怎样、还差什么。",
        error_messages={"required": "请写答复"},
    )


class EnteredAnswer(PaperAnswer):
    """An answer on paper, entered by the office: whose, and of which day."""

    on = written_day("答复日期")
    who = Words(label="答复人", max_length=60, error_messages={"required": "请写是谁答复的"})


# ---- what must be true first ---------------------------------------------------------------------------------------


def not_the_reviewer(paper: IssuedPaper, act: Act) -> Verdict:
    if same_hand(act, paper.reviewed_by_id, paper):
        return no("核稿和签发须是两个人；这份是您核的稿，请另一位负责人签发")
    return YES


def number_is_given(paper: IssuedPaper, act: Act) -> Verdict:
    """A series given outside is signed with its number, one that we count without."""
    outside = numbering.is_given_outside(paper.series, paper.office)
    if outside and not act.given.get("serial"):
        return no("这个系列的文号由公文系统给，请填写文号", "serial")
    return YES


def number_is_new(paper: IssuedPaper, act: Act) -> Verdict:
    """Of one office no number twice, whoever gave it."""
    if not (text := act.given.get("serial")):
        return YES
    number = numbering.read_serial(text)
    same = IssuedPaper.objects.filter(office=paper.office, series=paper.series, year=number.year, number=number.number)
    taken = same.first() or IssuedPaper.objects.filter(office=paper.office, serial=number.serial).first()
    return no(f"文号 {taken.serial} 已经用在《{taken.title}》上", "serial") if taken else YES


def day_is_past(paper: IssuedPaper, act: Act) -> Iterator[Verdict]:
    """A paper is received after it was delivered, and neither lies ahead."""
    on = act.given.get("on")
    if on and on > today():
        yield no("日期不能晚于今天", "on")
    before = paper.received_on or paper.delivered_on
    if on and before and on < before:
        yield no(f"日期不能早于上一步（{before:%Y-%m-%d}）", "on")


def nothing_is_awaited(paper: IssuedPaper, act: Act) -> Verdict:
    if paper.answer_by and paper.status != P.JUDGED:
        return no(f"这份文书要求 {paper.answer_by:%Y-%m-%d} 前答复，答复认定以后才能办结")
    return YES


def not_who_entered(paper: IssuedPaper, act: Act) -> Verdict:
    """Who entered the answer for a unit does not judge it."""
    if same_hand(act, paper.answered_by_id, paper):
        return no("答复是您代为登记的，须由另一人认定")
    return YES


# ---- what follows --------------------------------------------------------------------------------------------------


def lock_office(paper: IssuedPaper) -> None:
    """The numbers of an office are given one by one."""
    lock(paper.office)


def signed(paper: IssuedPaper, act: Act) -> dict[str, Any]:
    """The paper as things stand now, with its number and day, as a file that stays. Raises Refused where its object is gone
    or gives no such paper any more."""
    day, kind = today(), PAPERS[paper.slug]
    reader = PaperReader(act.by, day, paper.answer_by)
    obj = find(About(paper.about), paper.about_id, reader, paper.round)
    if obj is None:
        raise Refused("这份文书的对象您看不到了，不能签发")
    drawn = made(kind, obj, reader)
    dated = chinese(day) if ROOM in drawn.dated else drawn.dated
    numbered, taken = with_number(replace(drawn, dated=dated), paper, act, year=day.year)
    template = in_use(kind, paper.office)
    content = laid_out(kind, numbered, obj, template)
    fields = {
        "title": numbered.title.replace("\n", ""),
        "serial": numbered.number,
        "digest": sha256(content).hexdigest(),
    }
    basis = basis_of(obj, reader, at=act.at, template=template, digest=fields["digest"])
    act.tell(**fields, basis=basis["seal"])
    file = {"content": content, "template": template, "basis": basis}
    return fields | taken | file | {"signed_at": act.at, "signed_by": act.by}


def with_number(
    drawn: OfficialPaper, paper: IssuedPaper, act: Act, *, year: int
) -> tuple[OfficialPaper, dict[str, int | None]]:
    """The paper with its number: the next of the series in `year`, the one that was typed, or the one that the paper brought;
    and the year and number that it takes."""
    number = None
    if ROOM in drawn.number:
        text = act.given.get("serial")
        number = numbering.read_serial(text) if text else numbering.next_number(paper.office, paper.series, year)
        drawn = replace(drawn, number=number.serial)
    return drawn, {"year": number.year if number else year, "number": number.number if number else None}


def delivered(paper: IssuedPaper, act: Act) -> dict[str, Any]:
    return {"delivered_on": act.given["on"], "delivery": act.given["delivery"]}


def received(paper: IssuedPaper, act: Act) -> dict[str, Any]:
    who = act.given.get("who") or act.by.name
    act.tell(serial=paper.serial, who=who)
    return {"received_on": act.given.get("on") or today(), "received_who": who}


def answered(paper: IssuedPaper, act: Act) -> dict[str, Any]:
    who = act.given.get("who") or act.by.name
    act.tell(serial=paper.serial, who=who)
    on = act.given.get("on") or today()
    return {"answer": act.given["answer"], "answered_on": on, "answered_who": who, "answered_by": act.by}


def explained(paper: IssuedPaper, act: Act) -> dict[str, Any]:
    act.tell(serial=paper.serial or paper.title)
    return {"remark": act.note}


def named(paper: IssuedPaper, act: Act) -> None:
    act.tell(serial=paper.serial)


def telling(unit: bool, title: str):
    """An effect that tells the people of the unit, or the clerks of the office."""

    def effect(paper: IssuedPaper, act: Act) -> None:
        roles = (Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL) if unit else (Role.OFFICE_CLERK,)
        place = paper.unit if unit else paper.office
        people = people_for(place, *roles) if place else []
        notify(
            [person for person in people if person.pk != act.by.pk],
            key=f"paper:{paper.pk}:{paper.version}",
            kind="move",
            title=f"{paper.serial} {title}",
            why="收文单位的人员" if unit else "发文的督查经办人",
            url=paper.get_absolute_url(),
        )

    return effect


# ---- the moves -------------------------------------------------------------------------------------------------------

ISSUE = Move(
    "issue",
    "签发",
    frozenset({P.REVIEWED}),
    P.ISSUED,
    may=policies.paper_head,
    first=(lock_office,),
    needs=(not_the_reviewer,),
    accepts=(number_is_given, number_is_new),
    sets=signed,
    takes=Signing,
    says=Says(
        done="{obj} 已签发",
        next="文号已定，文件不再改动。请送达。",
        trail="签发《{title}》，文号 {serial}，校验码 {digest}",
    ),
)

DROP = Move(
    "drop",
    "不发",
    frozenset({P.REVIEWED}),
    P.DROPPED,
    may=policies.paper_office,
    needs_note=True,
    way="back",
    sets=explained,
    says=Says(done="{obj} 不发了", next="改好以后重新核稿。", trail="不发《{serial}》"),
)

DELIVER = Move(
    "deliver",
    "送达",
    frozenset({P.ISSUED}),
    P.DELIVERED,
    may=policies.paper_office,
    accepts=(day_is_past,),
    sets=delivered,
    then=(named, telling(True, "送达本单位，请签收")),
    takes=Delivery,
    says=Says(done="{obj} 已送达", next="等收文单位签收。", trail="送达 {serial}"),
)

RECEIVE = Move(
    "receive",
    "签收",
    frozenset({P.DELIVERED}),
    P.RECEIVED,
    may=policies.paper_unit,
    sets=received,
    says=Says(done="{obj} 已签收", next="要求答复的，请按期答复。", trail="{who}签收 {serial}"),
)

ENTER_RECEIPT = Move(
    "enter_receipt",
    "登记签收",
    frozenset({P.DELIVERED}),
    P.RECEIVED,
    may=policies.paper_office,
    accepts=(day_is_past,),
    sets=received,
    takes=Receipt,
    says=Says(done="{obj} 已登记签收", next="要求答复的，等答复。", trail="登记 {who} 签收 {serial}"),
)

ANSWER = Move(
    "answer",
    "答复",
    frozenset({P.RECEIVED}),
    P.ANSWERED,
    may=policies.paper_unit,
    sets=answered,
    then=(telling(False, "已答复，请认定"),),
    takes=PaperAnswer,
    says=Says(done="{obj} 已答复", next="等督查办认定。", trail="{who}答复 {serial}"),
)

ENTER_ANSWER = Move(
    "enter_answer",
    "登记答复",
    frozenset({P.RECEIVED}),
    P.ANSWERED,
    may=policies.paper_office,
    accepts=(day_is_past,),
    sets=answered,
    takes=EnteredAnswer,
    says=Says(done="{obj} 已登记答复", next="由另一人认定。", trail="登记 {who} 对 {serial} 的答复"),
)

JUDGE = Move(
    "judge",
    "认可答复",
    frozenset({P.ANSWERED}),
    P.JUDGED,
    may=policies.paper_office,
    needs=(not_who_entered,),
    then=(named, telling(True, "答复已认可")),
    says=Says(done="{obj} 的答复已认可", next="可以办结。", trail="认可对 {serial} 的答复"),
)

SEND_BACK = Move(
    "send_back",
    "退回答复",
    frozenset({P.ANSWERED}),
    P.RECEIVED,
    may=policies.paper_office,
    needs=(not_who_entered,),
    needs_note=True,
    way="back",
    then=(named, telling(True, "答复退回，请重新答复")),
    says=Says(done="{obj} 的答复已退回", next="等重新答复。", trail="退回对 {serial} 的答复"),
)

FINISH = Move(
    "finish",
    "办结",
    frozenset({P.DELIVERED, P.RECEIVED, P.JUDGED}),
    P.DONE,
    may=policies.paper_office,
    needs=(nothing_is_awaited,),
    then=(named,),
    says=Says(done="{obj} 已办结", next="留在文书登记里。", trail="办结 {serial}"),
)

SPOIL = Move(
    "spoil",
    "作废",
    frozenset({P.ISSUED, P.DELIVERED, P.RECEIVED}),
    P.SPOILED,
    may=policies.paper_head,
    needs_note=True,
    way="end",
    sets=explained,
    then=(telling(True, "作废"),),
    says=Says(done="{obj} 已作废", next="文号和理由留在文书登记里，不再使用。", trail="作废 {serial}"),
)

ROWS = (ISSUE, DROP, DELIVER, RECEIVE, ENTER_RECEIPT, ANSWER, ENTER_ANSWER, JUDGE, SEND_BACK, FINISH, SPOIL)
PAPER = table("ledgers.issuedpaper", *ROWS)
# What is made on many at once, each with the guards of a single one: it needs no words. An answer is judged where it is read.
TOGETHER = (ISSUE, FINISH)
