"""The leader's minute: every figure of the board out of one scope. The page, the API and the first pages read it."""

from functools import cached_property

from django.db.models import QuerySet

from issues.lateness import overdue_days
from issues.models import PENDING, Colour, Extension
from issues.rates import LENIENT, STAGE, STRICT, Rate, Share
from issues.workload import WaitingCount, Workload
from ledgers.figures import ageing, change, course, matrix
from ledgers.figures import queues as ages
from ledgers.figures.figure import Figure, Scope, ShownRate
from ledgers.figures.held import Held
from rectify.lib import charts
from rectify.lib.numbers import thousands

FIVE = (
    ("counted", "应整改", ""),
    ("grade:full", "已销号（全面）", "closed"),
    ("grade:mostly", "基本完成", "mostly"),
    ("open", "推进中", "rectifying"),
    ("overdue", "逾期", "overdue"),
)
ROWS = 8  # of a meeting table on the page; the rest is one click away


class Board:
    """Everything is asked for when it is read, and once; statements do not grow with issues."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def since(self):
        return change.last_monday(self.scope.on)

    @cached_property
    def matrix(self) -> matrix.Matrix:
        return matrix.matrix(self.scope)

    @cached_property
    def changes(self) -> dict[str, int]:
        return change.changes(self.scope, self.since)

    @cached_property
    def course(self) -> course.Course:
        return course.course(self.scope)

    @cached_property
    def ageing(self) -> list[ageing.Band]:
        return ageing.ageing(self.scope)

    @cached_property
    def waits(self) -> list[ages.Waits]:
        """How long issues wait in each state, the office's own first."""
        return ages.waits(self.scope)

    @cached_property
    def held(self) -> Held:
        """Whether what was struck off holds: beside the rates, so that none is read alone."""
        return Held(self.scope)

    waits_definition = ages.DEFINITION

    @cached_property
    def queues(self) -> list[WaitingCount]:
        """What waits for the reader in the round of the board."""
        return Workload(self.scope.user, self.scope.on, asked=self.scope.round).queues

    def count(self, code: str) -> int:
        return self.matrix.sums[code]

    def figure(self, code: str, name: str = "", kind: str = "", note: str = "") -> Figure:
        """A figure by its slice, out of the one aggregate."""
        return Figure(name, self.count(code), code, self.scope.link(code), self.changes.get(code), kind, note)

    @cached_property
    def five(self) -> list[Figure]:
        """应整改, 全面, 基本, 推进中, 逾期, each with its change since 上周一."""
        notes = {"open": f"长期 {self.count('long_term')}", "counted": f"终止 {self.count('terminated')} 另列"}
        return [self.figure(code, name, kind, notes.get(code, "")) for code, name, kind in FIVE]

    @cached_property
    def lights(self) -> list[Figure]:
        """The colours that the round's rules give, those with an issue; a round without rules has none."""
        named = [(colour, f"light:{colour.value}") for colour in Colour]
        return [self.figure(code, colour.label, f"light_{colour.value}") for colour, code in named if self.count(code)]

    @property
    def with_unit(self) -> int:
        return self.count("side:unit")

    @property
    def with_office(self) -> int:
        return self.count("side:office")

    @cached_property
    def rates(self) -> list[ShownRate]:
        """严口径 and 宽口径, always both (docs/rules.md: rate-strict-lenient). Counting unit: 件."""
        return [self._rate(STRICT), self._rate(LENIENT)]

    @cached_property
    def stage_rate(self) -> ShownRate:
        """阶段口径, beside the two and never instead of them (docs/rules.md: rate-stage)."""
        return ShownRate(STAGE, Share(self.count(STAGE.part), self.count(STAGE.whole)), self.scope.link(STAGE.part))

    def _rate(self, rate: Rate) -> ShownRate:
        now, changes = {code: self.count(code) for code in (rate.part, rate.whole)}, self.changes
        then = {code: count - changes[code] for code, count in now.items()}
        share = Share(now[rate.part], now[rate.whole], then[rate.part], then[rate.whole])
        return ShownRate(rate, share, self.scope.link(rate.part))

    @cached_property
    def extended(self) -> list[Figure]:
        """延期: issues that were granted more time, and for which kind of reason."""
        codes = (
            ("extended", "延过期"),
            ("extended_for:objective", "客观理由"),
            ("extended_for:subjective", "主观理由"),
        )
        return [Figure(name, self.count(code), code, self.scope.link(code)) for code, name in codes]

    @property
    def rate_chart(self) -> charts.Bars:
        strict, lenient = self.rates
        words = "；".join(f"{rate.name} {rate.part}/{rate.whole}，{rate.percent}" for rate in self.rates)
        text = [f"{rate.percent}　{rate.part} / {rate.whole}　{rate.points}" for rate in self.rates]
        rows = [(strict.name, strict.part, text[0], "", 1), (lenient.name, lenient.part, text[1], "", 2)]
        return charts.bars(rows, label=words, top=max(strict.whole, 1), left=52, track=270)

    @property
    def course_chart(self) -> charts.StepChart:
        course = self.course
        real = [step.real for step in course.steps if step.real is not None]
        label = (
            f"计划到第 {course.steps[-1].name} 周销号 {thousands(course.planned)} 件，现在实际 {thousands(course.now)} 件，"
            f"按近四周速度期末约 {thousands(course.forecast)} 件"
        )
        plan = [step.plan for step in course.steps]
        names = [step.name for step in course.steps]
        return charts.steps(names, plan, real, label=label, forecast=course.forecast)

    @property
    def gauge(self) -> charts.Gauge:
        course = self.course
        label = f"计划销号 {course.planned} 件，已销号 {course.now} 件，按近四周速度期末约 {course.forecast} 件"
        return charts.against_plan(course.now, course.planned, label=label, foreseen=course.forecast)

    def rows_of(self, code: str, *order: str) -> QuerySet:
        """The first rows of a meeting table."""
        return self.scope.sliced(code).select_related("lead_unit").order_by(*order, "pk")[:ROWS]

    @cached_property
    def closed(self) -> list:
        return list(self.rows_of("closed_this_week", "number"))

    @cached_property
    def late(self) -> list:
        rows = list(self.rows_of("overdue", "due_order"))
        for issue in rows:
            issue.late_words = f"{overdue_days(issue.due, self.scope.on)} 个工作日"
        return rows

    @cached_property
    def soon(self) -> list:
        return list(self.rows_of("due_soon", "due_order"))

    @cached_property
    def asked(self) -> list[Extension]:
        """乙: the applications for more time that wait for a word, the oldest first."""
        asked = self.scope.sliced("extension_asked").filter(withheld=False)  # what is withheld is among the rest
        rows = Extension.objects.filter(status__in=PENDING, issue__in=asked)
        return list(rows.select_related("issue__lead_unit", "reason").order_by("status_since", "pk")[:ROWS])

    @property
    def rest(self) -> dict[str, int]:
        """How many more each meeting table has than its rows here."""
        sums = self.matrix.sums
        return {
            "closed": sums["closed_this_week"] - len(self.closed),
            "asked": self.asked_count - len(self.asked),
            "late": sums["overdue"] - len(self.late),
            "soon": sums["due_soon"] - len(self.soon),
        }

    @cached_property
    def asked_count(self) -> int:
        return self.scope.sliced("extension_asked").count()
