"""Feedback as delivered, its correction, and the items of its tree."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.forms.edit import LevelForm
from issues.models import Feedback, FeedbackItem, Track
from issues.reading.paper import Paper, SplitRefused
from issues.reading.papers import split_safely, split_text
from issues.splitting.draft import text_of
from rectify.accounts.models import Unit
from rectify.lib import secrecy
from rectify.lib.fields import Choice, DayField, Flag, Ref, Words, area
from rectify.lib.filegate import UnclassifiedField, demand_clean_name, demand_sure, is_sure
from rectify.lib.gate import CONFIRM
from rectify.lib.levels import Confidentiality
from rectify.workflow.inputs import ActInput

REFUSED = "文中标有密级“{mark}”。本系统只处理非涉密内容，涉密文件不能录入，也不要删去密级标志后录入；请按保密规定办理"
ENDINGS = (".docx", ".txt", ".html", ".htm")
MOST_BYTES, MOST_TEXT = 30 * 2**20, 200_000
DAY = {"type": "date", "class": "w-auto"}


def unmarked(text: str) -> str:
    """`text`, when it bears no marking of secrecy; else ValidationError (spec: only non-classified work)."""
    if mark := secrecy.marked(text):
        raise ValidationError(REFUSED.format(mark=mark))
    return text


class FeedbackForm(ActInput):
    """反馈意见 of a round (`obj`)."""

    unit = Ref(
        lambda form: Unit.objects.filter(in_rounds__round=form.obj).order_by("in_rounds__number"),
        label="被巡察单位",
        empty_label="请选",
    )
    track = Ref(lambda form: Track.objects.all(), by="code", label="专项", empty_label=None)
    delivered_on = DayField(
        label="反馈日期", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), help_text="期限从这天起算。"
    )
    title = Words(label="标题", max_length=200)
    file = forms.FileField(
        label="反馈意见文件",
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text="Word（.docx）、网页（.html）或纯文本（.txt）。读出的文字一字不改地冻结，再拆成问题。标有密级的文件不能录入。",
    )
    text = Words(
        label="原文",
        max_length=MOST_TEXT,
        strip=False,
        required=False,
        widget=area(12),
        help_text="没有电子文件时，一字不改地贴上。登记后冻结，写错了只能“更正”，旧版留存。",
    )

    confidentiality = Choice(
        label="范围",
        required=False,
        choices=Confidentiality,
        initial=Confidentiality.INTERNAL,
        help_text="由它立的问题先按这个范围；登记以后只有督查负责人能调整。",
    )
    confirmed_unclassified = UnclassifiedField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper: Paper | None = None
        self.secret = False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        if mark := secrecy.marked(file.name, file_name=True):
            self.secret = True
            raise ValidationError(f"文件名里有“{mark}”。{REFUSED.format(mark=mark)}")
        demand_clean_name(file, sure=is_sure(self))
        if file.size > MOST_BYTES:
            raise ValidationError(f"文件有 {file.size / 2**20:.0f} MB，超过 30 MB。请删去图片后另存，再上传")
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError(
                "只收 .docx、.html、.txt。旧版 Word（.doc）、WPS（.wps）请另存为 .docx，PDF 请找原来的文档"
            )
        self.paper = self._read(file)
        return file

    def _read(self, file: Any) -> Paper:
        """What the file holds, read in a process of its own; a mark of secrecy in the text, a header or a footer stops it."""
        with tempfile.TemporaryDirectory(prefix="feedback-") as folder:
            path = Path(folder) / f"paper{Path(file.name).suffix.lower()}"
            with path.open("wb") as copy:
                copy.writelines(file.chunks())
            try:
                paper = split_safely(path, name=file.name)
            except SplitRefused as refused:
                raise ValidationError(str(refused)) from refused
        text = text_of(paper)
        try:
            unmarked("\n".join([*(line.text for line in paper.lines), *filter(secrecy.marked, paper.outside)]))
        except ValidationError:
            self.secret = True
            raise
        words = [word for piece in (text, *paper.outside) for word in secrecy.marks(piece).words]
        demand_sure(dict.fromkeys(words), sure=is_sure(self))
        if len(text) > MOST_TEXT:
            raise ValidationError(f"文件里有 {len(text):,} 个字，超过 {MOST_TEXT:,}。请只上传反馈意见本身，不要带附件")
        return paper

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.paper and data.get("text", "").strip():
            self.add_error("text", "已经选了文件，就不要再粘贴原文；两样只用一种")
        elif self.paper:
            data["text"] = text_of(self.paper)
        elif data.get("text", "").strip():
            self.paper = split_text(data["text"])
        elif not {"file", "text"} & set(self.errors):
            self.add_error("file", "请选文件，或者在下面粘贴原文")
        return data

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", CONFIRM)}


class CorrectForm(FeedbackForm):
    reason = Words(label="更正理由", max_length=200, help_text="如“第 3 页漏录一段”。记在经过里。")
    field_order = ("reason", "delivered_on", "title", "text")

    def __init__(self, *args: Any, obj: Feedback, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(obj, name) for name in ("delivered_on", "title", "text")}
        super().__init__(*args, obj=obj.round, **kwargs)
        for name in ("unit", "track", "file", "confidentiality", CONFIRM):
            del self.fields[name]


class FeedbackLevelForm(LevelForm):
    """How far a feedback goes from now on, and whether what was dispatched from it follows."""

    along = Flag(
        label="由它立的、范围更宽的问题一并调严",
        initial=True,
        help_text="还没有下发的草稿总是一并调严。调宽时问题不动，要调宽逐件办理。",
    )


class ItemForm(ActInput):
    """An item of a feedback (`obj`), a new one or `item`. Items have no public id: a page names them by key."""

    parent = Ref(
        lambda form: form.obj.items.exclude(kind=FeedbackItem.Kind.RECOMMENDATION),
        by="pk",
        label="放在哪条下面",
        required=False,
        empty_label="最外层",
    )
    kind = Choice(label="种类", choices=FeedbackItem.Kind, initial=FeedbackItem.Kind.ISSUE)
    locator = Words(label="位置", max_length=60, required=False, help_text="如“二（一）1”。")
    text = Words(label="原文", max_length=10_000, widget=area(4), help_text="从反馈意见里原样复制。")
    no_issue_reason = Words(
        label="不立为问题的理由", max_length=200, required=False, help_text="每条问题要么立为问题，要么写明理由。"
    )

    def __init__(self, *args: Any, item: FeedbackItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {name: getattr(item, name) for name in ("kind", "locator", "text", "no_issue_reason")}
        super().__init__(*args, **kwargs)
        if item is not None:
            del self.fields["parent"]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.obj.text and bare(text) not in bare(self.obj.text):
            raise ValidationError("反馈意见里没有这段话。请从左边的原文里复制，不要改字")
        return text


def bare(text: str) -> str:
    return "".join(text.split())
