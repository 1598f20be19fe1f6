"""The measures of an issue as its page shows them: files, moves, schedule, numbers; and those at home in other issues."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from issues.forms.outcomes import outcomes
from issues.models import Evidence, Issue, Measure, MeasureStatus
from issues.plans import figures, links, progress
from issues.plans.schedule import Schedule, schedules
from rectify.accounts.models import User
from rectify.calendars.days import current
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.workflow.move import Judgement, offered

SHOWN = ("issue", "public_id", "measure", "name", "document_date", "text_check", "text_check_why")


@dataclass(frozen=True)
class MeasureFile:
    """A file of a measure; without an address for who may not open it."""

    name: str
    url: str
    row: Evidence


@dataclass(frozen=True)
class MeasureAct:
    """A move of a measure: a button, or (`link`) the way to the page that asks for its words."""

    name: str
    label: str
    link: str


@dataclass(frozen=True)
class ShownMeasure:
    """A measure with what hangs on it; `url` makes its moves, `page` is its own page."""

    measure: Measure
    files: Sequence[MeasureFile]
    late: bool
    url: str
    acts: Sequence[MeasureAct]
    page: str
    outcomes: Sequence[figures.OutcomeWords] = ()
    schedule: Schedule | None = None


@dataclass(frozen=True)
class LinkedMeasure:
    """A measure at home in another issue (`home`); its address and files open for those only who may see that issue."""

    measure: Measure
    files: Sequence[MeasureFile]
    home: Issue
    url: str


@dataclass(frozen=True)
class MeasureSums:
    """What the measures come to: those linked from elsewhere, the progress that counts all, the most days behind."""

    linked: Sequence[LinkedMeasure]
    progress: progress.Progress
    behind: int | None
    outcomes_url: str
    outcomes: int


def measure_rows(issue: Issue, user: User) -> list[ShownMeasure]:
    """Each measure with its files and the moves the reader has on it; schedule and numbers come by `complete`."""
    files: dict[int | None, list[MeasureFile]] = {}
    for file in issue.evidence.standing().order_by("uploaded_at", "id").only(*SHOWN):
        url = address("issues:evidence_file", public_id=file.public_id)
        files.setdefault(file.measure_id, []).append(MeasureFile(file.name, url, file))
    moves: dict[str, list[Judgement]] = {}
    return [
        _row(issue, measure, files=files.get(measure.pk, []), user=user, moves=moves)
        for measure in issue.measures.order_by("order")
    ]


def _row(
    issue: Issue, measure: Measure, *, files: Sequence[MeasureFile], user: User, moves: dict[str, list[Judgement]]
) -> ShownMeasure:
    # The rules about a measure ask its issue and its state only: one answer a state serves all rows.
    state = measure.status
    if state not in moves:
        measure.issue = issue
        moves[state] = offered(measure, user) if issue.is_open else []
    late = measure.status in (MeasureStatus.TODO, MeasureStatus.DOING) and measure.due and measure.due < today()
    at = [issue.public_id, measure.public_id]
    url = reverse("issues:measure_move", args=at)
    return ShownMeasure(
        measure=measure,
        files=files,
        late=bool(late and issue.is_open),
        url=f"{url}?version={measure.version}",
        acts=[_act(judgement, url) for judgement in moves[state] if not judgement.missing],
        page=reverse("issues:measure", args=at),
    )


def _act(judgement: Judgement, url: str) -> MeasureAct:
    move = judgement.move
    return MeasureAct(move.name, move.label, f"{url}?move={move.name}" if move.needs_note else "")


def in_short(rows: Sequence[ShownMeasure]) -> str:
    """4 条，已核 1，已完成待核 2."""
    states = Counter(row.measure.status for row in rows)
    live = len(rows) - states[MeasureStatus.CANCELLED]
    parts = [f"{live} 条"]
    for status, word in ((MeasureStatus.ACCEPTED, "已核"), (MeasureStatus.DONE, "已完成待核")):
        if states[status]:
            parts.append(f"{word} {states[status]}")
    return "，".join(parts)


def complete(rows: Sequence[ShownMeasure], issue: Issue) -> list[ShownMeasure]:
    """The rows with their schedules and numbers."""
    plans = schedules([row.measure for row in rows], today(), current())
    numbers: dict[int, list[figures.OutcomeWords]] = {}
    for outcome in outcomes(issue):
        numbers.setdefault(outcome.measure_id, []).append(figures.in_words(outcome))
    return [replace(row, outcomes=numbers.get(row.measure.pk, []), schedule=plans.get(row.measure.pk)) for row in rows]


def sums(rows: Sequence[ShownMeasure], issue: Issue, user: User) -> MeasureSums:
    """Over the completed `rows` and what is linked from elsewhere."""
    linked = [_linked(measure, seen) for measure, seen in links.answering(issue, user)]
    behind = [row.schedule.behind for row in rows if row.schedule]
    return MeasureSums(
        linked=linked,
        progress=_progress(rows) + _progress(linked),
        behind=max(behind) if behind else None,
        outcomes_url=reverse("issues:outcomes", args=[issue.public_id]) if rows and issue.plan_version else "",
        outcomes=sum(len(row.outcomes) for row in rows),
    )


def _progress(rows: Iterable[ShownMeasure | LinkedMeasure]) -> progress.Progress:
    return progress.of_statuses(row.measure.status for row in rows)


def _linked(measure: Measure, seen: bool) -> LinkedMeasure:
    replaced = {file.replaces_id for file in measure.evidence.all()}
    files = [file for file in measure.evidence.all() if file.withdrawn_at is None and file.pk not in replaced]
    shown = [
        MeasureFile(file.name, address("issues:evidence_file", public_id=file.public_id) if seen else "", file)
        for file in files
    ]
    return LinkedMeasure(measure, shown, measure.issue, measure.issue.get_absolute_url() if seen else "")
