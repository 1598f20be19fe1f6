"""The pages of a list of people: choose a file, look at what it would do, the lists handed in, one of them; and the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.forms import BoundField
from django.urls import reverse

from rectify.accounts.forms.staff import DeclineForm, StaffMeantForm
from rectify.accounts.forms.units import FileForm
from rectify.accounts.models import StaffList, Unit
from rectify.accounts.roles import AccountKind, Role, offered
from rectify.accounts.staff import StaffLine
from rectify.accounts.vacancies import missing_roles, vacant
from rectify.lib.blanks import Blank, Field
from rectify.lib.components import Crumb
from rectify.lib.page import Page

CRUMB = ("人员名单", "/people/")
RULES = "一行一项任职：一人任两项写两行。没有填姓名的行不读，用不着的留着不管。账号不填，按姓名的拼音取。"
MARKS = {"waiting": "waiting", "approved": "ok", "declined": "returned"}


@dataclass(frozen=True)
class StaffFilePage(Page):
    """A file to be chosen."""

    template: ClassVar[str] = "accounts/staff_lists/file.html"
    form: FileForm


@dataclass(frozen=True)
class AskedStaffLine:
    """A row of which something is asked, with the field for the answer."""

    line: StaffLine
    field: BoundField


@dataclass(frozen=True)
class StaffCheckPage(Page):
    """Every row with what it would do; `bad` have complaints, `asked` questions; `acts` counts the others, `skipped` are rows
    without a name."""

    template: ClassVar[str] = "accounts/staff_lists/check.html"
    name: str
    lines: Sequence[StaffLine]
    bad: Sequence[StaffLine]
    asked: Sequence[AskedStaffLine]
    acts: Mapping[str, int]
    skipped: int


@dataclass(frozen=True)
class StaffListsPage(Page):
    """Every list with the mark of its state; `submits`: the reader hands lists in."""

    template: ClassVar[str] = "accounts/staff_lists/lists.html"
    lists: Sequence[tuple[StaffList, str]]
    submits: bool


@dataclass(frozen=True)
class ListedPost:
    """A row of a list as handed in."""

    number: int
    name: str
    username: str
    title: str
    unit: str
    role: str
    is_new: bool


@dataclass(frozen=True)
class StaffListPage(Page):
    """One list; `form`: the reader may decide it now."""

    template: ClassVar[str] = "accounts/staff_lists/list.html"
    listed: StaffList
    mark: str
    posts: Sequence[ListedPost]
    accounts: int
    form: DeclineForm | None
    crumb: Crumb


def check(name: str, rows: Sequence[dict], lines: Sequence[StaffLine], *, form: StaffMeantForm) -> StaffCheckPage:
    """The file called `name`: what has to be put right or said first, what would be done next."""
    bad = [line for line in lines if line.complaints]
    clear = [line for line in lines if not line.complaints and not line.is_asked]
    return StaffCheckPage(
        name=name,
        lines=sorted(lines, key=lambda line: (not line.complaints, not line.is_asked, line.act == "same", line.number)),
        bad=bad,
        asked=[AskedStaffLine(line, form[StaffMeantForm.name_of(line)]) for line in lines if line.is_asked],
        acts={act: sum(line.act == act for line in clear) for act in ("new", "post", "same")},
        skipped=len(rows) - len(lines),
    )


def lists(rows: Iterable[StaffList], kind: str) -> StaffListsPage:
    """The lists, the newest first."""
    return StaffListsPage([(listed, MARKS[listed.state]) for listed in rows], kind == AccountKind.SYSTEM_ADMIN)


def staff_list(listed: StaffList, form: DeclineForm | None) -> StaffListPage:
    """One list with every post."""
    posts = [
        ListedPost(
            number=row["number"],
            name=row["name"],
            username=row["username"],
            title=row["title"],
            unit=row["unit_name"],
            role=Role.of(row["role"]).label,
            is_new=not row["person"],
        )
        for row in listed.rows
    ]
    new = {post.username for post in posts if post.is_new}
    crumb = [(CRUMB[0], reverse("accounts:staff_lists")), (listed.source, "")]
    return StaffListPage(listed, MARKS[listed.state], posts, len(new), form, crumb)


def template(units: QuerySet[Unit]) -> Blank:
    """A row for every post that nobody holds, to be filled in with names."""
    short = list(units.filter(pk__in=vacant().values("pk")).select_related("parent"))
    lacking = missing_roles(short)
    rows = [["", unit.full_name, role.label, "", "", "", ""] for unit in short for role in lacking[unit.pk]]
    fields = [
        Field("姓名", 12, required=True, example="张三"),
        Field("单位", 30, required=True, help="全称或者简称", example="市住房和城乡建设局"),
        Field("角色", 16, required=True, choices=[role.label for role in offered()], example="责任单位联络员"),
        Field(
            "账号",
            16,
            help="登录用，3 到 50 个字母或数字；不填按姓名的拼音取。已有账号的人写他的账号",
            example="zhangsan",
        ),
        Field("职务", 16, example="办公室主任"),
        Field("电话", 16),
        Field("邮箱", 24, help="周调度等提醒发到这里"),
    ]
    return Blank("人员名单", fields, [RULES], rows)
