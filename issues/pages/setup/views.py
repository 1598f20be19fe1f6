"""开局: for the three administrators and the people of an office."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from issues.pages.setup.page import SetupPage
from issues.setup import Setup, may_set_up
from rectify.accounts.request import Request
from rectify.lib.page import show


@require_safe
def steps(request: Request) -> HttpResponse:
    """What is done, what waits for whom; the next step that is the reader's first."""
    if not may_set_up(request.user):
        raise Http404
    return show(request, SetupPage(Setup(request.user)))
