"""What a person may do on the splitting page: one small form for all steps, each act a function that says what changes."""

from collections.abc import Callable
from typing import Any

from django import forms

from issues.actions import splitting as actions
from issues.actions.drafting import Directory, open_questions
from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.forms.new import classes
from issues.models import Nature, Splitting
from issues.splitting import edits, marking
from issues.splitting.asked import KEEP, SplitQuestion
from issues.splitting.draft import Row
from issues.splitting.suggested import suggested
from rectify.accounts.models import Unit
from rectify.lib.errors import Refused
from rectify.lib.fields import Choice, Number, Ref, Words
from rectify.lib.numbers import whole
from rectify.lib.text import shortened, within
from rectify.workflow.inputs import ActInput

Made = tuple[str, Callable[[list[Row]], list[Row]] | None, dict[str, Any] | None]
ROLES = (
    ("aspect", "方面"),
    ("heading", "标题"),
    ("issue", "问题"),
    ("manifestation", "表现"),
    ("recommendation", "意见建议"),
    ("other", "其他文字"),
)


class PaperDayForm(ReadsDeadlines, ActInput):
    """The day a damaged date of a paper (`obj`) stands for: a date, or words that name it."""

    day = DeadlineField(label="别的日期", required=False)

    def basis(self, name: str) -> Basis:
        return Basis(delivered_on=self.obj.delivered_on)


class SplitStepForm(PaperDayForm):
    act = Words(max_length=12)
    version = Number(max_value=2**31)
    row = Number(required=False, min_value=1, max_value=10**6)
    role = Choice(required=False, choices=ROLES)
    words = Words(required=False, max_length=20_000)
    a = Number(required=False, max_value=10**7)
    b = Number(required=False, max_value=10**7)
    unit = Ref(lambda form: Unit.objects.filter(pk__in=form.directory.units), required=False)
    category = Ref(classes, by="code", required=False)
    nature = Choice(required=False, choices=Nature.choices)
    focus = Words(required=False, max_length=200)
    key = Words(required=False, max_length=200)
    value = Words(required=False, max_length=40)
    rows = forms.TypedMultipleChoiceField(required=False, coerce=int)
    kind = Choice(required=False, choices=tuple(marking.KINDS.items()))
    one = Words(required=False, max_length=40)

    def __init__(self, *args: Any, splitting: Splitting, directory: Directory, **kwargs: Any) -> None:
        self.splitting, self.directory = splitting, directory
        super().__init__(*args, obj=splitting.feedback, **kwargs)
        self.text = splitting.feedback.text
        numbers = [(row["id"], row["id"]) for row in splitting.rows]
        self.fields["rows"] = forms.TypedMultipleChoiceField(required=False, coerce=int, choices=numbers)

    def step(self) -> dict[str, Any]:
        """What actions.splitting.change takes. Raises Refused when the act is none, or cannot be done to this row."""
        act = ACTS.get(self.cleaned_data["act"])
        if act is None:
            raise Refused("没有这种改法")
        what, rows, answers = act(self, self.cleaned_data)
        return {"what": what, "rows": rows, "answers": answers}

    def called(self, number: int | None = None) -> str:
        """The row in question, as people call it."""
        number = number or self.cleaned_data.get("row") or 0
        return self.splitting.rows[edits.index_of(self.splitting.rows, number)]["locator"]

    def taken(self) -> str:
        """Which suggestions are taken, in words, for the trail."""
        number, home = self.cleaned_data["row"], self.splitting.feedback.unit_id
        names = self.directory.names
        one = suggested(self.splitting.rows, self.text, names, home=home, wanted={number}).get(number)
        code = getattr(self.cleaned_data["category"], "code", None)
        words = [code] if one and one.category and one.category.is_sure and one.category.code == code else []
        if one and one.nature and one.nature.nature == self.cleaned_data["nature"]:
            words.append(Nature(one.nature.nature).label)
        return f"，采用建议 {'、'.join(words)}" if words else ""

    def place(self) -> tuple[int, int]:
        """The words chosen: by their place where the page's script gave it, else where they stand in the text."""
        data = self.cleaned_data
        if data["a"] is not None and data["b"] is not None:
            return data["a"], data["b"]
        words = data["words"]
        count = self.text.count(words) if words else 0
        if count != 1:
            raise Refused(
                f"这段话在原文里有 {count} 处，请多选几个字"
                if count
                else "原文里没有这段话。请从左边原样复制，不要改字"
            )
        at = self.text.index(words)
        return at, at + len(words)

    def question(self) -> SplitQuestion:
        key = self.cleaned_data["key"]
        for one in open_questions(self.splitting, self.directory):
            if one.key == key:
                return one
        raise Refused("这一处已经定了，请看新的条目")


def ok(form: SplitStepForm, data: dict) -> Made:
    named = data["unit"].pk if data["unit"] else None
    unit = named if named != form.splitting.feedback.unit_id else None
    category = data["category"].pk if data["category"] else None
    values = {"ok": True, "unit": unit, "category": category, "nature": data["nature"], "focus": data["focus"]}
    return f"确认 {form.called()}{form.taken()}", lambda rows: edits.decide(rows, data["row"], **values), None


def role(form: SplitStepForm, data: dict) -> Made:
    words = dict(ROLES).get(data["role"], "")
    return f"{form.called()} 改为{words}", lambda rows: edits.role(rows, data["row"], data["role"]), None


def mark(form: SplitStepForm, data: dict) -> Made:
    """All rows chosen, or the one whose own button was pressed (`kind:row`)."""
    kind, _, number = data["one"].partition(":")
    numbers = [whole(number) or 0] if number else data["rows"]
    kind = kind if number else data["kind"]
    which = form.called(numbers[0]) if len(numbers) == 1 else f"{len(numbers)} 行"
    words = {marking.ISSUE: "立为问题", marking.ASIDE: "不计入"}.get(kind, f"立为{marking.KINDS.get(kind, '')}")
    return f"{which}{words}", lambda rows: marking.mark(rows, numbers, kind, form.text), None


def accept(form: SplitStepForm, data: dict) -> Made:
    """What the reader offers: the one at the place named, or all."""
    read = form.splitting.paper
    offers = marking.offered(read, form.splitting.rows)
    if data["a"] is not None:
        offers = [one for one in offers if one["a"] == data["a"]]
    return f"采用 {len(offers)} 处识别建议", lambda rows: marking.accept(rows, offers, form.text, read), None


def outwards(form: SplitStepForm, data: dict) -> Made:
    return f"{form.called()} 升一级", lambda rows: edits.shift(rows, data["row"], -1), None


def inwards(form: SplitStepForm, data: dict) -> Made:
    return f"{form.called()} 降一级", lambda rows: edits.shift(rows, data["row"], 1), None


def join(form: SplitStepForm, data: dict) -> Made:
    read = form.splitting.paper
    return f"{form.called()} 并入上一条", lambda rows: edits.join(rows, data["row"], read), None


def cut(form: SplitStepForm, data: dict) -> Made:
    """Cut before the chosen words; without a row, that one in which they stand."""
    rows = form.splitting.rows
    if data["row"] and data["a"] is None:
        row = rows[edits.index_of(rows, data["row"])]
        at = form.text.find(data["words"], row["a"] + 1, row["b"]) if data["words"] else -1
    else:
        at = form.place()[0]
        row = next((one for one in rows if one["a"] < at < one["b"]), None)
    if row is None or at < 0:
        raise Refused("拆开的地方要在一条的文字中间。请写后一半开头的几个字")
    return f"拆开 {row['locator']}", lambda found: edits.cut(found, row["id"], at, form.text), None


def take(form: SplitStepForm, data: dict) -> Made:
    a, b = form.place()
    words = shortened(form.text[a:b].strip(), 20)
    return (
        f"选“{words}”立为问题",
        lambda rows: edits.take(rows, a, b=b, text=form.text, read=form.splitting.paper),
        None,
    )


def leave(form: SplitStepForm, data: dict) -> Made:
    return f"{form.called()} 不立为问题", lambda rows: edits.leave(rows, data["row"], data["words"]), None


def back(form: SplitStepForm, data: dict) -> Made:
    return f"{form.called()} 恢复", lambda rows: edits.back(rows, data["row"]), None


def answer(form: SplitStepForm, data: dict) -> Made:
    one = form.question()
    value, words = data["value"], within(data["words"], 200, "核定的内容")
    chosen = dict(one.choices).get(value)
    if chosen is None:
        value = (
            data["day"].isoformat() if one.free == "date" and data["day"] else "words" if one.free == "words" else ""
        )
        chosen = words if value == "words" else value
    if not chosen:
        raise Refused("请选一种答法，或者填上您核定的内容")
    typed = {"typed": data["day_text"]} if value == chosen and data["day_text"] else {}
    answers = {one.key: {"value": value, "words": chosen} | typed}
    return f"定“{chosen}”", _following(form, one, value, chosen), answers


def _following(
    form: SplitStepForm, one: SplitQuestion, value: str, chosen: str
) -> Callable[[list[Row]], list[Row]] | None:
    """What an answer changes in the rows."""
    row = one.row
    if value == KEEP or row is None:
        return None
    if one.kind == "several":
        return lambda rows: edits.promote(rows, row)
    if one.kind == "number":
        return lambda rows: edits.role(rows, row, "issue")
    if one.kind == "units":
        return _among_units(form, row, value)
    asked = next(q for q in form.splitting.paper["questions"] if q["at"] == one.at and q["kind"] == one.kind)
    return lambda rows: edits.note(rows, row, f"“{asked['words']}”核为 {chosen}")


def _among_units(form: SplitStepForm, row: int, value: str) -> Callable[[list[Row]], list[Row]]:
    units = [pk for pk, _ in form.directory.named(form.splitting)[row]]
    if value == "each":
        return lambda rows: edits.decide(rows, row, units=units, each=True, ok=None)
    lead = int(value.partition(":")[2])
    unit = lead if lead != form.splitting.feedback.unit_id else None
    return lambda rows: edits.decide(rows, row, units=units, unit=unit, ok=None)


ACTS: dict[str, Callable[[SplitStepForm, dict], Made]] = {
    "ok": ok,
    "role": role,
    "mark": mark,
    "accept": accept,
    "out": outwards,
    "in": inwards,
    "join": join,
    "cut": cut,
    "take": take,
    "leave": leave,
    "back": back,
    "answer": answer,
}


class UndoForm(ActInput):
    version = Number(max_value=2**31)
    kind = Choice(required=False, choices=actions.KINDS)


class AdoptForm(ActInput):
    """Which of the suggestions offered are taken: all of them, unless some are ticked off."""

    version = Number(widget=forms.HiddenInput, max_value=2**31)
    rows = forms.TypedMultipleChoiceField(label="条目", coerce=int, error_messages={"required": "请至少勾选一条"})

    def __init__(self, *args, offers: dict[int, Any], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.offer("rows", [(number, str(number)) for number in offers])

    @property
    def given(self) -> dict[str, Any]:
        adopted = {number: self.offers[number].adopted for number in self.cleaned_data["rows"]}
        return {"version": self.cleaned_data["version"], "adopted": adopted}


class ConfirmForm(ReadsDeadlines, ActInput):
    """The drafts of a paper (`obj`) are made."""

    reads_with = "this, [name=feedback]"

    due = DeadlineField(
        label="整改期限",
        required=False,
        help_text="写日期或原话，用于这次生成的全部草稿，以后可以逐件改。不填时按本轮时限方案。",
    )
    reason = Words(
        label="与原文数不符的理由",
        max_length=300,
        required=False,
        help_text="如“原文第三部分漏写一条”。记在经过和拆分结果里。",
    )
    version = Number(widget=forms.HiddenInput, max_value=2**31)
    feedback = Words(widget=forms.HiddenInput, required=False, max_length=12)

    def __init__(self, *args: Any, differs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if differs:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def basis(self, name: str) -> Basis:
        """The rules of the paper's own round, whichever is chosen above."""
        return Basis(round=self.obj.round, feedback=self.obj)

    @property
    def given(self) -> dict[str, Any]:
        words = {name: value for name, value in self.cleaned_data.items() if name != "feedback"}
        return words | {"long_term": self.readings["due"].long_term}
