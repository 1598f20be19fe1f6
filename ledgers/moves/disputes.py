"""A disputed line of a 对账单: answered by the other side, the answer accepted or not by who raised it; for a unit without
accounts the office enters what it said, and another person of the office gives the office's own word."""

from typing import Any, NamedTuple

from ledgers import policies
from ledgers.models import AccountSide, DisputeStatus, StatementDispute
from ledgers.moves.papers import written_day
from ledgers.moves.statements import SETTLE, tell_side
from ledgers.sealing import answer_day
from rectify.audit.hands import same_hand
from rectify.lib.dates import today
from rectify.lib.fields import Words, area
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Effect, Move, Says, table

D = DisputeStatus


class LineAnswer(Input):
    words = Words(
        label="答复",
        max_length=1000,
        widget=area(3),
        help_text="写明以哪一边为准、差在哪里、怎么改。",
        error_messages={"required": "请写答复"},
    )


class EnteredWord(Input):
    """What the unit said on paper or by telephone: who, and when."""

    who = Words(label="单位谁说的", max_length=60, error_messages={"required": "请写单位是谁说的"})
    on = written_day("日期")


class EnteredLineAnswer(LineAnswer, EnteredWord):
    """An answer of the unit, entered by the office."""


def not_the_other_side(dispute: StatementDispute, act: Act) -> Verdict:
    """Nobody gives the words of both sides."""
    if same_hand(act, dispute.last_by_id, dispute.statement):
        return no("上一步是您办的或代单位登记的，这一步须由另一人办理")
    return YES


def day_is_past(dispute: StatementDispute, act: Act) -> Verdict:
    on = act.given.get("on")
    return no("日期不能晚于今天", "on") if on and on > today() else YES


def saying(what: str):
    """The words of an act, added to what was said."""

    def sets(dispute: StatementDispute, act: Act) -> dict[str, Any]:
        who = act.given.get("who") or act.by.name
        words = act.given.get("words") or act.note
        on = (act.given.get("on") or today()).isoformat()
        act.tell(number=dispute.line["number"], who=who)
        remark = {"act": what, "side": dispute.turn, "words": words, "who": who, "on": on, "by": act.by.pk}
        return {
            "said": [*dispute.said, remark],
            "last_by": act.by,
            "answer_by": answer_day(dispute.statement.round),
        }

    return sets


def tell_other(title: str) -> Effect:
    """An effect that tells the side whose turn it is now, after a resolved line the one that answered."""

    def effect(dispute: StatementDispute, act: Act) -> None:
        other = AccountSide.OFFICE if dispute.side == AccountSide.UNIT else AccountSide.UNIT
        tell_side(dispute.statement, AccountSide(dispute.turn or other), f"{dispute.line['number']} {title}", act.by.pk)

    return effect


def settle(dispute: StatementDispute, act: Act) -> None:
    """The last open line settles its statement."""
    if not dispute.statement.disputes.open().exists():
        act.then(SETTLE, dispute.statement)


def under_way(dispute: StatementDispute, act: Act) -> Verdict:
    """A statement that was taken back is no longer spoken about."""
    if dispute.statement.status != "disputed":
        return no(f"这张对账单现在是“{dispute.statement.get_status_display()}”，异议不用再办")
    return YES


NEEDS = (under_way, not_the_other_side)


class DisputeWord(NamedTuple):
    """What a side may say of a line: from where it leads to where, what follows. `back`: with its reason, the way it came."""

    act: str
    source: DisputeStatus
    target: DisputeStatus
    then: tuple[Effect, ...]
    done: str
    next: str
    back: bool = False


ANSWERED = DisputeWord(
    "answer", D.RAISED, D.EXPLAINED, (tell_other("的异议已答复，请看是否认可"),), "{obj}已答复", "等对方认可。"
)
ACCEPTED = DisputeWord(
    "accept",
    D.EXPLAINED,
    D.RESOLVED,
    (tell_other("的答复已认可"), settle),
    "{obj}已定",
    "各行都定了，对账单转下一步。",
)
NOT_ACCEPTED = DisputeWord(
    "refuse",
    D.EXPLAINED,
    D.RAISED,
    (tell_other("的答复没有认可，请重新答复"),),
    "{obj}没有认可",
    "等对方重新答复。",
    back=True,
)


def _move(name: str, label: str, word: DisputeWord, *, takes: type[Input] | None, may: Any, trail: str) -> Move:
    """The word as a side says it itself, or as the office enters it."""
    return Move(
        name,
        label,
        frozenset({word.source}),
        word.target,
        may=may,
        needs=NEEDS,
        accepts=(day_is_past,),
        needs_note=word.back,
        way="back" if word.back else "go",
        sets=saying(word.act),
        then=word.then,
        takes=takes,
        says=Says(done=word.done, next=word.next, trail=trail),
    )


OWN, ENTERED = policies.has_turn, policies.enters_turn
ROWS = (
    _move("answer", "答复异议", ANSWERED, takes=LineAnswer, trail="{who}答复 {number} 的异议", may=OWN),
    _move(
        "enter_answer",
        "登记单位答复",
        ANSWERED,
        takes=EnteredLineAnswer,
        trail="登记 {who} 对 {number} 异议的答复",
        may=ENTERED,
    ),
    _move("accept", "认可答复", ACCEPTED, takes=None, trail="{who}认可对 {number} 异议的答复", may=OWN),
    _move(
        "enter_acceptance",
        "登记单位认可",
        ACCEPTED,
        takes=EnteredWord,
        trail="登记 {who} 认可对 {number} 异议的答复",
        may=ENTERED,
    ),
    _move("refuse", "不认可", NOT_ACCEPTED, takes=None, trail="{who}不认可对 {number} 异议的答复", may=OWN),
    _move(
        "enter_refusal",
        "登记单位不认可",
        NOT_ACCEPTED,
        takes=EnteredWord,
        trail="登记 {who} 不认可对 {number} 异议的答复",
        may=ENTERED,
    ),
)
DISPUTE = table("ledgers.statementdispute", *ROWS)
