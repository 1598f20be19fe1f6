"""A unit's place in a round, and the numbers that are given from it."""

from django.db.models import F

from issues.models import Issue, Round, RoundUnit
from rectify.accounts.models import Unit


def next_place(round_: Round, unit: Unit) -> RoundUnit:
    """The unit's place in the round, locked; a unit that had none gets the next number, and sees the round from then on."""
    Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    place = RoundUnit.objects.select_for_update(no_key=True).filter(round=round_, unit=unit).first()
    if place is None:
        last = RoundUnit.objects.filter(round=round_).order_by("-number").values_list("number", flat=True).first()
        place = RoundUnit.objects.create(round=round_, unit=unit, number=(last or 0) + 1)
    return place


def take_number(place: RoundUnit) -> str:
    """The next number, 05-014; numbers are never used again."""
    RoundUnit.objects.filter(pk=place.pk).update(last_issue=F("last_issue") + 1)
    place.refresh_from_db(fields=["last_issue"])
    return f"{place.number:02d}-{place.last_issue:03d}"


def from_same_row(issue: Issue, unit: Unit) -> bool:
    """Whether `unit` has an issue of the round already that came from the same row of a ledger: one row, one issue a unit."""
    twins = Issue.objects.filter(round=issue.round_id, lead_unit=unit, source_key=issue.source_key)
    return bool(issue.source_key) and twins.exclude(pk=issue.pk).exists()
