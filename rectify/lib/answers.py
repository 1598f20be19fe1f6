"""What the API answers when something was not done."""

from django.db import IntegrityError
from rest_framework import views
from rest_framework.exceptions import Throttled
from rest_framework.response import Response

from rectify.lib.errors import AT_ONCE, Conflict, Refused, Reused, Unfilled, is_at_once


def answer_to(exception: Exception, context: dict) -> Response | None:
    """A no as data: 400 by field for what was filled in, 409 when somebody was faster, 422 with every reason when a rule
    refuses."""
    if isinstance(exception, Unfilled):
        views.set_rollback()
        return Response(exception.errors, status=400)
    if isinstance(exception, Refused):
        views.set_rollback()
        status = 409 if isinstance(exception, Conflict) else 422
        both = {"stored": exception.stored, "typed": exception.typed} if isinstance(exception, Reused) else {}
        return Response({"reasons": exception.reasons} | both, status=status)
    if isinstance(exception, IntegrityError) and is_at_once(exception):
        views.set_rollback()
        return Response({"reasons": [AT_ONCE]}, status=409)
    response = views.exception_handler(exception, context)
    if response is not None and isinstance(exception, Throttled):
        response.data = {"reasons": [str(exception.detail)]}
    return response
