"""What a view of ours is called with."""

from typing import Any

from django.http import HttpRequest

from rectify.accounts.models import User


class Request(HttpRequest):
    """Somebody is logged in (`LoginRequiredMiddleware`, accounts.steps) and a round is looked at (roof/frame.py). Only for
    types: Django makes no object of this class."""

    user: User  # type: ignore[assignment]
    rounds: Any
