"""Laws over all models: who may see is said, pairs are whole, nothing deletes history by cascade."""

import pytest
from django.apps import apps
from django.db import models

from rectify.accounts.scoping import ScopedQuerySet

OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in ("rectify", "issues", "ledgers")]
# Rows that belong to nobody in particular, and why reading them needs no scope.
OPEN_TO_ALL = {
    "accounts.Sector": "a word list",
    "accounts.UnitAlias": "read through its unit",
    "audit.ChainHead": "one row, for the trail itself",
    "calendars.Day": "the public calendar",
    "issues.Category": "a word list",
    "issues.ExtensionReason": "a word list",
    "issues.LightRule": "read through its profile",
    "issues.OutcomeKind": "a word list",
    "issues.Phase": "read through its round",
    "issues.Phrase": "a word list",
    "issues.Procedure": "a word list: how a round works is no secret",
    "issues.ProcedureStep": "read through its procedure",
    "issues.RoundKind": "a word list",
    "issues.RoundUnit": "read through its round",
    "issues.RuleProfile": "a word list",
    "issues.RuleTerm": "read through its profile",
    "issues.Scheme": "a word list",
    "issues.Term": "a word list",
    "issues.Track": "a word list",
    "options.StoredOption": "settings of the office, read by the registry",
    "workflow.Deed": "read by its own key only",
}


def label(model):
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_model_says_who_may_see_it(model):
    scoped = isinstance(model._default_manager.all(), ScopedQuerySet)
    assert scoped or label(model) in OPEN_TO_ALL, (
        f"{label(model)}: a ScopedQuerySet, or a line in OPEN_TO_ALL with its reason"
    )
    assert not (scoped and label(model) in OPEN_TO_ALL), "stale line in OPEN_TO_ALL"


@pytest.mark.parametrize("model", OURS, ids=label)
def test_an_optional_moment_and_its_person_are_there_together(model):
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    constraints = {constraint.name for constraint in model._meta.constraints}
    for name, field in fields.items():
        stem = name.removesuffix("_at")
        if name.endswith("_at") and field.null and f"{stem}_by" in fields:
            assert any(stem in found and "together" in found for found in constraints), f"{label(model)}.{name}"


@pytest.mark.parametrize("model", OURS, ids=label)
def test_people_and_units_are_never_deleted_by_cascade(model):
    own = {
        "accounts.Holding",
        "accounts.UnitAlias",
        "notices.Notice",
        "notices.Digest",
        "workflow.Deed",
        "ledgers.SavedView",
    }
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and label(field.related_model) in ("accounts.User", "accounts.Unit"):
            kept = field.remote_field.on_delete is not models.CASCADE
            assert kept or label(model) in own, f"{label(model)}.{field.name}"
