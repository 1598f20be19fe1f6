"""The office's stored reasons at the review: offered by number, put before what was typed."""

from collections.abc import Mapping

from issues import policies
from issues.models import Phrase
from issues.views.places import address
from ledgers.models import Verdict
from rectify.lib.numbers import whole


def phrases() -> list[tuple[int, str]]:
    """Reasons for returning, in the order their keepers gave them."""
    return list(Phrase.objects.filter(use=Phrase.Use.RETURN, is_active=True).values_list("pk", "text"))


def context(user) -> dict:
    """What templates/ledgers/_review_keys.html takes."""
    keeps = bool(policies.keeps_catalogue(user))
    return {"phrases": phrases(), "phrases_url": address("issues:catalogue_table", name="phrases") if keeps else ""}


def said(sent: Mapping[str, str]) -> tuple[str, str]:
    """The word and its reason as sent. A stored reason stands before what was typed, once; chosen with no word or beside
    认可 it means 请补充."""
    word, note, key = sent.get("word", ""), sent.get("note", "").strip(), sent.get("phrase", "")
    text = dict(phrases()).get(whole(key), "") if key else ""
    if not text:
        return word, note
    doubt = word if word in (Verdict.Word.UNCLEAR, Verdict.Word.REJECTED) else Verdict.Word.UNCLEAR.value
    return doubt, note if text in note else "；".join(part for part in (text, note) if part)
