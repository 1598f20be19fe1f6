"""列表与规则, kept as data by the heads of offices."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues.actions import catalogue as actions
from issues.forms.catalogue import row_form
from issues.pages.catalogues.page import TABLES, Catalogue, catalogue_form_page, catalogue_page, catalogues_page
from rectify.accounts.models import Unit
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page


def mine(request):
    """The tables; only those who work in an office may look at them."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    return TABLES


def one(request, name: str) -> Catalogue:
    if name not in (tables := mine(request)):
        raise Http404
    return tables[name]


def index(request):
    mine(request)
    return show(request, catalogues_page())


def listing(request, name):
    """The rows of a list."""
    one(request, name)
    return show(request, catalogue_page(name, request.user))


def edit(request, name, pk=None):
    """A new row, or a row changed or taken out."""
    table = one(request, name)
    row = table.model() if pk is None else get_object_or_404(table.model, pk=pk)
    there = redirect("issues:catalogue_table", name)
    if pk is not None and table.removable and request.POST.get("act") == "remove":
        acted(request, actions.remove, row=row, said=f"已从{table.title}删去“{row}”。")
        return there
    asked = row_form(table.model, table.fields)
    form = asked(request.POST or None, user=request.user, obj=row)
    if act_by_page(request, actions.keep, form, row=row, said="已保存。"):
        return there
    return show(request, catalogue_form_page(name, row, form, request.user))
