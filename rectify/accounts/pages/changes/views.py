"""待第二人确认: what one asked and another agrees to; whom it concerns sees it too and can stop it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.actions import changes as actions
from rectify.accounts.forms.changes import CallOffForm, DeclineChangeForm
from rectify.accounts.models import AskedChange, StaffList
from rectify.accounts.models.asked_change import AskedChangeQuerySet
from rectify.accounts.pages.changes import page as pages
from rectify.accounts.request import Request
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

MOST = 100


def mine(request: Request) -> AskedChangeQuerySet:
    return AskedChange.objects.visible_to(request.user).select_related("asked_by", "decided_by", "person", "unit")


@require_safe
def changes(request: Request) -> HttpResponse:
    lists = StaffList.objects.visible_to(request.user).waiting()
    return show(request, pages.changes(mine(request)[:MOST], list(lists), request.user))


@require_safe
def change(request: Request, public_id: str) -> HttpResponse:
    asked = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.change(asked, request.user))


@require_POST
def confirm(request: Request, public_id: str) -> HttpResponse:
    asked = get_object_or_404(mine(request), public_id=public_id)
    acted(request, actions.confirm, said="已同意，提出的人和涉及的人都会收到通知。", change=asked)
    return redirect("accounts:change", public_id)


@require_POST
def decline(request: Request, public_id: str) -> HttpResponse:
    asked = get_object_or_404(mine(request), public_id=public_id)
    form = DeclineChangeForm(request.POST, user=request.user, obj=asked)
    if act_by_page(request, actions.decline, form, said="没有同意，什么也没有办。提出的人会看到理由。", change=asked):
        return redirect("accounts:changes")
    return show(request, pages.change(asked, request.user, decline=form))


@require_POST
def call_off(request: Request, public_id: str) -> HttpResponse:
    asked = get_object_or_404(mine(request), public_id=public_id)
    form = CallOffForm(request.POST, user=request.user, obj=asked)
    if act_by_page(request, actions.call_off, form, said="已撤销，什么也没有办。", change=asked):
        return redirect("accounts:change", public_id)
    return show(request, pages.change(asked, request.user, call_off=form))
