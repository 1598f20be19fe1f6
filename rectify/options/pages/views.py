"""规则: options with their values, for all offices or for one; the system administrator's page."""

from itertools import groupby

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.models import Unit
from rectify.accounts.roles import AccountKind
from rectify.lib.pages import acted
from rectify.options import actions
from rectify.options.forms import OptionForm
from rectify.options.registry import Option, declared
from rectify.options.stored import listing, option

KEEPER = only(AccountKind.SYSTEM_ADMIN)


def mine(request: HttpRequest) -> QuerySet[Unit]:
    """The offices whose options are kept here."""
    return Unit.objects.visible_to(request.user).active().filter(is_office=True)


def chosen(request: HttpRequest) -> Unit | None:
    """The office named in the address; None means all."""
    asked = request.GET.get("office")
    return get_object_or_404(mine(request), public_id=asked) if asked else None


def known(key: str) -> Option:
    try:
        return declared(key)
    except KeyError:
        raise Http404 from None


def back(office: Unit | None) -> str:
    return reverse("options:list") + (f"?{urlencode({'office': office.public_id})}" if office else "")


@KEEPER
def options(request: HttpRequest) -> HttpResponse:
    office = chosen(request)
    lines = [line for line in listing(office) if office is None or line.option.per_office]
    order = list(dict.fromkeys(line.option.group for line in lines))
    lines.sort(key=lambda line: order.index(line.option.group))
    groups = [(name, list(found)) for name, found in groupby(lines, key=lambda line: line.option.group)]
    views = [{"name": "所有机构", "url": back(None), "current": office is None}]
    views += [{"name": str(each), "url": back(each), "current": each == office} for each in mine(request)]
    return render(request, "options/list.html", {"groups": groups, "office": office, "views": views})


@KEEPER
def edit(request: HttpRequest, key: str) -> HttpResponse:
    known_option, office = known(key), chosen(request)
    if office and not known_option.per_office:
        raise Http404
    form = OptionForm(request.POST or None, user=request.user, option=known_option, value=option(key, office))
    asked = {"key": key, "raw": request.POST.get("value", ""), "office": office}
    said = f"已改“{known_option.title}”，半分钟内处处生效。"
    if request.method == "POST" and form.is_valid() and acted(request, actions.put, said=said, form=form, **asked):
        return redirect(back(office))
    crumb = [("规则", back(office)), (known_option.title, "")]
    context = {"form": form, "option": known_option, "office": office, "crumb": crumb, "back": back(office)}
    return render(request, "options/edit.html", context)


@KEEPER
@require_POST
def reset(request: HttpRequest, key: str) -> HttpResponse:
    known_option, office = known(key), chosen(request)
    acted(request, actions.reset, said=f"“{known_option.title}”已恢复原值。", key=key, office=office)
    return redirect(back(office))
