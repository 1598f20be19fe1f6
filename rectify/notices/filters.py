"""What one's notices may be cut down by."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from rectify.lib.filtering import Filtering
from rectify.notices.models import Notice
from rectify.notices.notify import KINDS


class NoticeFilter(Filtering):
    """By kind, and by round for who has several: `rounds` are pairs of public id and name. A notice of a round names it."""

    kind = filters.ChoiceFilter(label="种类", choices=(), empty_label="种类：全部")
    round = filters.ChoiceFilter(label="轮次", choices=(), method="of_round", empty_label="轮次：全部")

    class Meta:
        model = Notice
        fields: list[str] = []

    def __init__(
        self,
        data: Mapping[str, str],
        queryset: QuerySet[Notice],
        *,
        rounds: Sequence[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(data, queryset, **more)
        self.rounds = dict(rounds)
        self.filters["kind"].extra["choices"] = self.there("kind", list(KINDS.items()))
        self.filters["round"].extra["choices"] = list(rounds)

    def of_round(self, found: QuerySet, name: str, value: str) -> QuerySet:
        named = self.rounds[value]
        return found.filter(Q(title__contains=named) | Q(text__contains=named))
