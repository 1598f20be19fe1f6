"""Parts of the plan editor that answer while one types."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from issues.forms.plan import Measures
from issues.models import Issue
from rectify.lib.numbers import whole


def mine(request):
    """The issues the reader may see."""
    return Issue.objects.visible_to(request.user).select_related("feedback")


@require_POST
def hints(request, public_id):
    """What is vague in one measure as it stands in the form. Nothing is kept."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    form = Measures.one(issue, request.POST, whole(request.GET.get("at", ""), 99) or 0)
    return render(request, "issues/_plan_hints.html", {"hints": form.hints})
