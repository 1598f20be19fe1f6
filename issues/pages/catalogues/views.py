"""列表与规则: the lists that everybody chooses from, kept as data by the heads of offices."""

from dataclasses import dataclass

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from issues import policies
from issues.actions import catalogue as actions
from issues.forms.catalogue import row_form
from issues.models import (
    Category,
    ExtensionReason,
    LightRule,
    Phrase,
    Procedure,
    RoundKind,
    RuleProfile,
    RuleTerm,
    Scheme,
    Term,
    Track,
)
from rectify.accounts.models import Unit
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page


@dataclass(frozen=True)
class Table:
    """A list: its model, the fields that may be written, the column that groups its rows, what it is for."""

    model: type[models.Model]
    title: str
    fields: tuple[str, ...]
    about: str
    group: str = ""
    removable: bool = True
    order: tuple[str, ...] = ()


TABLES = {
    "terms": Table(Term, "届次", ("name", "level", "starts", "ends"), "轮次属于哪一届"),
    "kinds": Table(RoundKind, "巡察方式", ("code", "name", "order"), "常规、专项、机动等"),
    "tracks": Table(Track, "反馈专项", ("code", "name", "order"), "主报告、选人用人、意识形态等"),
    "schemes": Table(
        Scheme, "分类方案", ("code", "version", "name", "kind", "is_current"), "分类方案和共性目录，一版一行", "", False
    ),
    "categories": Table(
        Category, "类别", ("scheme", "code", "name", "order", "is_active", "groups"), "每个方案里的类别；停用后不再供选", "scheme"
    ),
    "profiles": Table(RuleProfile, "时限方案", ("code", "name", "level"), "一套时限；轮次选用其中一套", "", False),
    "limits": Table(
        RuleTerm, "时限", ("profile", "event", "number", "unit", "counted_from", "rule"), "什么事、多少天、从哪天起算", "profile"
    ),
    "lights": Table(
        LightRule, "亮灯规则", ("profile", "order", "when", "number", "colour", "words", "tells", "paper", "rule"),
        "什么情形亮什么灯、提醒谁；自上而下第一条符合的算", "profile",
    ),
    "reasons": Table(ExtensionReason, "延期理由", ("code", "name", "kind", "order"), "申请延期时供选"),
    "phrases": Table(Phrase, "常用语", ("use", "text", "order", "is_active"), "退回理由、无进展原因等供选的话", "use"),
}  # fmt: skip


def mine(request):
    """The tables; only those who work in an office may look at them."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    return TABLES


def one(request, name: str) -> Table:
    if name not in (tables := mine(request)):
        raise Http404
    return tables[name]


def index(request):
    tables = [
        {"name": name, "table": table, "count": table.model.objects.count()} for name, table in mine(request).items()
    ]
    procedures = Procedure.objects.filter(is_current=True).count()
    return render(request, "issues/catalogue.html", {"tables": tables, "crumb": crumb(), "procedures": procedures})


def listing(request, name):
    """The rows of a list."""
    table = one(request, name)
    joins = [f.name for f in table.model._meta.fields if f.is_relation]
    rows = table.model.objects.select_related(*joins)
    columns = [table.model._meta.get_field(field) for field in table.fields if field != "groups"]
    lines = [{"row": row, "cells": [shown(row, column) for column in columns]} for row in rows]
    context = {
        "name": name,
        "table": table,
        "columns": columns,
        "lines": lines,
        "may": policies.keeps_catalogue(request.user),
    }
    return render(request, "issues/catalogue_table.html", context | {"crumb": crumb((table.title, ""))})


def shown(row: models.Model, field: models.Field) -> str:
    """A cell in words."""
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    return {True: "是", False: "否", None: ""}.get(value, value) if isinstance(value, bool) or value is None else value


def edit(request, name, pk=None):
    """A new row, or a row changed or taken out."""
    table = one(request, name)
    new = pk is None
    row = table.model() if new else get_object_or_404(table.model, pk=pk)
    there = redirect("issues:catalogue_table", name)
    if not new and table.removable and request.POST.get("act") == "remove":
        acted(request, actions.remove, row=row, said=f"已从{table.title}删去“{row}”。")
        return there
    asked = row_form(table.model, [column for column in table.fields if column != "groups"])
    form = asked(request.POST or None, user=request.user, obj=row)
    if act_by_page(request, actions.keep, form, row=row, said="已保存。"):
        return there
    path = crumb((table.title, there.url), ("新增" if new else str(row), ""))
    context = {"form": form, "table": table, "row": row, "crumb": path, "may": policies.keeps_catalogue(request.user)}
    return render(request, "issues/catalogue_form.html", context)


def crumb(*more) -> list:
    here = [("轮次与导入", reverse("issues:rounds")), ("列表与规则", reverse("issues:catalogue") if more else "")]
    return [*here, *more]
