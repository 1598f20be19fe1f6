"""Pages that belong to no app."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from rectify.frame import Frame


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the web answers and reaches its database. Says nothing else: anybody may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is hidden and what never was: the same page, whatever the address."""
    known = hasattr(request, "user") and request.user.is_authenticated
    frame = {"frame": Frame(request, lost=True)} if known else {}
    return render(request, "errors/404.html", frame, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Draws without the request, so that whatever failed cannot fail again here."""
    return HttpResponse(render_to_string("errors/500.html", {"number": getattr(request, "number", "")}), status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session: sent from an old page, or after logging in anew."""
    return HttpResponse(render_to_string("errors/old_form.html"), status=403)
