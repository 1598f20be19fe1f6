"""The gate before files that a plain form takes: their names and texts, with the tick that confirms words."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from rectify.lib import gate
from rectify.lib.filecheck import READ, look
from rectify.lib.secrecy import EXPLAINED, marks


class UnclassifiedField(forms.BooleanField):
    """A form with files bears it as `confirmed_unclassified`."""

    def __init__(self) -> None:
        super().__init__(
            label="确认不涉密：文件名、文件里或所填文字中有“机密”“国家秘密”“内部资料”这类词的，我已核对；这次确认记入操作记录",
            required=False,
            widget=forms.CheckboxInput(attrs={"value": "1"}),
        )


def is_sure(form: forms.Form) -> bool:
    """Whether the tick is set."""
    return form.data.get(gate.CONFIRM) == "1"


def demand_clean_name(file: UploadedFile, *, sure: bool) -> None:
    """Raises ValidationError for a name that bears a marking, or words nobody has confirmed."""
    borne = marks(file.name or "", file_name=True)
    if borne.marking:
        raise ValidationError(f"{EXPLAINED}：文件名带密级“{borne.marking}”，没有接收，也没有留存", code="marked")
    demand_sure(borne.words, sure=sure)


def demand_clean(file: UploadedFile, *, kind: str, sure: bool) -> None:
    """The same for the name and the text inside. Raises ValidationError too for what is not of the one `kind` that is read
    here: a kind whose text nobody looks at would pass the gate."""
    assert kind in READ
    demand_clean_name(file, sure=sure)
    ending = Path(file.name or "").suffix.lower()
    if ending != f".{kind}":
        raise ValidationError(f"只收 .{kind} 文件。别的格式请在表格软件中另存为 .{kind} 再选")
    with tempfile.TemporaryDirectory(prefix="filegate-") as folder:
        path = Path(folder) / f"file{ending}"
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        check = look(path, kind)
    file.seek(0)
    if check.marking:
        raise ValidationError(
            f"{EXPLAINED}：文件的{check.why}标有密级“{check.marking}”，整份没有接收，也没有留存", code="marked"
        )
    demand_sure(check.words, sure=sure)


def demand_sure(words: Iterable[str], *, sure: bool) -> None:
    """Raises ValidationError for words nobody has confirmed; what was confirmed goes into the trail of this request."""
    words = list(words)
    if words and not sure:
        raise ValidationError(
            f"文件名或文件里有“{'”“'.join(words)}”。请确认不涉密，也不是不得公开的内部资料：勾选下面的“确认不涉密”，再交一次"
        )
    gate.add_confirmed(words)
