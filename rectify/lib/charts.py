"""Numbers into the geometry of small drawings: templates get x, y and width, and do no arithmetic.

Every chart carries `label`, the sentence that says the same to someone who cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


def scaled(value: float, top: float, length: float) -> float:
    """`value` of 0…`top` on a line of `length`; what lies outside stops at the ends. 0 when there is nothing to measure."""
    if top <= 0:
        return 0.0
    return round(min(max(value / top, 0.0), 1.0) * length, 1)


@dataclass(frozen=True)
class Bar:
    """One named bar: where its row stands, how long it is, what is written behind it."""

    name: str
    value: int
    text: str
    y: float
    width: float
    url: str = ""
    shade: int = 1


@dataclass(frozen=True)
class Bars:
    """Bars below each other, all against the same `top`. Names stand left of `left`, texts right of the track."""

    bars: list[Bar]
    label: str
    width: int
    height: int
    left: int
    track: int
    thick: int
    step: int

    @property
    def baseline(self) -> int:
        """How far below a bar's upper edge its text stands."""
        return self.thick - 2

    @property
    def text_x(self) -> int:
        return self.left + self.track + 8


def bars(
    rows: Sequence[tuple], *, label: str, top: float | None = None, width: int = 520, left: int = 60, track: int = 300
) -> Bars:
    """Bars from rows (name, value, text[, url[, shade]]). `top` is the full length; without it the greatest value is."""
    thick, step = 12, 21
    full = top if top is not None else max((row[1] for row in rows), default=0)
    drawn = [
        Bar(row[0], row[1], row[2], 3 + n * step, scaled(row[1], full, track), *row[3:5]) for n, row in enumerate(rows)
    ]
    return Bars(drawn, label, width, max(len(rows), 1) * step - 2, left, track, thick, step)


@dataclass(frozen=True)
class ChartWords:
    """Words at a place of a drawing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class ChartFrame:
    """The room of a drawing over weeks: where the n-th week stands and how high a value reaches."""

    weeks: int
    top: float
    width: int
    height: int
    left: float = 26.0
    head: float = 4.0

    @property
    def right(self) -> float:
        return self.width - 14.0

    @property
    def floor(self) -> float:
        return self.height - 18.0

    def x(self, week: int) -> float:
        return round(self.left + (self.right - self.left) / max(self.weeks - 1, 1) * week, 1)

    def y(self, value: float) -> float:
        return round(self.floor - scaled(value, self.top, self.floor - self.head), 1)

    def beside(self, y: float) -> list[float]:
        """Where words to a line at `y` may stand, the best first: below it, or above it where the floor is near; else on, with
        room for other words between."""
        near = [y + 16, y - 6] if y + 20 < self.floor else [y - 6, y + 16]
        return [place for place in (*near, y - 20, y + 30, y - 34, y + 44, y - 48) if 12 <= place <= self.floor]


Level = tuple[float, float, float]  # left and right end, height


def breadth(text: str) -> float:
    """How broad words are in a drawing, about."""
    return sum(12 if ord(letter) > 255 else 7 for letter in text)


class ChartPlaces:
    """The words of a drawing, so that none covers another, nor a line where there is room beside it. `lines` are the level parts
    of its lines; they and the words are each a left and a right end and a height."""

    def __init__(self, lines: Sequence[Level]) -> None:
        self.lines, self.taken = lines, list[Level]()

    def put(self, text: str, x: float, heights: Sequence[float], *, middle: bool = False) -> ChartWords:
        """The words at the first of `heights` where they are clear of words and lines, else of words alone, else at the last one.
        They end at `x`, or have it in their `middle`."""
        right = x + breadth(text) / 2 if middle else x
        left = right - breadth(text)
        free = [
            height for height in heights if self._is_free(self.taken, left, right, between=(height - 13, height + 13))
        ]
        clear = [height for height in free if self._is_free(self.lines, left, right, between=(height - 11, height + 3))]
        y = [*clear, *free, heights[-1]][0]
        self.taken.append((left, right, y))
        return ChartWords(x, y, text)

    @staticmethod
    def _is_free(those: Sequence[Level], left: float, right: float, *, between: tuple[float, float]) -> bool:
        top, bottom = between
        return not any(left < end and start < right and top < height < bottom for start, end, height in those)


@dataclass(frozen=True)
class StepChart:
    """Two stepped lines over the same weeks, planned and real, with an optional straight forecast to the end."""

    paper: ChartFrame
    plan: str
    real: str
    forecast: str
    ticks: list[ChartWords]
    notes: list[ChartWords]
    real_note: ChartWords | None
    label: str
    end_text: str


def stepped(values: Sequence[float], paper: ChartFrame) -> str:
    """The path of a stepped line: level until the next week, then up or down."""
    points = [(paper.x(week), paper.y(value)) for week, value in enumerate(values)]
    return "".join(f"H{x}V{y}" if week else f"M{x} {y}" for week, (x, y) in enumerate(points))


def levels(values: Sequence[float], paper: ChartFrame) -> list[Level]:
    """The level parts of a stepped line: left and right end, height."""
    return [(paper.x(week), paper.x(week + 1), paper.y(value)) for week, value in enumerate(values[:-1])]


def steps(
    names: Sequence[str],
    plan: Sequence[int],
    real: Sequence[int],
    *,
    label: str,
    forecast: int | None = None,
    end_text: str = "",
    width: int = 410,
    height: int = 118,
) -> StepChart:
    """Planned and real cumulated counts over the weeks `names`; `real` may stop before the end, `forecast` is its end.

    Raises ValueError when there is no week, when `plan` has not one value for each, or when `real` has more.
    """
    if not names or len(plan) != len(names) or len(real) > len(names):
        raise ValueError("a plan needs a value for each week, and the real line cannot be longer")
    paper = ChartFrame(len(names), max([*plan, *real, forecast or 0, 1]) * 1.04, width, height)
    every = 1 if len(names) <= 7 else 2 if len(names) <= 14 else 4
    words, real_note, foreseen = ChartPlaces([*levels(plan, paper), *levels(real, paper)]), None, ""
    if real:
        here = paper.y(real[-1])
        real_note = words.put(f"实际 {real[-1]:,}", paper.x(len(real) - 1), paper.beside(here), middle=True)
    notes = [_note_of_plan(plan, paper, words)]
    if forecast is not None and 0 < len(real) < len(names):
        end = paper.y(forecast)
        foreseen = f"M{paper.x(len(real) - 1)} {paper.y(real[-1])}L{paper.right} {end}"
        notes.append(words.put(f"推算 {forecast:,}", paper.right - 6, paper.beside(end)))
    return StepChart(
        paper=paper,
        plan=stepped(plan, paper),
        real=stepped(real, paper),
        forecast=foreseen,
        ticks=[ChartWords(paper.x(n), height - 4, str(name)) for n, name in enumerate(names) if n % every == 0],
        notes=notes,
        real_note=real_note,
        label=label,
        end_text=end_text,
    )


def _note_of_plan(plan: Sequence[int], paper: ChartFrame, words: ChartPlaces) -> ChartWords:
    """Above its line late in the weeks, where nothing else is."""
    late = len(plan) * 3 // 4
    above = max(paper.y(plan[late]) - 8, 12)
    return words.put(f"计划 {plan[-1]:,}", paper.x(late), [above, *paper.beside(above)])


@dataclass(frozen=True)
class Gauge:
    """One bar with what is done, what is foreseen and the line of what was planned."""

    done: float
    foreseen: float
    limit: float
    width: int
    label: str
    done_text: str
    foreseen_text: str
    limit_text: str


def against_plan(done: int, planned: int, *, label: str, foreseen: int | None = None, width: int = 344) -> Gauge:
    """How far the closures have come against the plan (the countdown of the office's first page)."""
    top = max(planned, done, foreseen or 0, 1)
    return Gauge(
        done=scaled(done, top, width),
        foreseen=scaled(foreseen if foreseen is not None else done, top, width),
        limit=max(scaled(planned, top, width) - 0.5, 0.5),
        width=width,
        label=label,
        done_text=f"{done:,}",
        foreseen_text="" if foreseen is None else f"{foreseen:,}",
        limit_text=f"{planned:,}",
    )


def shade(value: int, top: int) -> str:
    """The class of a matrix cell by size: n0 for zero, then thirds of the greatest. The number itself is always shown."""
    if value <= 0:
        return "n0"
    if top <= 0 or value >= 2 * top / 3:
        return "n3"
    return "n2" if value >= top / 3 else "n1"
