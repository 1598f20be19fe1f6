"""周报: what a week brought, what the office remarks, why a report goes back."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from issues import policies
from issues.effects.telling import tell_people
from issues.likeness import repeated
from issues.models import Phrase, Report
from issues.weeks.desk import last_written
from rectify.accounts.directory import people_for
from rectify.accounts.models import KeyRight
from rectify.accounts.roles import Role
from rectify.lib.fields import Choice, Words, area
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

NEEDED = frozenset({"text", "next_step", "declared"})
ANSWER = frozenset({"kept", "kept_note"})  # to what was promised last week


def phrases(use: str, empty: str) -> list[tuple[str, str]]:
    """The office's own phrases as choices, under a line for none."""
    texts = Phrase.objects.filter(use=use, is_active=True).values_list("text", flat=True)
    return [("", empty), *((text, text) for text in texts)]


OWN_WORDS = "请用自己的话写这周为什么没有进展、卡在哪里、谁在等谁"


class Send(Input):
    """Either what the week brought, or 本周无进展 with a reason from the office's list and why in own words, and nothing else; in
    both cases whether last week's promise was kept, where there was one.
    """

    silent = True
    apart: frozenset[str] = frozenset()  # what a page that asks for one of the two leaves out
    kept = Choice(
        label="上周承诺兑现了吗",
        choices=[("kept", "兑现了"), ("not_kept", "没有兑现，说明原因")],
        widget=forms.RadioSelect,
        error_messages={"required": "请先回答上周的承诺：已兑现还是未兑现"},
    )
    kept_note = Words(label="没有兑现的原因", max_length=300, required=False, widget=area(2))
    no_progress = Choice(
        label="没有进展的原因",
        required=False,
        choices=lambda: phrases(Phrase.Use.NO_PROGRESS, "请选原因"),
        error_messages={"required": "请选没有进展的原因"},
    )
    text = Words(
        label="本周进展",
        max_length=5000,
        widget=area(5, **{"data-last": "last", "data-last-note": "like"}),
        help_text="写做了什么、到什么程度、拿什么证明。",
        error_messages={"required": "请写本周进展；确实没有进展，请选“本周无进展”并选原因"},
    )
    next_step = Words(
        label="下周承诺",
        max_length=500,
        help_text="写一件能说“做到”或“没做到”的事，例如：11月27日前追缴最后 1 户。下周要回答。",
        error_messages={"required": "请写下周承诺"},
    )
    problems = Words(label="需要协调的事", required=False, max_length=1000, widget=area(2))
    declared = Choice(
        label="我们申报的状态",
        choices=Report.Declared,
        widget=forms.RadioSelect,
        help_text="这是单位的申报，监督认定由督查办另定。",
        error_messages={"required": "请选我们申报的状态"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.apart | (frozenset() if self.obj.promise else ANSWER):
            self.fields.pop(name, None)
        if (self.data.get(self.add_prefix("no_progress")) or "").strip():
            for name in (NEEDED - {"text"}) & self.fields.keys():
                self.fields[name].required = False
            self.fields["text"].error_messages["required"] = OWN_WORDS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if reason := cleaned.get("no_progress"):
            for name in [name for name in self.fields if name not in {*ANSWER, "no_progress", "text"}]:
                if cleaned.get(name):
                    self.add_error(name, "报“本周无进展”的，这一项不填")
            if cleaned.get("kept") == Report.Kept.NOT_KEPT:
                cleaned["kept_note"] = cleaned.get("kept_note") or reason
        return cleaned


class ReportForm(Send):
    """The form of the page: its questions are counted, and last week's text stands in it."""

    apart = frozenset({"no_progress"})

    def __init__(self, *args: Any, last: Report | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last and last.text:
            self.fields["text"].help_text = f"已填上次的文字，只改变化的部分。{self.fields['text'].help_text}"
        counted = [field for name, field in self.fields.items() if name != "kept_note"]
        for number, field in enumerate(counted, start=1):
            field.label = f"{number}　{field.label}"
        self.next_number = len(counted) + 1

    @property
    def rest(self) -> list[forms.BoundField]:
        """The questions after the answer and the words of the week."""
        return [self[name] for name in self.fields if name not in {*ANSWER, "text"}]


class NoProgress(Send):
    """本周无进展 on the page, in one step."""

    apart = frozenset(Send.base_fields) - {"kept", "no_progress", "text"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_progress"].required = True
        self.fields["text"] = Words(
            label="用自己的话说明",
            max_length=500,
            widget=area(2),
            help_text="这周卡在哪里、谁在等谁；不能和上次写的一样。",
            error_messages={"required": OWN_WORDS},
        )
        field = self.fields.get("kept")
        if isinstance(field, Choice):
            field.label, field.choices = "上周承诺", [("kept", "兑现了"), ("not_kept", "没有兑现，原因同下")]


class ReadReport(Input):
    note = Words(label="阅办意见", required=False, max_length=500)


class Return(Input):
    """Why a report goes back: a phrase of the office, more words, or both."""

    phrase = Choice(label="退回理由", required=False, choices=lambda: phrases(Phrase.Use.RETURN, "请选常用理由"))
    note = Words(label="补充说明", required=False, max_length=500, widget=area(2))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("phrase") or cleaned.get("note") or self.errors):
            self.add_error("note", "请写明理由")
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        return {}

    @property
    def stated_reason(self) -> str:
        """Phrase and words in one."""
        return "；".join(filter(None, [self.cleaned_data["phrase"], self.cleaned_data["note"]]))


# ---- what must be true first ---------------------------------------------------------------------------------------


def week_is_open(report, act: Act) -> Verdict:
    """A report may come late, for ever; but not for an issue that is over, nor from another unit than owed it."""
    if report.unit_id != report.issue.lead_unit_id:
        return no("这是原牵头单位欠的周报，不用补报")
    return YES if report.issue.is_open else no("本件已经办结，不再需要周报")


def report_is_whole(report, act: Act) -> Iterator[Verdict]:
    """Either 无进展 with a reason, or what was done and what comes next; last week's promise is answered first."""
    if report.promise and act.given.get("kept") not in Report.Kept.values:
        yield no("请先回答上周的承诺：已兑现还是未兑现", "kept")
    if (
        report.promise
        and act.given.get("kept") == Report.Kept.NOT_KEPT
        and not (act.given.get("kept_note") or "").strip()
    ):
        yield no("上周承诺未兑现，请写原因", "kept_note")
    reason, text = (bare(act.given.get(name) or "") for name in ("no_progress", "text"))
    if reason and text in ("", reason):
        yield no(OWN_WORDS, "text")
    elif reason and any(text == bare(earlier.text) for earlier in filter(None, before(report))):
        yield no("和上次写的一样。请写这周的情况：这周为什么没有进展", "text")
    elif not reason and not text:
        yield no("请写本周进展；确实没有进展，请选“本周无进展”并选原因", "text")


def bare(text: str) -> str:
    """Without what makes no difference to a reader."""
    return "".join(text.split())


def before(report: Report) -> tuple[Report | None, Report | None]:
    """What the issue's newest earlier reports said: of progress, of none."""
    return last_written(report), last_written(report, stuck=True)


# ---- what follows --------------------------------------------------------------------------------------------------


def written(report: Report, act: Act) -> dict:
    """The words of the unit, set in one statement with the status; what comes after the week's deadline is late, and stays
    late. A report that was returned keeps the verdict of its first sending."""
    now = timezone.now()
    late = report.is_late
    if report.sent_at is None:
        late = report.missed_at is not None or now > report.week.report_due
    text, last = act.given.get("text") or "", last_written(report, stuck=bool(act.given.get("no_progress")))
    likeness = repeated(text, last.text) if text and last else None
    act.tell(week=report.week.number, late=late, **({} if likeness is None else {"likeness": likeness}))
    unasked = frozenset() if report.promise else ANSWER  # what was not promised is neither kept nor broken
    words = {name: "" if name in unasked else act.given.get(name, "") or "" for name in Send.base_fields}
    return words | {"sent_at": now, "sent_by": act.by, "is_late": late, "likeness": likeness}


def mark_read(report: Report, act: Act):
    report.read_at, report.read_by, report.remark = timezone.now(), act.by, act.note
    report.save(update_fields=["read_at", "read_by", "remark"])
    act.tell(week=report.week.number)


def tell_reporter(report: Report, act: Act):
    issue = report.issue
    people = people_for(report.unit, Role.UNIT_LIAISON)
    tell_people(
        people,
        issue,
        key=f"report:{report.pk}:{report.version}",
        by=act.by,
        note=act.note,
        title=f"{issue.number} 第 {report.week.number} 周周报退回：{act.note}",
        why="报送单位联络员",
    )


# ---- the moves -------------------------------------------------------------------------------------------------------

R = Report.Status

SEND = Move(
    "send",
    "报送周报",
    frozenset({R.DUE, R.RETURNED}),
    R.SENT,
    may=policies.of_part(policies.unit),
    needs=(week_is_open,),
    accepts=(report_is_whole,),
    sets=written,
    takes=Send,
    by_key=KeyRight.REPORT,
    says=Says(
        done="已报送 {issue.number} 的周报{obj.like_after}",
        next="等督查办阅。",
        trail="报送第 {week} 周周报[，文字与上次相同 {likeness}%]",
    ),
)

READ = Move(
    "read",
    "阅",
    frozenset({R.SENT}),
    R.READ,
    may=policies.of_part(policies.office),
    reviews=True,
    then=(mark_read,),
    takes=ReadReport,
    says=Says(done="{issue.number} 已阅", next="不用再办。", trail="阅第 {week} 周周报"),
)

SEND_BACK = Move(
    "send_back",
    "退回周报",
    frozenset({R.SENT}),
    R.RETURNED,
    may=policies.of_part(policies.office),
    reviews=True,
    needs_note=True,
    way="back",
    then=(mark_read, tell_reporter),
    takes=Return,
    says=Says(done="{issue.number} 周报已退回", next="联络员会收到通知。", trail="退回第 {week} 周周报"),
)

ROWS = (SEND, READ, SEND_BACK)
