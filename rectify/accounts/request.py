"""What a view of ours is called with."""

from typing import Any

from django.http import HttpRequest

from rectify.accounts.models import User
from rectify.lib.uploads import Posted


class Request(HttpRequest):
    """Somebody is logged in (`LoginRequiredMiddleware`, accounts.steps) and a round is looked at (roof/frame.py). Only for
    types: Django makes no object of this class."""

    user: User
    rounds: Any


class Uploading(Request, Posted):
    """The same behind `receives`: with the files that arrived."""
