"""The one table of what is sealed: no digest is written that nobody reads again, and a seal sees every change."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from rectify.accounts.actions import holdings, units
from rectify.accounts.models import Holding
from rectify.accounts.roles import Role
from rectify.audit import checks, seals
from rectify.audit.models import Event

# Proven by walking the chain (`rectify/audit/trail.py`), not row by row.
CHAIN = {"audit.Event.digest", "audit.ChainHead.digest"}
UNSENT = {"drafts.ChosenFile.digest"}  # a file that waits a day for its form: nobody's word yet, it proves nothing


def test_every_digest_of_every_model_is_worked_out_again():
    assert set(seals.undeclared(apps.get_models())) == CHAIN | UNSENT


@isolate_apps("rectify.audit")
def test_a_model_whose_digest_nobody_declared_is_noticed():
    class Planted(models.Model):
        seal_digest = models.CharField(max_length=64)

        class Meta:
            app_label = "audit"

        def __str__(self):
            return self.seal_digest

    assert seals.undeclared([Planted]) == ["audit.Planted.seal_digest"]


def test_every_line_names_columns_that_there_are():
    for line in seals.witnessed():
        for name in line.columns:
            assert line.model._meta.get_field(name), (line.what, name)
    for line in seals.digested():
        assert isinstance(line.model._meta.get_field(line.since), models.DateTimeField), line.what


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (date(2026, 3, 1), "2026-03-01"),
        ("first_review", "first_review"),
        ("", ""),
        ("evidence/ab/ab01", "evidence/ab/ab01"),
    ],
)
def test_days_numbers_and_codes_are_kept_as_they_are(value, kept):
    assert seals.kept(value) == kept
    assert seals.same(kept, value)


@pytest.mark.parametrize(
    "value", ["还有两户", "Upper", ["措施 2"], {"a": 1}, datetime(2026, 3, 1, tzinfo=UTC), "x" * 81, 1.5, ""]
)
def test_text_is_kept_as_its_digest_by_whichever_algorithm(value, settings):
    sealed = seals.kept(value)
    assert not isinstance(value, str) or not value or value not in str(sealed)
    settings.DIGEST = "sm3"
    assert seals.same(sealed, value)
    assert not seals.same(sealed, f"{value}改")


@pytest.mark.django_db
def test_an_event_holds_its_row_as_it_is_then(world):
    units.move(unit=world.branch, to=world.other, by=world.sysadmin)
    facts = Event.objects.order_by("-number").first().facts
    assert facts[seals.SEAL][f"accounts.unit:{world.branch.pk}"]["parent_id"] == world.other.pk


def test_posts_granted_before_there_were_seals_are_known_and_others_are_not(world, monkeypatch):
    """Events of then tell the row's id alone: it was granted, or taken back, and no more."""
    posts = {"user": world.stranger, "unit": world.lead, "by": world.secadmin}
    with monkeypatch.context() as then:
        then.setattr(seals, "witness", lambda facts: [{} for _ in facts])
        granted = holdings.grant(role=Role.UNIT_LIAISON, **posts)
        taken = holdings.grant(role=Role.UNIT_PRINCIPAL, **posts)
        gone = seals.name_of(taken)
        holdings.end(holding=taken, by=world.secadmin)
    put_in = Holding.objects.create(user=world.stranger, role=Role.LEADER, unit=world.lead, starts=granted.starts)
    (check,) = [each for each in checks.every() if each.code == "trail.accounts.user"]
    told = {fault.row for piece in check.slices(0, None) for fault in piece.faults}
    assert seals.name_of(put_in) in told
    assert not {seals.name_of(granted), gone} & told
