"""The doors of an act: a page, the API, for a move also one act on many rows. What comes through is one filled input, judged
alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest

from rectify.lib.errors import AT_ONCE, Conflict, Refused, Reused, is_at_once
from rectify.lib.fields import Words
from rectify.lib.pages import acted, offer_back, version_seen
from rectify.workflow.inputs import ActInput, Input, input_of
from rectify.workflow.move import demand, judge, make, whose_turn_it_was
from rectify.workflow.moves import Move


def by_page(
    request: HttpRequest, move: Move, obj: Any, form: Input, *, said: str | None = None, words: str = ""
) -> bool:
    """Make `move` with a form that is valid; whether it went through. A no stands on the form, who was faster in a message.

    After a no `obj` is as the database has it: a rule may have spoken when its fields had been set already. `words` are shown
    again where their form is gone; by default the reason. `said` stands for the words of the row; an empty one leaves them to
    the caller.
    """
    once = {"version": version_seen(request), "key": request.POST.get("key", "")}
    filled = {"data": form.given, "note": form.stated_reason}
    done = acted(
        request, make, said=move.after(obj) if said is None else said, form=form, move=move, obj=obj, **filled, **once
    )
    if not done:
        obj.refresh_from_db(fields=["status", "version"])
        if obj.status not in move.sources:
            offer_back(request, words or form.stated_reason)
    return done


def named(request: HttpRequest, obj: Any, *moves: Move) -> tuple[Move, Input]:
    """The move that the button of a page names (the first, where it names none of `moves`) and its input as sent."""
    move = next((move for move in moves if move.name == request.POST.get("move")), moves[0])
    return move, input_of(move)(request.POST or None, move=move, obj=obj, user=request.user)


def is_over(request: HttpRequest, move: Move, obj: Any) -> bool:
    """Whether a form was sent for a state that has passed meanwhile: there is nothing left to fill in."""
    return request.method == "POST" and obj.status not in move.sources


def tell(request: HttpRequest, form: Input) -> None:
    """Say what is wrong with a form that no page shows again."""
    for errors in form.errors.values():
        for text in errors:
            messages.error(request, str(text))


def by_json(
    move: Move, obj: Any, body: Mapping[str, Any], *, by: Any, version: int | None = None, key: str = ""
) -> Any:
    """Make `move` with what JSON says. What the rules refuse is told before what is wrong with the words.

    Raises Unfilled with the errors by field, Refused and Conflict as `make`.
    """
    form = input_of(move).from_json(body, move=move, obj=obj, user=by)
    if not form.is_valid():
        if obj.status not in move.sources:
            raise Conflict(whose_turn_it_was(obj))
        demand(judge(move, obj, by))
        form.demand()
    return make(move, obj, by=by, data=form.given, note=form.stated_reason, version=version, key=key)


def act_by_page(
    request: HttpRequest, action: Callable[..., Any], form: ActInput, *, said: str = "", **about: Any
) -> bool:
    """Do an act that is no move with a form of a page; whether it went through. A form that will not do calls nothing, a no
    stands on it. `about` is what the act is done to."""
    if not form.is_valid():
        return False
    with _labelled(form):
        return acted(request, action, said=said, form=form, **about, **form.given)


def act_in_passing(
    request: HttpRequest, action: Callable[..., Any], form: ActInput, *, said: str = "", **about: Any
) -> bool:
    """The same with a form that no page shows again: what is wrong is told in messages, and its words are given back."""
    done = act_by_page(request, action, form, said=said, **about)
    if not done:
        tell(request, form)
        words = (form.data.get(name) for name, field in form.fields.items() if isinstance(field, Words))
        offer_back(request, "；".join(word for word in words if word))
    return done


def act_by_json(action: Callable[..., Any], form: ActInput, **about: Any) -> Any:
    """Do an act that is no move with what JSON says (`ActInput.from_json`). Raises Unfilled with the errors by field."""
    form.demand()
    with _labelled(form):
        return action(**about, **form.given, by=form.user)


@contextmanager
def _labelled(form: ActInput) -> Iterator[None]:
    """What a used key has to say of what was filled in, it says by the labels of the form."""
    try:
        yield
    except Reused as reused:
        fields = form.shape() | form.fields
        reused.labels = {name: str(field.label) for name, field in fields.items() if field.label}
        raise


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row: done, or every reason why not."""

    obj: Any
    reasons: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return not self.reasons


def by_bulk(
    move: Move,
    objs: Iterable[Any],
    body: Mapping[str, Any] | None = None,
    *,
    by: Any,
    versions: Mapping[str, int] | None = None,
    key: str = "",
) -> list[RowOutcome]:
    """Make `move` on each of `objs` with the guards of a single one, in a transaction of its own: one no stops no other.

    `versions` are those the person saw, by public id; `key` the form's: sent twice, every row moves once.
    """
    outcomes = []
    for obj in objs:
        once = {"version": (versions or {}).get(obj.public_id), "key": f"{key[:24]}-{obj.pk}" if key else ""}
        outcomes.append(outcome(obj, by_json, move, obj, dict(body or {}), by=by, **once))
    return outcomes


def outcome(obj: Any, act: Any, /, *args: Any, **asked: Any) -> RowOutcome:
    """Call `act` and tell what became of `obj`."""
    try:
        act(*args, **asked)
    except Refused as refused:
        return RowOutcome(obj, tuple(refused.reasons))
    except IntegrityError as error:
        if not is_at_once(error):
            raise
        return RowOutcome(obj, (AT_ONCE,))
    return RowOutcome(obj)
