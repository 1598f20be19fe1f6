"""列表与规则: the lists that everybody chooses from, one list, one row of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from issues import policies
from issues.forms.new import in_scheme
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
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.lib.verdict import Verdict
from rectify.workflow.inputs import ActInput


@dataclass(frozen=True)
class Catalogue:
    """A list: its model, the fields that may be written, the column that groups its rows, what it is for."""

    model: Any
    title: str
    fields: tuple[str, ...]
    about: str
    group: str = ""
    removable: bool = True
    order: tuple[str, ...] = ()


TABLES = {
    "terms": Catalogue(Term, "届次", ("name", "level", "starts", "ends"), "轮次属于哪一届"),
    "kinds": Catalogue(RoundKind, "巡察方式", ("code", "name", "order"), "常规、专项、机动等"),
    "tracks": Catalogue(Track, "反馈专项", ("code", "name", "order"), "主报告、选人用人、意识形态等"),
    "schemes": Catalogue(
        Scheme, "分类方案", ("code", "version", "name", "kind", "is_current"), "分类方案和共性目录，一版一行", "", False
    ),
    "categories": Catalogue(
        Category,
        "类别",
        ("scheme", "code", "name", "order", "is_active", "groups"),
        "每个方案里的类别；停用后不再供选",
        "scheme",
    ),
    "profiles": Catalogue(RuleProfile, "时限方案", ("code", "name", "level"), "一套时限；轮次选用其中一套", "", False),
    "limits": Catalogue(
        RuleTerm,
        "时限",
        ("profile", "event", "number", "unit", "counted_from", "rule"),
        "什么事、多少天、从哪天起算",
        "profile",
    ),
    "lights": Catalogue(
        LightRule,
        "亮灯规则",
        ("profile", "order", "when", "number", "colour", "words", "tells", "paper", "rule"),
        "什么情形亮什么灯、提醒谁；自上而下第一条符合的算",
        "profile",
    ),
    "reasons": Catalogue(ExtensionReason, "延期理由", ("code", "name", "kind", "order"), "申请延期时供选"),
    "phrases": Catalogue(
        Phrase, "常用语", ("use", "text", "order", "is_active"), "退回理由、无进展原因等供选的话", "use"
    ),
}


@dataclass(frozen=True)
class CatalogueCount:
    """A list with the number of its rows."""

    name: str
    table: Catalogue
    count: int


@dataclass(frozen=True)
class CatalogueLine:
    """A row with its cells in words."""

    row: models.Model
    cells: Sequence[Any]


@dataclass(frozen=True)
class CataloguesPage(Page):
    """All lists; the procedures stand above them."""

    template: ClassVar[str] = "issues/catalogues/catalogue.html"
    tables: Sequence[CatalogueCount]
    procedures: int
    crumb: Crumb


@dataclass(frozen=True)
class CataloguePage(Page):
    """The rows of a list."""

    template: ClassVar[str] = "issues/catalogues/catalogue_table.html"
    name: str
    table: Catalogue
    columns: Sequence[models.Field]
    lines: Sequence[CatalogueLine]
    may: Verdict
    crumb: Crumb


@dataclass(frozen=True)
class CatalogueFormPage(Page):
    """A row, new or to be changed."""

    template: ClassVar[str] = "issues/catalogues/catalogue_form.html"
    form: ActInput
    table: Catalogue
    row: models.Model
    may: Verdict
    crumb: Crumb


def catalogues_page() -> CataloguesPage:
    """A statement a list."""
    tables = [CatalogueCount(name, table, table.model.objects.count()) for name, table in TABLES.items()]
    return CataloguesPage(tables, Procedure.objects.filter(is_current=True).count(), path())


def catalogue_page(name: str, user: User) -> CataloguePage:
    """One statement; who does not keep the lists reads them."""
    table = TABLES[name]
    joins = [field.name for field in table.model._meta.fields if field.is_relation]
    columns = [table.model._meta.get_field(field) for field in table.fields]
    lists = [column.name for column in columns if column.many_to_many]
    rows = table.model.objects.select_related(*joins).prefetch_related(*(f"{name}__scheme" for name in lists))
    lines = [CatalogueLine(row, [shown(row, column) for column in columns]) for row in rows]
    return CataloguePage(name, table, columns, lines, policies.keeps_catalogue(user), path((table.title, "")))


def catalogue_form_page(name: str, row: models.Model, form: ActInput, user: User) -> CatalogueFormPage:
    """`row` is not saved yet where it is new."""
    table = TABLES[name]
    steps = (table.title, reverse("issues:catalogue_table", args=[name])), (str(row) if row.pk else "新增", "")
    return CatalogueFormPage(form, table, row, policies.keeps_catalogue(user), path(*steps))


def shown(row: models.Model, field: models.Field) -> Any:
    """A cell in words."""
    if field.many_to_many:
        return "；".join(in_scheme(group) for group in getattr(row, field.name).all())
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    return {True: "是", False: "否", None: ""}.get(value, value) if isinstance(value, bool) or value is None else value


def path(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumb; `more` are the steps below the lists."""
    here = [("轮次与导入", reverse("issues:rounds")), ("列表与规则", reverse("issues:catalogue") if more else "")]
    return [*here, *more]
