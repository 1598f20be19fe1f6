"""文书模板: which papers of the office have a layout of their own; of one paper its versions and the names that may be used."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from django.urls import reverse

from ledgers.forms.templates import PaperTemplateForm
from ledgers.models import PaperTemplate
from ledgers.papers import PAPERS
from ledgers.paperwork import OfficePaper, PaperReader, candidates, made, office_of
from ledgers.policies import heads_papers
from ledgers.templating import OBJECTS, PARTS, laid_out, sample
from rectify.accounts.models import Unit, User
from rectify.lib.components import Crumb
from rectify.lib.errors import Refused
from rectify.lib.page import Page
from rectify.lib.wordcheck import FILTERS
from rectify.lib.wordfill import ANNEXES, TEXT, filled
from rectify.options.storage import near

MOST_TRIED = 60  # objects looked at for one that the paper fits


@dataclass(frozen=True)
class PaperLayout:
    """A paper with the template in use, and how many versions are kept."""

    kind: OfficePaper
    template: PaperTemplate | None
    versions: int

    @property
    def url(self) -> str:
        return reverse("ledgers:paper_template", args=[self.kind.slug])


@dataclass(frozen=True)
class PaperTemplatesPage(Page):
    """Every paper of the office."""

    template: ClassVar[str] = "ledgers/paper_templates/templates.html"
    crumb: Crumb
    office: Unit
    layouts: Sequence[PaperLayout]


@dataclass(frozen=True)
class PlaceholderGroup:
    """Marks of one sort as they are written, and what they stand for."""

    name: str
    marks: Sequence[str]
    note: str = ""


@dataclass(frozen=True)
class PaperTemplatePage(Page):
    """The versions of one paper's template. `heads`: whether the reader says which is in use; `near`: which quota is nearly used
    up."""

    template: ClassVar[str] = "ledgers/paper_templates/template.html"
    crumb: Crumb
    office: Unit
    kind: OfficePaper
    versions: Sequence[PaperTemplate]
    in_use: PaperTemplate | None
    heads: bool
    form: PaperTemplateForm
    groups: Sequence[PlaceholderGroup]
    near: Sequence[str]


def templates(office: Unit, rows: Sequence[PaperTemplate]) -> PaperTemplatesPage:
    """Papers with a layout of their own first."""
    layouts = [layout(kind, [row for row in rows if row.slug == kind.slug]) for kind in PAPERS.values()]
    layouts.sort(key=lambda one: (one.template is None, not one.versions))
    return PaperTemplatesPage([register(), ("文书模板", "")], office, layouts)


def layout(kind: OfficePaper, rows: Sequence[PaperTemplate]) -> PaperLayout:
    return PaperLayout(kind, next((row for row in rows if row.used_at), None), len(rows))


def template(
    office: Unit, kind: OfficePaper, rows: Sequence[PaperTemplate], *, user: User, form: PaperTemplateForm
) -> PaperTemplatePage:
    """The newest version first."""
    crumb = [register(), ("文书模板", reverse("ledgers:paper_templates")), (kind.title, "")]
    in_use = next((row for row in rows if row.used_at), None)
    heads = bool(heads_papers(user, office))
    return PaperTemplatePage(crumb, office, kind, rows, in_use, heads, form, list(groups(kind)), near(office=office))


def register() -> tuple[str, str]:
    return "文书登记", reverse("ledgers:paper_register")


def groups(kind: OfficePaper) -> Iterator[PlaceholderGroup]:
    """What may be written into a template of the paper."""
    yield PlaceholderGroup("文书本身", written([*PARTS, TEXT, ANNEXES]), f"{TEXT}、{ANNEXES}要单独成段")
    yield PlaceholderGroup("对象", written([name for name in OBJECTS[kind.about] if name not in kind.labels]))
    if kind.labels:
        yield PlaceholderGroup("表单项目", written(kind.labels))
    for name, columns in kind.tables.items():
        note = "写在表格的一行里，这一行每条印一次；单独成段的，中间各段每条印一次"
        yield PlaceholderGroup(f"清单：{name}", [f"{{% 每条 {name} %}}", *written(columns), "{% 完 %}"], note)
    yield PlaceholderGroup("有才印", ["{% 如有 抄送 %}", "{% 完 %}"], "抄送可以换成别的项目、清单")
    yield PlaceholderGroup("写法", [f"{{{{ 日期|{name} }}}}" for name in FILTERS], "写在竖线后面")


def written(names: Sequence[str]) -> list[str]:
    """Names as marks: {{ 标题 }}."""
    return [f"{{{{ {name} }}}}" for name in names]


def previewed(version: PaperTemplate, reader: PaperReader) -> tuple[bytes, str]:
    """The template filled in with the first object of the office that the paper fits, and that object in words; where there is
    none yet every place shows its own name."""
    kind = PAPERS[version.slug]
    for obj in islice(candidates(kind.about, reader), MOST_TRIED):
        if office_of(obj).pk == version.office_id:
            with suppress(Refused):
                return laid_out(kind, made(kind, obj, reader), obj, version), str(obj)
    _, values = sample(kind)
    return filled(bytes(version.content), values), "项目名称"
