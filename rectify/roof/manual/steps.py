"""Every step that people take, as its row says it: what it is called, from where, what comes of it."""

from dataclasses import dataclass

from django.apps import apps

from rectify.workflow.moves import Move, labels, moves_of


@dataclass(frozen=True)
class ManualMove:
    """One move as the manual tells it."""

    move: Move
    sources: str
    text: str


@dataclass(frozen=True)
class ManualMoves:
    """The moves of one kind of object."""

    title: str
    rows: list[ManualMove]


def steps() -> list[ManualMoves]:
    """The moves that people make, by the object whose state they change."""
    return [_of(label) for label in labels()]


def _of(label: str) -> ManualMoves:
    model = apps.get_model(label)
    words = dict(model._meta.get_field("status").flatchoices)
    rows = [
        ManualMove(move, "、".join(str(words[code]) for code in words if code in move.sources), _text(move))
        for move in moves_of(label).values()
        if move.by_hand
    ]
    return ManualMoves(str(model._meta.verbose_name), rows)


def _text(move: Move) -> str:
    done = (
        move.says.done.replace("{issue.number} ", "").replace("{issue.number}", "本件").replace("{obj.body}", "这一家")
    )
    return f"{done.strip()}。{move.says.next}"
