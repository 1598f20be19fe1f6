"""A template of a paper as it is handed in."""

from typing import Any

from django import forms

from ledgers.templating import MOST_BYTES
from rectify.lib.filegate import UnclassifiedField, demand_clean, is_sure
from rectify.workflow.inputs import ActInput


class PaperTemplateForm(ActInput):
    """`given` is the name of the file and its bytes."""

    file = forms.FileField(
        label="模板文件",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="用 Word、WPS 或 LibreOffice 排好版，存成 .docx",
    )
    confirmed_unclassified = UnclassifiedField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"模板超过 {MOST_BYTES // 2**20} MB。请压缩或删去里面的图片后再传")
        demand_clean(file, kind="docx", sure=is_sure(self))
        return file

    @property
    def given(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}
