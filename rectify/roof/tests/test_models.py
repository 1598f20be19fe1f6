"""Laws over all models: who may see is said, pairs are whole, nothing deletes history by cascade."""

from django.apps import apps
from django.db import models

from rectify.accounts.scoping import ScopedQuerySet

OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in ("rectify", "issues", "ledgers")]
# Rows that belong to nobody in particular, and why reading them needs no scope.
OPEN_TO_ALL = {
    "accounts.Sector": "a word list",
    "accounts.FormerName": "read through its unit",
    "accounts.UnitAlias": "read through its unit",
    "audit.ChainHead": "one row, for the trail itself",
    "calendars.Day": "the public calendar",
    "issues.Category": "a word list",
    "issues.ExtensionReason": "a word list",
    "issues.LightRule": "read through its profile",
    "issues.OfficeClass": "a word list, read for one office",
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
    "workflow.FormKey": "read by its own key only",
}


def label(model):
    return model._meta.label


def test_every_model_says_who_may_see_it():
    """A ScopedQuerySet, or a line in OPEN_TO_ALL with its reason; never both."""
    unscoped = {label(model) for model in OURS if not isinstance(model._default_manager.all(), ScopedQuerySet)}
    assert unscoped == set(OPEN_TO_ALL)


def test_an_optional_moment_and_its_person_are_there_together():
    assert [name for model in OURS for name in loose_moments(model)] == []


def loose_moments(model):
    """Optional `…_at` beside a `…_by` that no constraint holds together."""
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    constraints = {constraint.name for constraint in model._meta.constraints}
    for name, field in fields.items():
        stem = name.removesuffix("_at")
        held = any(stem in constraint and "together" in constraint for constraint in constraints)
        if name.endswith("_at") and field.null and f"{stem}_by" in fields and not held:
            yield f"{label(model)}.{name}"


# What is a person's or a unit's own, and goes with them.
OWN = {
    "accounts.Holding",
    "accounts.FormerName",
    "accounts.UnitAlias",
    "notices.Notice",
    "notices.Mailing",
    "workflow.FormKey",
    "drafts.FormDraft",
    "drafts.ChosenFile",
    "issues.SavedView",
    "issues.ListLook",
    "issues.LastRound",
}


def test_people_and_units_are_never_deleted_by_cascade():
    cascading = {
        label(model)
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and label(field.related_model) in ("accounts.User", "accounts.Unit")
        and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading - OWN == set()
