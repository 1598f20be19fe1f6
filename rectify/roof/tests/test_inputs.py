"""What people fill in is declared: every act that takes words has an input, and nothing else of a request becomes a column."""

import ast
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import get_resolver

from rectify.lib import fields
from rectify.lib.columns import FIXED, set_columns
from rectify.lib.fields import Row, mistyped
from rectify.roof.tests.source import relative, shipped, tree
from rectify.workflow.inputs import Input

# Forms that take no words to keep, and why they are none of ours.
ASK_ONLY = {
    "EventFilter": "asks for a list",
    "UserFilter": "asks for a list",
    "UnitFilter": "asks for a list",
    "GrantFilter": "asks for a list",
    "Bar": "asks for a book",
    "LoginForm": "a password is taken as it is",
    "PasswordForm": "a password is taken as it is",
    "CodeForm": "a code is taken as it is",
    "Confirming": "the frame of a page: the number once more",
}
# Fields that come with a request and are kept nowhere as words, or whose own type is no field of ours.
OTHERS = (forms.FileField, forms.EmailField, forms.MultipleChoiceField)
# Columns that say who did what and when, or where a thing stands: no input may name one.
HANDS = frozenset(
    {
        "created_by",
        "created_at",
        "edited_by",
        "uploaded_by",
        "reviewed_by",
        "made_by",
        "by",
        "at",
        "pk",
        "status",
        "status_since",
        "public_id",
        "returns",
        "reopenings",
        "plan_version",
        "path",
    }
)


def below(kind: type) -> Iterator[type]:
    """Every class of ours below `kind`."""
    for one in kind.__subclasses__():
        if one.__module__.startswith(("rectify.", "issues.", "ledgers.")) and ".tests" not in one.__module__:
            yield one
        yield from below(one)


get_resolver().url_patterns  # noqa: B018 (every view is imported, and with it every form)
INPUTS = sorted(set(below(Input)), key=lambda one: (one.__module__, one.__name__))
COLUMNS = {column.name for model in apps.get_models() for column in model._meta.concrete_fields}


def test_every_form_that_takes_words_is_an_input():
    ours = {one for one in below(forms.BaseForm) if not issubclass(one, Input | Row) and one not in (Input, Row)}
    assert {one.__name__ for one in ours} - set(ASK_ONLY) - {"IssueFilterForm", "ReadsDeadlines"} == set()
    assert not any(issubclass(one, forms.BaseModelForm) for one in below(forms.BaseForm))


@pytest.mark.parametrize("one", [*INPUTS, *below(Row)], ids=lambda one: one.__name__)
def test_an_input_is_made_of_our_fields(one):
    other = {
        name
        for name, field in one.base_fields.items()
        if not type(field).__module__.startswith(("rectify.", "issues.")) and not isinstance(field, OTHERS)
    }
    assert other <= {"id", "digest"}  # hidden: what the page showed


@pytest.mark.parametrize("one", INPUTS, ids=lambda one: one.__name__)
def test_no_column_is_set_by_a_name_that_an_input_does_not_declare(one):
    """OB-14. JSON with any other column is refused by that name; of a page only declared fields are read at all."""
    shape = one.shape()
    sent = {name: "x" for name in COLUMNS | HANDS if name not in shape}
    assert set(mistyped(shape, sent)) == set(sent)
    assert not set(shape) & HANDS


def test_hands_are_columns():
    """The list above holds names that there are."""
    assert HANDS - {"pk"} <= COLUMNS
    hands = {
        column.name
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey)
        and column.related_model._meta.label == settings.AUTH_USER_MODEL
        and column.name.endswith("_by")
    }
    declared = {name for one in INPUTS for name in one.shape()}
    assert not declared & hands


def model_forms(path) -> Iterator[int]:
    for node in ast.walk(tree(path)):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in ("ModelForm", "modelform_factory", "setattr"):
            yield node.lineno


def test_columns_are_set_by_name_in_one_place():
    found = {relative(path) for path in shipped() if list(model_forms(path))}
    assert found == {"rectify/lib/columns.py"}


def test_serializers_only_show():
    """But for the frame in which a move is asked for."""
    found = {relative(path) for path in shipped() if "api" in path.parts and ".validated_data" in path.read_text()}
    assert found == {"issues/api/moves.py"}


# What is read out of a page's request by hand: which act, by which form, of which version, where to go on; never what is kept.
FRAME = frozenset({"act", "move", "key", "version", "seen", "digest", "back", "next", "name", "show", "sheet", "gate"})
BY_HAND = {
    ("issues/pages/listing/views.py", "note"): "goes through the door of bulk acts",
    ("issues/pages/listing/views.py", "meant"): "compared with the words that were ticked as meant",
    ("issues/pages/listing/saving.py", "view"): "which view, by its own button",
    ("issues/pages/extensions/views.py", "note"): "shown again",
    ("issues/pages/reports/views.py", "text"): "given back where somebody was faster",
    ("issues/pages/recurrence/views.py", "lead_unit"): "asks for what reads alike",
    ("issues/pages/splitting/views.py", "row"): "which row of the paper",
    ("issues/pages/splitting/views.py", "one"): "which row, by its own button",
    ("issues/pages/regulations/views.py", "regulation"): "which rule",
    ("ledgers/pages/statements/views.py", "dispute"): "which line, by its own button",
    ("rectify/options/pages/views.py", "value"): "read by the kind of the option",
    ("rectify/calendars/pages/views.py", "day"): "which day",
    ("rectify/drafts/pages/views.py", "form"): "which draft, which form of a page",
    ("rectify/drafts/pages/views.py", "field"): "which field of the form",
    ("rectify/accounts/pages/login/views.py", "person"): "who logs in in the demo city",
    ("ledgers/pages/visits/views.py", "step"): "which step of the form",
    ("ledgers/pages/visits/views.py", "draw"): "which draw the visit is of",
}


def read_by_hand(path) -> Iterator[str]:
    """Names of fields that are read straight out of `request.POST`."""
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and node.args
        ):
            of, name = node.func.value, node.args[0]
        elif isinstance(node, ast.Subscript):
            of, name = node.value, node.slice
        else:
            continue
        if isinstance(of, ast.Attribute) and of.attr == "POST" and isinstance(name, ast.Constant):
            yield name.value


def test_what_is_kept_comes_through_an_input():
    pages = [path for path in shipped() if "pages" in relative(path).split("/") or path.name == "views.py"]
    found = {(relative(path), name) for path in pages for name in read_by_hand(path) if name not in FRAME}
    assert found == set(BY_HAND)


@pytest.mark.parametrize("source", ["class A(forms.ModelForm): pass", "for n in x: setattr(a, n, x[n])"])
def test_such_a_line_is_seen(tmp_path, source):
    path = tmp_path / "one.py"
    path.write_text(source, encoding="utf-8")
    assert list(model_forms(path))


@pytest.mark.parametrize("name", [*sorted(FIXED), "no_column", "holdings"])
def test_a_name_that_stays_or_is_no_column_is_not_set(name):
    unit = apps.get_model("accounts", "Unit")()
    with pytest.raises(TypeError, match=name):
        set_columns(unit, {name: 1})


def test_words_are_declared_with_a_limit():
    """A text without one would be cut or refused by the database."""
    long = {
        f"{one.__name__}.{name}"
        for one in INPUTS
        for name, field in one.base_fields.items()
        if isinstance(field, fields.Words) and not field.max_length
    }
    assert long <= {"WordsForm.words", "UnitForm.aliases", "DecisionsForm.confirm"}
