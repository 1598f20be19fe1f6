"""Saving and dropping a view from the page of its list: the same for the list of issues and the books."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from issues.actions import views as actions
from issues.forms.views import ViewForm
from issues.models import SavedView
from rectify.accounts.request import Request
from rectify.lib.filtering import Filtering
from rectify.lib.numbers import whole
from rectify.lib.pages import acted
from rectify.workflow.doors import act_in_passing


def save_asked_view(request: Request, *, place: str, title: str, asked: Filtering) -> bool:
    """Keep what is `asked` of the list under the name that was sent; whether it went through."""
    form = ViewForm(request.POST, user=request.user)
    unit = form.cleaned_data["shared_with"] if form.is_valid() else None
    users = f"{unit}的同事都能用" if unit else "只有您自己看得到"
    message = f"已保存视图“{form.cleaned_data.get('name', '')}”，{users}。"
    return act_in_passing(request, actions.save_view, form, said=message, place=place, title=title, asked=asked)


def drop_named_view(request: Request, views: QuerySet[SavedView], *, title: str) -> bool:
    """Drop the view that was named, of those one may use."""
    view = get_object_or_404(views, pk=whole(request.POST.get("view", "")) or 0)
    return acted(request, actions.drop_view, view=view, title=title, said=f"已删去视图“{view.name}”。")
