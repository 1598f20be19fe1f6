"""What every act leaves in the trail: a table of acts with what a test hands to each, and the events that must follow.

The rows stand beside the acts (`issues/tests/acts.py` …); `rectify/roof/tests/test_events.py` holds them to the source, so
that an act without a row, or a line that records and that no row comes to, fails.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from django.db import transaction

from issues.models import Issue, Status
from rectify.audit import trail
from rectify.audit.models import ChainHead, Event
from rectify.audit.sentences import sentence
from rectify.lib.dates import today
from rectify.roof.testing.world import World

HOME = Path(__file__).resolve().parents[3]
S = Status
READY = (
    S.DRAFT,
    S.DISPATCHED,
    S.PLANNING,
    S.RECTIFYING,
    S.FIRST_REVIEW,
    S.OBJECTION_WINDOW,
    S.AWAITING_DECISION,
    S.CLOSED,
)


class ActStage:
    """A world with an issue in each state that acts begin from. Each case runs in a savepoint, so that all begin alike."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._issues = {state: world.issue(at=state).pk for state in READY}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world, name)

    def at(self, state: Status) -> Issue:
        """The issue in `state`, fetched anew."""
        return Issue.objects.get(pk=self._issues[state])


def under_way(stage: ActStage) -> Issue:
    """The issue in 整改中."""
    return stage.at(S.RECTIFYING)


def in_days(count: int) -> date:
    return today() + timedelta(days=count)


@dataclass(frozen=True)
class Case:
    """One act as it is called: `fill(stage)` gives what it takes (what has no name under ""); `leaves` are the kinds of the
    new events in order, a space between two.

    The events bear the name of `by`, or of nobody where the act takes none. `waits` names the issue whose day must have come.
    """

    act: Callable
    leaves: str
    fill: Callable[[ActStage], dict[str, Any]]
    waits: Callable[[ActStage, dict[str, Any]], Issue] | None = None

    @property
    def name(self) -> str:
        return name_of(self.act)


@dataclass(frozen=True)
class Left:
    """What a case left: kinds of the events and who they name, whether the chain goes on, which lines of the source recorded."""

    kinds: list[str]
    hands: set[int | None]
    by: int | None
    whole: bool
    lines: set[tuple[str, int]]


def name_of(act: FunctionType) -> str:
    return f"{act.__module__}.{act.__name__}"


def run(case: Case, stage: ActStage) -> Left:
    """Call the act in a savepoint and tell what it left; everything is rolled back."""
    with transaction.atomic():
        given = case.fill(stage)
        before, head = _last(), ChainHead.objects.get()
        with stage.world.ripe(case.waits(stage, given)) if case.waits else nullcontext(), _watched() as lines:
            case.act(*given.pop("", ()), **given)
        events = list(Event.objects.filter(number__gt=before).order_by("number"))
        for event in events:
            sentence(event)  # raises where it names a fact that the act does not leave
        left = Left(
            [event.kind for event in events],
            {event.by_id for event in events},
            getattr(given.get("by"), "pk", None),
            _goes_on(head.digest, events),
            set(lines),
        )
        transaction.set_rollback(True)
    return left


@contextmanager
def silenced(module: ModuleType, lines: range) -> Iterator[None]:
    """The module with the call of `record` or `record_many` at `lines` taken out."""

    def but_there(real: Callable) -> Callable:
        def call(*args: Any, **kwargs: Any) -> Any:
            return None if sys._getframe(1).f_lineno in lines else real(*args, **kwargs)

        return call

    real = {name: vars(module)[name] for name in ("record", "record_many") if name in vars(module)}
    for name, function in real.items():
        setattr(module, name, but_there(function))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(module, name, function)


def _last() -> int:
    return Event.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _goes_on(previous: str, events: list[Event]) -> bool:
    """Whether each event holds the digest of the one before, and the head of the chain is the last of them."""
    for event in events:
        if event.previous != previous or trail.digest_of(event) != event.digest:
            return False
        previous = event.digest
    return ChainHead.objects.get().digest == previous


@contextmanager
def _watched() -> Iterator[list[tuple[str, int]]]:
    """The lines of the source that append to the chain meanwhile, `record` and `record_many` alike."""
    lines: list[tuple[str, int]] = []
    whole = trail.ChainHead.objects.select_for_update

    def locked(*args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        while frame and frame.f_globals.get("__name__", "").startswith(
            ("rectify.audit.trail", "django.", "contextlib")
        ):
            frame = frame.f_back
        lines.append((Path(frame.f_code.co_filename).relative_to(HOME).as_posix(), frame.f_lineno))
        return whole(*args, **kwargs)

    trail.ChainHead.objects.select_for_update = locked
    try:
        yield lines
    finally:
        del trail.ChainHead.objects.select_for_update
