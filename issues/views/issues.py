from django.shortcuts import get_object_or_404, render

from issues.models import Issue


def mine(request):
    """The issues the reader may see: every page about issues starts here."""
    return Issue.objects.visible_to(request.user).for_list()


def detail(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    return render(request, "issues/detail.html", {"issue": issue})
