"""A move of a closure from a page that makes several: the button names which."""

from django.http import HttpRequest

from issues.models import Issue
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.moves import Move


def named(request: HttpRequest, issue: Issue, *moves: Move) -> tuple[Move, Input]:
    """The move that the button names (the first, where it names none of `moves`) and its input as sent."""
    move = next((move for move in moves if move.name == request.POST.get("move")), moves[0])
    return move, input_of(move)(request.POST or None, move=move, obj=issue, user=request.user)


def is_over(request: HttpRequest, move: Move, issue: Issue) -> bool:
    """Whether a form was sent for a state that has passed meanwhile: there is nothing left to fill in."""
    return request.method == "POST" and issue.status not in move.sources
