"""周报: what a week brought, what the office remarks, why a report goes back."""

from typing import Any

from django import forms

from issues.models import Phrase, Report
from rectify.lib.fields import Choice, Words, area
from rectify.workflow.inputs import Input

NEEDED = frozenset({"text", "next_step", "declared"})


def phrases(use: str, empty: str) -> list[tuple[str, str]]:
    """The office's own phrases as choices, under a line for none."""
    texts = Phrase.objects.filter(use=use, is_active=True).values_list("text", flat=True)
    return [("", empty), *((text, text) for text in texts)]


class Send(Input):
    """Either what the week brought, or 本周无进展 with a reason from the office's list and nothing else; in both cases whether
    last week's promise was kept, where there was one.
    """

    silent = True
    apart: frozenset[str] = frozenset()  # what a page that asks for one of the two leaves out
    kept = Choice(
        label="上周承诺兑现了吗", choices=[("kept", "兑现了"), ("not_kept", "没有兑现，说明原因")],
        widget=forms.RadioSelect, error_messages={"required": "请先回答上周的承诺：已兑现还是未兑现"},
    )  # fmt: skip
    kept_note = Words(label="没有兑现的原因", max_length=300, required=False, widget=area(2))
    no_progress = Choice(
        label="没有进展的原因", required=False, choices=lambda: phrases(Phrase.Use.NO_PROGRESS, "请选原因"),
        error_messages={"required": "请选没有进展的原因"},
    )  # fmt: skip
    text = Words(
        label="本周进展", max_length=5000, widget=area(5, **{"data-last": "last", "data-last-note": "like"}),
        help_text="写做了什么、到什么程度、拿什么证明。",
        error_messages={"required": "请写本周进展；确实没有进展，请选“本周无进展”并选原因"},
    )  # fmt: skip
    next_step = Words(
        label="下周承诺", max_length=500,
        help_text="写一件能说“做到”或“没做到”的事，例如：11月27日前追缴最后 1 户。下周要回答。",
        error_messages={"required": "请写下周承诺"},
    )  # fmt: skip
    problems = Words(label="需要协调的事", required=False, max_length=1000, widget=area(2))
    declared = Choice(
        label="我们申报的状态", choices=Report.Declared, widget=forms.RadioSelect,
        help_text="这是单位的申报，监督认定由督查办另定。", error_messages={"required": "请选我们申报的状态"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.apart | (frozenset() if self.obj.promise else {"kept", "kept_note"}):
            self.fields.pop(name, None)
        if (self.data.get(self.add_prefix("no_progress")) or "").strip():
            for name in NEEDED & self.fields.keys():
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if reason := cleaned.get("no_progress"):
            for name in (*NEEDED, "problems"):
                if cleaned.get(name):
                    self.add_error(name, "报“本周无进展”的，这一项不填")
            if cleaned.get("kept") == Report.Kept.NOT_KEPT:
                cleaned["kept_note"] = cleaned.get("kept_note") or reason
        return cleaned


class Written(Send):
    """The form of the page: its questions are counted, and last week's text stands in it."""

    apart = frozenset({"no_progress"})

    def __init__(self, *args: Any, last: Report | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last and last.text:
            self.fields["text"].help_text = f"已填上次的文字，只改变化的部分。{self.fields['text'].help_text}"
        counted = [self.fields[n] for n in ("kept", "text", "next_step", "problems", "declared") if n in self.fields]
        for number, field in enumerate(counted, start=1):
            field.label = f"{number}　{field.label}"
        self.next_number = len(counted) + 1


class NoProgress(Send):
    """本周无进展 on the page, in one step."""

    apart = NEEDED | {"kept_note", "problems"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_progress"].required = True
        kept = self.fields.get("kept")
        if isinstance(kept, Choice):
            kept.label, kept.choices = "上周承诺", [("kept", "兑现了"), ("not_kept", "没有兑现，原因同下")]


class Read(Input):
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
    def reason(self) -> str:
        """Phrase and words in one."""
        return "；".join(filter(None, [self.cleaned_data["phrase"], self.cleaned_data["note"]]))
