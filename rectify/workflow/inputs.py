"""What an act takes in, declared once: the page shows it, the API and the bulk acts fill it, all three are judged by it."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet

from rectify.lib.errors import Unfilled
from rectify.lib.fields import Named, Rows, Words, area, mistyped
from rectify.workflow.moves import Move

LONGEST_REASON = 2000


class Input(forms.Form):
    """What `move` of `obj` takes from `user`. A subclass declares fields of rectify.lib.fields and rules between them (`clean`);
    the reason that the row asks for is a field too, unless the subclass has one of its own or takes none (`silent`).
    """

    use_required_attribute = False  # a page half filled must reach the server, which names every gap at once
    silent = False

    def __init__(self, data: Any = None, *, move: Any, obj: Any, user: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.move, self.obj, self.user = move, obj, user
        if "note" not in self.fields and not self.silent:
            self._ask_reason()
        for field in self.fields.values():
            if isinstance(field, Named):
                field.queryset = field.rows(self)
            elif isinstance(field, Rows):
                field.form = self

    def _ask_reason(self) -> None:
        """The reason of the row; of a move that needs none only what somebody writes all the same."""
        if self.move.needs_note or (self.data.get(self.add_prefix("note")) or "").strip():
            self.fields["note"] = reason(self.move)

    def offer(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        """Set what the field `name` may be chosen from, where that is known only with the object."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no field of choices.")
        field.choices = list(choices)

    def offered(self, name: str) -> QuerySet:
        """The rows that the field `name` may name."""
        field = self.fields[name]
        if not isinstance(field, Named) or field.queryset is None:
            raise TypeError(f"{name} names no rows.")
        return field.queryset

    def clean(self) -> dict[str, Any]:
        super().clean()
        return self.cleaned_data

    @classmethod
    def shape(cls) -> dict[str, forms.Field]:
        """Every field that JSON may name, asked of this object or not."""
        return cls.base_fields if cls.silent or "note" in cls.base_fields else cls.base_fields | {"note": Words()}

    @classmethod
    def from_json(cls, body: Any, **whom: Any) -> Self:
        """Filled with `body`, whose types are looked at before the form sees them. Raises Unfilled: nothing is coerced."""
        if not isinstance(body, Mapping):
            raise Unfilled({"reasons": ["请求内容要写成一个对象"]})
        if wrong := mistyped(cls.shape(), body):
            raise Unfilled(wrong, _labels(cls.shape()))
        return cls(dict(body), **whom)

    @property
    def given(self) -> dict[str, Any]:
        """What the move takes beside its reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}

    @property
    def stated_reason(self) -> str:
        return self.cleaned_data.get("note", "")

    def demand(self) -> None:
        """Raises Unfilled with everything that will not do."""
        if not self.is_valid():
            errors = {name: _by_row(wrong) for name, wrong in self.errors.as_data().items()}
            named = {"reasons" if name == NON_FIELD_ERRORS else name: wrong for name, wrong in errors.items()}
            raise Unfilled(named, _labels(self.fields))


class ActInput(Input):
    """What an act takes that is no move: `given` is what its function takes beside what the act is done to and by whom."""

    silent = True

    def __init__(self, data: Any = None, *, user: Any, obj: Any = None, **options: Any) -> None:
        super().__init__(data, move=None, obj=obj, user=user, **options)

    @property
    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def _labels(fields: Mapping[str, forms.Field]) -> dict[str, str]:
    return {name: str(field.label) for name, field in fields.items() if field.label}


def reason(move: Move) -> Words:
    """The field for the reason of `move`."""
    label = move.note_label or "说明"
    return Words(
        label=label,
        required=move.needs_note,
        max_length=LONGEST_REASON,
        widget=area(4),
        error_messages={"required": f"请写明{label}"},
    )


def input_of(move: Move) -> type[Input]:
    """The input of a move; one that takes nothing has an empty one."""
    return move.takes or Input


def _by_row(errors: list) -> Any:
    """Sentences of a field; of rows a list with the errors of each, as far as there are any."""
    at = [(error.params, error.messages) for error in errors]
    if not any(isinstance(params, dict) and "row" in params for params, _ in at):
        return [text for _, texts in at for text in texts]
    rows: list[dict[str, list[str]]] = [{} for _ in range(max(params["row"] for params, _ in at) + 1)]
    for params, texts in at:
        rows[params["row"]].setdefault(params["name"], []).extend(texts)
    return rows
