"""初审: one word on one file."""

from typing import Any

from issues.models import Phrase
from ledgers.models import FileVerdict
from ledgers.models.closure import LONGEST_NOTE
from rectify.lib.fields import Choice, Words
from rectify.lib.numbers import whole
from rectify.workflow.inputs import ActInput

Word = FileVerdict.Word


def phrases() -> list[tuple[int, str]]:
    """Reasons for returning, in the order their keepers gave them."""
    return list(Phrase.objects.filter(use=Phrase.Use.RETURN, is_active=True).values_list("pk", "text"))


class VerdictForm(ActInput):
    """The word and its reason. A stored reason (`phrase`, by its number) stands before what was typed, once; chosen with no
    word or beside 认可 it means 请补充."""

    word = Choice(
        label="结论", choices=Word, required=False, error_messages={"invalid_choice": "请选认可、请补充或不认可"}
    )
    note = Words(label="理由", max_length=LONGEST_NOTE, required=False)
    phrase = Words(max_length=40, required=False)

    @property
    def given(self) -> dict[str, Any]:
        word, note, key = (self.cleaned_data[name] for name in ("word", "note", "phrase"))
        number = whole(key)
        text = "" if number is None else dict(phrases()).get(number, "")
        if not text:
            return {"word": word, "note": note}
        doubt = word if word in (Word.UNCLEAR, Word.REJECTED) else Word.UNCLEAR.value
        return {"word": doubt, "note": note if text in note else "；".join(part for part in (text, note) if part)}
