"""对账单: checked by the unit, then by the office, each line 一致 or 有异议; confirmed when both have confirmed every line
(docs/rules.md: account-statement). What is disputed lives in `ledgers/moves/disputes.py`."""

from collections.abc import Iterator
from typing import Any

from django import forms

from ledgers import policies
from ledgers.models import AccountSide, AccountStatement, StatementDispute, StatementStatus
from ledgers.moves.papers import written_day
from ledgers.sealing import answer_day, seal_of
from rectify.accounts.directory import people_for
from rectify.accounts.roles import OFFICE_ROLES, UNIT_ROLES
from rectify.audit.hands import same_hand
from rectify.lib.dates import today
from rectify.lib.fields import Number, Row, Rows, Words, area
from rectify.lib.verdict import YES, Verdict, no
from rectify.notices.notify import notify
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says, Turn, table

S = StatementStatus
MOST_LINES = 5_000


class LineWord(Row):
    """What a side says against a line; nothing where it agrees."""

    place = Number(label="行", min_value=1)
    words = Words(label="有异议", required=False, max_length=1000, widget=area(2))

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("words")


class LinesChecked(Input):
    """Every line that is not named is confirmed."""

    disputes = Rows(LineWord, most=MOST_LINES, label="有异议的行", required=False)

    def clean_disputes(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.cleaned_data["disputes"]
        places = [row["place"] for row in rows]
        if any(place > len(self.obj.lines) for place in places):
            raise forms.ValidationError("没有这一行，请刷新后再核对")
        if len(set(places)) < len(places):
            raise forms.ValidationError("同一行写了两次异议")
        return rows


class EnteredCheck(LinesChecked):
    """On paper or by telephone, entered by the office: who of the unit said so, and when."""

    who = Words(label="单位核对人", max_length=60, error_messages={"required": "请写单位是谁核对的"})
    on = written_day("核对日期")


# ---- what must be true first ---------------------------------------------------------------------------------------


def not_who_entered(statement: AccountStatement, act: Act) -> Verdict:
    """Who entered the unit's word does not give the office's."""
    if same_hand(act, statement.unit_by_id, statement):
        return no("单位的核对是您代为登记的，督查办一方须由另一人核对")
    return YES


def day_lies_between(statement: AccountStatement, act: Act) -> Iterator[Verdict]:
    """A statement is checked after it was drawn up."""
    on = act.given.get("on")
    if on and on > today():
        yield no("日期不能晚于今天", "on")
    if on and on < statement.until:
        yield no(f"日期不能早于对账截止日（{statement.until:%Y-%m-%d}）", "on")


# ---- what follows --------------------------------------------------------------------------------------------------


def disputed(statement: AccountStatement, act: Act) -> bool:
    return bool(act.given.get("disputes"))


def checked_by_both(statement: AccountStatement, act: Act) -> bool:
    """Whether the office has had its say, so that the last line that was open is the last of all."""
    return statement.office_at is not None


def unit_checked(statement: AccountStatement, act: Act) -> dict[str, Any]:
    who = act.given.get("who") or act.by.name
    act.tell(who=who, count=len(act.given.get("disputes", ())))
    return {"unit_on": act.given.get("on") or today(), "unit_who": who, "unit_by": act.by}


def office_checked(statement: AccountStatement, act: Act) -> dict[str, Any]:
    """With nothing disputed the statement is sealed."""
    act.tell(count=len(act.given.get("disputes", ())))
    fields = {"office_at": act.at, "office_by": act.by}
    if disputed(statement, act):
        return fields
    return fields | sealed(statement, act, office_at=act.at, office_by=act.by.pk)


def sealed(statement: AccountStatement, act: Act, **about_to_be: Any) -> dict[str, Any]:
    """The digest over all that both sides confirmed, with what is written along with it."""
    digest = seal_of(statement, **about_to_be)
    act.tell(digest=digest)
    return {"confirmed_at": act.at, "digest": digest}


def settled(statement: AccountStatement, act: Act) -> dict[str, Any]:
    """The last open line is agreed: sealed, where the office has confirmed the others."""
    return sealed(statement, act) if checked_by_both(statement, act) else {}


def raising(side: AccountSide):
    """An effect: each disputed line becomes a task for the other side."""

    def effect(statement: AccountStatement, act: Act) -> None:
        due = answer_day(statement.round)
        who = act.given.get("who") or act.by.name
        on = (act.given.get("on") or today()).isoformat()
        for row in act.given.get("disputes", ()):
            remark = {"act": "raise", "side": side.value, "words": row["words"], "who": who, "on": on, "by": act.by.pk}
            StatementDispute.objects.create(
                statement=statement, place=row["place"], side=side, said=[remark], last_by=act.by, answer_by=due
            )

    return effect


def explained(statement: AccountStatement, act: Act) -> dict[str, Any]:
    return {"remark": act.note}


def telling(side: AccountSide, title: str):
    """An effect that tells the people of one side."""

    def effect(statement: AccountStatement, act: Act) -> None:
        tell_side(statement, side, title, act.by.pk if act.by else 0)

    return effect


def tell_side(statement: AccountStatement, side: AccountSide, title: str, but: int) -> None:
    """Tell the people of one side, except who acts (`but`, an id)."""
    unit, roles = (statement.unit, UNIT_ROLES) if side == AccountSide.UNIT else (statement.round.office, OFFICE_ROLES)
    notify(
        [person for person in people_for(unit, *roles) if person.pk != but],
        key=f"statement:{statement.pk}:{statement.version}:{side}",
        kind="move",
        title=f"{statement} {title}",
        why="单位一方的人员" if side == AccountSide.UNIT else "督查办一方的人员",
        url=statement.get_absolute_url(),
    )


# ---- the moves -------------------------------------------------------------------------------------------------------

IN_DISPUTE = Turn(S.DISPUTED, disputed, "有行有异议")

CHECK = Move(
    "check",
    "确认本单",
    frozenset({S.UNIT_CHECKS}),
    S.OFFICE_CHECKS,
    turns=(IN_DISPUTE,),
    may=policies.checks_statement,
    sets=unit_checked,
    then=(raising(AccountSide.UNIT), telling(AccountSide.OFFICE, "单位已核对")),
    takes=LinesChecked,
    says=Says(done="{obj} 已核对", next="等督查办核对；有异议的行等督查办答复。", trail="{who}核对，有异议 {count} 行"),
)

ENTER_CHECK = Move(
    "enter_check",
    "登记单位核对",
    frozenset({S.UNIT_CHECKS}),
    S.OFFICE_CHECKS,
    turns=(IN_DISPUTE,),
    may=policies.keeps_statement,
    accepts=(day_lies_between,),
    sets=unit_checked,
    then=(raising(AccountSide.UNIT),),
    takes=EnteredCheck,
    says=Says(
        done="{obj} 已登记单位核对", next="督查办一方由另一人核对。", trail="登记 {who} 的核对，有异议 {count} 行"
    ),
)

CONFIRM = Move(
    "confirm",
    "督查办确认",
    frozenset({S.OFFICE_CHECKS}),
    S.CONFIRMED,
    turns=(IN_DISPUTE,),
    may=policies.keeps_statement,
    needs=(not_who_entered,),
    sets=office_checked,
    then=(raising(AccountSide.OFFICE), telling(AccountSide.UNIT, "督查办已核对")),
    takes=LinesChecked,
    says=Says(
        done="{obj} 督查办已核对",
        next="双方都确认的对账单不再改动，可打印签字；有异议的行等单位答复。",
        trail="督查办核对，有异议 {count} 行",
    ),
)

SETTLE = Move(
    "settle",
    "异议定完",
    frozenset({S.DISPUTED}),
    S.OFFICE_CHECKS,
    turns=(Turn(S.CONFIRMED, checked_by_both, "督查办已核对"),),
    may=policies.either_side,
    by_hand=False,
    sets=settled,
    says=Says(done="{obj} 的异议都已定", next="等督查办核对。", trail="异议都已认可"),
)

WITHDRAW = Move(
    "withdraw",
    "撤回",
    frozenset({S.UNIT_CHECKS, S.OFFICE_CHECKS, S.DISPUTED}),
    S.WITHDRAWN,
    may=policies.keeps_statement,
    needs_note=True,
    way="end",
    sets=explained,
    then=(telling(AccountSide.UNIT, "已撤回"),),
    says=Says(done="{obj} 已撤回", next="可以重新生成。", trail="撤回对账单"),
)

ROWS = (CHECK, ENTER_CHECK, CONFIRM, SETTLE, WITHDRAW)
STATEMENT = table("ledgers.accountstatement", *ROWS)
