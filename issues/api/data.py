"""The frame of what is sent to make a move. What the move itself takes is the input of its row."""

from typing import Any, cast

from rest_framework import serializers


class Fields(serializers.Serializer):
    """Unknown fields are errors: a misspelt one must not be lost in silence (docs/rules.md: api-unknown-field)."""

    def to_internal_value(self, data):
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError({name: ["没有这一项"] for name in sorted(unknown)})
        return super().to_internal_value(data)


class ApiText(serializers.CharField):
    """A text; a number is none."""

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data) if isinstance(data, str) else self.fail("invalid")


class ApiWhole(serializers.IntegerField):
    """A whole number; a text with one in it is none."""

    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(data) if type(data) is int else self.fail("invalid")


class Making(Fields):
    """A move, its reason and what it takes."""

    move = ApiText(max_length=40)
    note = ApiText(required=False, allow_blank=True, trim_whitespace=False, help_text="理由；多长以这个动作的页面为准")
    # The metaclass takes declared fields off the class: this one never stands where the stubs see `Serializer.data`.
    data = cast(Any, serializers.DictField(required=False))


class MakeMove(Making):
    """The move to make; `version` is the one the caller saw, `key` makes a repeated request act once."""

    version = ApiWhole(required=False)
    key = ApiText(required=False, max_length=40)
