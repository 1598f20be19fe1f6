"""The rates, once: a slice over a slice, with what they are called. No place divides by itself."""

from dataclasses import dataclass

from rectify.lib.numbers import percent


@dataclass(frozen=True)
class Rate:
    """`part` and `whole` are codes of slices; `above` and `below` say them in words."""

    name: str
    part: str
    above: str
    whole: str = "counted"
    below: str = "应整改"

    @property
    def definition(self) -> str:
        return f"{self.above} ÷ {self.below}"


STRICT = Rate("严口径", "grade:full", "认定“全面完成”并已销号")
LENIENT = Rate("宽口径", "accepted", "认定“全面完成”或“基本完成”并已销号")
STAGE = Rate("阶段口径", "staged", "已销号的“全面”“基本”“部分”，加推进中长期坚持、阶段目标认定达到的")
CLAIMED = Rate("认领率", "claimed", "已下发、未终止，牵头单位已签收", below="已下发、未终止")
RATES = (STRICT, LENIENT, STAGE, CLAIMED)


@dataclass(frozen=True)
class Share:
    """A rate in numbers, today and on an earlier day where that is known: it never stands without its two numbers."""

    part: int
    whole: int
    part_then: int | None = None
    whole_then: int | None = None

    @property
    def percent(self) -> str:
        return percent(self.part, self.whole)

    @property
    def change(self) -> float | None:
        """In percentage points; None where there was nothing to divide by, then or now."""
        if not self.whole or not self.whole_then or self.part_then is None:
            return None
        return round(100 * self.part / self.whole - 100 * self.part_then / self.whole_then, 1)
