"""我的: what the application knows about the person who looks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rectify.accounts.models import Holding
from rectify.audit.models import Event
from rectify.audit.sentences import sentence

COMINGS = ("accounts.session.open", "accounts.session.fail", "accounts.session.lock", "accounts.user.password")
MOST = 8


def mine(request: HttpRequest):
    return Holding.objects.filter(user=request.user).select_related("unit").order_by("-starts", "-id")


def me(request: HttpRequest) -> HttpResponse:
    """Own data, posts held, and the last comings and goings, by which a person notices a stranger."""
    user = request.user
    own = Event.objects.about(user).filter(kind__in=COMINGS).order_by("-number")[:MOST]
    entries = [{"at": event.at, "text": sentence(event)} for event in own]
    pairs = [
        ("姓名", user.name),
        ("账号", user.username),
        ("类别", user.get_kind_display()),
        ("职务", user.title),
        ("电话", user.phone),
        ("邮箱", user.email),
    ]
    return render(request, "accounts/me.html", {"pairs": pairs, "posts": mine(request), "entries": entries})
