"""Numbers of measures as people read them: one row, and the sums of many. Declared and accepted are never mixed."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from issues.models import Outcome, OutcomeKind
from issues.plans.numbers import shown

DEFINITION = (
    "申报数由单位填，认定数由督查办填，两列分别合计，不互相代替。没有填的不当作 0，单列“未填”；"
    "填“**”“60余”等的照录文字，不进合计，单列“只有文字”。已取消措施的不计；一条联动措施只在本来那一件里计一次。"
)


@dataclass(frozen=True)
class OutcomeWords:
    """One number for pages: both columns as words, and what has to be said about them."""

    outcome: Outcome
    declared: str
    accepted: str
    gap: str


def in_words(outcome: Outcome) -> OutcomeWords:
    kind = outcome.kind
    declared = outcome.declared_text or shown(outcome.declared, decimals=kind.decimals)
    late = outcome.accepted_at is not None and outcome.declared_at > outcome.accepted_at
    differs = None not in (outcome.declared, outcome.accepted) and outcome.declared != outcome.accepted
    gap = "申报在认定以后改过" if late else "两数不一致" if differs else ""
    return OutcomeWords(outcome, declared, shown(outcome.accepted, decimals=kind.decimals), gap)


@dataclass(frozen=True)
class OutcomeTotal:
    """One kind: both sums, how many rows, how many of them 未填 and only words on the unit's side, 未填 on the office's."""

    kind: OutcomeKind
    rows: int
    declared: Decimal
    blank: int
    words: int
    accepted: Decimal
    open: int

    @property
    def cells(self) -> tuple[str, str]:
        return shown(self.declared, decimals=self.kind.decimals), shown(self.accepted, decimals=self.kind.decimals)

    def __str__(self) -> str:
        declared, accepted = self.cells
        left = "".join(f"，{word} {n}" for word, n in (("未填", self.blank), ("只有文字", self.words)) if n)
        unit = self.kind.unit
        return f"{self.kind.name}：申报 {declared} {unit}{left}；认定 {accepted} {unit}，未认定 {self.open}"


def totals(rows: QuerySet) -> list[OutcomeTotal]:
    """The sums of `rows` (outcomes) by kind, in the order of the kinds; two statements."""
    numbers = (
        rows.order_by()
        .values("kind")
        .annotate(
            n=Count("pk"),
            declared_sum=Sum("declared"),
            accepted_sum=Sum("accepted"),
            blank=Count("pk", filter=Q(declared=None, declared_text="")),
            words=Count("pk", filter=~Q(declared_text="")),
            left=Count("pk", filter=Q(accepted=None)),
        )
    )
    kinds = OutcomeKind.objects.in_bulk()
    sums = [
        OutcomeTotal(
            kinds[n["kind"]],
            n["n"],
            n["declared_sum"] or Decimal(0),
            n["blank"],
            n["words"],
            n["accepted_sum"] or Decimal(0),
            n["left"],
        )
        for n in numbers
    ]
    return sorted(sums, key=lambda total: (total.kind.order, total.kind.pk))
