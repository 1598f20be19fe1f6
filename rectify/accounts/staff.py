"""What a workbook of people would do: every row with its account and post, its complaints, what has to be asked. Reads only.

A row is a post. Who is known by an account, or by name at the same unit, gets the post; anybody else a new account, called by
the sound of the name. Rows without a name are left out: the template has one for every post that nobody holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rectify.accounts import policies
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.models.user import USERNAME
from rectify.accounts.roles import Role, offered
from rectify.accounts.tree import KnownUnits
from rectify.lib.pinyin import account_name

LIMITS = {"name": ("姓名", 50), "title": ("职务", 50), "phone": ("电话", 30), "email": ("邮箱", 254)}
SAME, ANOTHER = "same", "another"
MEANT = {SAME: "就是这个人", ANOTHER: "另一个人，新开账号"}
NOBODY_SAID: Mapping[str, str] = MappingProxyType({})


@dataclass(eq=False)
class StaffLine:
    """One row: who (`user`: an account there is; `twin`: the row above that is the same person), which post, what it would do
    (new, post, same). `asked_unit`: units of which one must be said; `asked_person`: accounts of that name."""

    number: int
    name: str
    unit_text: str
    role_text: str
    data: dict[str, str]
    username: str = ""
    unit: Unit | None = None
    role: Role | None = None
    user: User | None = None
    twin: "StaffLine | None" = None
    act: str = "new"
    complaints: list[str] = field(default_factory=list)
    asked_unit: list[Unit] = field(default_factory=list)
    asked_person: list[User] = field(default_factory=list)
    asked_twin: "StaffLine | None" = None

    @property
    def is_asked(self) -> bool:
        return bool(self.asked_unit or self.asked_person or self.asked_twin)

    @property
    def account(self) -> str:
        """The account that the row is about."""
        return self.user.username if self.user else self.twin.account if self.twin else self.username

    @property
    def question(self) -> str:
        """What is asked of the row, while nobody has said it."""
        if self.asked_unit:
            return f"“{self.unit_text}”是哪一家？"
        if self.asked_twin:
            return f"与第 {self.asked_twin.number} 行的“{self.name}”（{self.asked_twin.unit_text}）是同一个人吗？"
        people = "、".join(f"{user.username}{f'，{user.title}' if user.title else ''}" for user in self.asked_person)
        return f"系统里已有“{self.name}”（{people}），是同一个人吗？" if people else ""


class KnownStaff:
    """Accounts, posts and units as they stand."""

    def __init__(self) -> None:
        self.units = KnownUnits()
        self.active = [unit for unit in self.units.by_id.values() if unit.is_active]
        users = list(User.objects.all())
        self.by_account = {user.username.casefold(): user for user in users}
        self.by_name: dict[str, list[User]] = {}
        for user in users:
            if not user.is_administrator and user.is_active:
                self.by_name.setdefault(user.name, []).append(user)
        held = Holding.objects.current().values_list("user_id", "unit_id", "role")
        self.held = {(user, unit, role) for user, unit, role in held}
        self.at = {(user, unit) for user, unit, _ in self.held}
        self.roles = roles_by_word()

    def called(self, text: str) -> list[Unit]:
        """The units in use that a cell means: by name, else by short name."""
        units = [unit for unit in self.units.called(text) if unit.is_active]
        return units or [unit for unit in self.active if unit.short_name == text]

    def like(self, text: str) -> list[Unit]:
        """The units that a cell may mean: whose name holds it, or is held by it; all where none is."""
        near = [
            unit for unit in self.active if text in unit.name or unit.name in text or (unit.short_name or "\0") in text
        ]
        return near or self.active


def roles_by_word() -> dict[str, list[Role]]:
    """Every role that can be granted by the words people use for it."""
    words: dict[str, list[Role]] = {}
    for role in offered():
        for word in {role.label, role.post}:
            words.setdefault(word, []).append(role)
    return words


def judge_staff(rows: Iterable[dict], meant: Mapping[str, str] = NOBODY_SAID) -> list[StaffLine]:
    """The rows understood, in the order of the file. `meant`: by `unit_<row>` the public id of a unit, by `person_<row>` SAME or
    ANOTHER."""
    known = KnownStaff()
    lines = [_line(row) for row in rows if row.get("name", "")]
    for line in lines:
        _judge_unit(line, known, meant, lines)
        _judge_role(line, known)
    for place, line in enumerate(lines):
        _judge_person(line, known, meant, lines[:place])
    _name_accounts(lines, known)
    _judge_doubles(lines)
    return lines


def _line(row: dict) -> StaffLine:
    data = {name: row.get(name, "") for name in ("title", "phone", "email")}
    texts = {
        "number": row["number"],
        "name": row["name"],
        "unit_text": row.get("unit", ""),
        "role_text": row.get("role", ""),
    }
    line = StaffLine(**texts, data=data, username=row.get("username", ""))
    for name, (word, most) in LIMITS.items():
        if len(row.get(name, "")) > most:
            line.complaints.append(f"{word}最多 {most} 个字，现有 {len(row[name])} 个字")
    try:
        if data["email"]:
            validate_email(data["email"])
        if line.username:
            USERNAME(line.username)
    except ValidationError as error:
        line.complaints += [
            text if line.username and "账号" in text else f"邮箱“{data['email']}”不对" for text in error.messages
        ]
    return line


def _judge_unit(line: StaffLine, known: KnownStaff, meant: Mapping[str, str], lines: Sequence[StaffLine]) -> None:
    """The unit of a row. A name that none has is asked about once, for all rows that write it so."""
    if not line.unit_text:
        line.complaints.append("没有写单位")
        return
    units = known.called(line.unit_text)
    if len(units) == 1:
        line.unit = units[0]
        return
    first = next(one for one in lines if one.unit_text == line.unit_text)
    chosen = meant.get(f"unit_{first.number}", "")
    line.unit = next((unit for unit in known.active if unit.public_id == chosen), None)
    if line.unit is None and first is line:
        line.asked_unit = units or known.like(line.unit_text)
    elif line.unit is None and not first.asked_unit:
        line.complaints.append("没有写单位")


def _judge_role(line: StaffLine, known: KnownStaff) -> None:
    """The role of a row: by its word, and where two share one by the unit."""
    roles = known.roles.get(line.role_text, [])
    if len(roles) > 1 and line.unit:
        roles = [role for role in roles if policies.role_fits(role, line.unit)] or roles
    if len(roles) != 1:
        words = "、".join(role.label for role in offered())
        line.complaints.append(
            f"角色“{line.role_text}”看不懂，请写：{words}" if line.role_text else f"没有写角色，请写：{words}"
        )
        return
    line.role = roles[0]
    if line.unit and not (verdict := policies.role_fits(line.role, line.unit)):
        line.complaints.append(verdict.reason)


def _judge_person(line: StaffLine, known: KnownStaff, meant: Mapping[str, str], above: Sequence[StaffLine]) -> None:
    """Whose post it is."""
    if line.username and (user := known.by_account.get(line.username.casefold())):
        line.user = user
        if user.name != line.name:
            line.complaints.append(f"账号 {user.username} 是{user.name}的，不是{line.name}的")
        elif not (verdict := policies.takes_posts(user)):
            line.complaints.append(verdict.reason)
        return
    if line.username:
        line.twin = next((one for one in above if one.account.casefold() == line.username.casefold()), None)
        if line.twin and line.twin.name != line.name:
            line.complaints.append(f"账号 {line.username} 在第 {line.twin.number} 行是{line.twin.name}的")
        return
    _by_name(line, known, meant.get(f"person_{line.number}", ""), above)


def _by_name(line: StaffLine, known: KnownStaff, said_so: str, above: Sequence[StaffLine]) -> None:
    """A row without an account: a namesake at the same unit is the same person, anybody else is asked about."""
    users = known.by_name.get(line.name, [])
    here = [user for user in users if line.unit and (user.pk, line.unit.pk) in known.at]
    twins = [one for one in above if one.name == line.name]
    twin = next((one for one in twins if one.unit_text == line.unit_text), None)
    if len(here) == 1:
        line.user = here[0]
    elif twin:
        line.twin = twin
    elif len(users) > 1 and said_so != ANOTHER:
        line.complaints.append(f"系统里有 {len(users)} 个人叫“{line.name}”，请在“账号”里写明是哪一个")
    elif users and said_so != ANOTHER:
        line.user = users[0] if said_so == SAME else None
        line.asked_person = [] if line.user else users
    elif twins and said_so != ANOTHER:
        line.twin = twins[0] if said_so == SAME else None
        line.asked_twin = None if line.twin else twins[0]


def _name_accounts(lines: Sequence[StaffLine], known: KnownStaff) -> None:
    """Give every new person an account that nobody has, and say what the row would do."""
    taken = set(known.by_account) | {line.username.casefold() for line in lines if line.username}
    for line in lines:
        if line.user is None and line.twin is None and not line.username and not line.is_asked:
            line.username = _free(account_name(line.name), taken)
            taken.add(line.username)
        if line.user or line.twin:
            line.act = "post"
        if line.user and line.unit and line.role and (line.user.pk, line.unit.pk, str(line.role)) in known.held:
            line.act = "same"


def _free(name: str, taken: set[str]) -> str:
    """`name`, or with the first number that makes it free; never shorter than accounts are."""
    stem = name[:40] if len(name) >= 3 else f"{name or 'user'}01"
    return next(one for one in (stem, *(f"{stem}{n}" for n in range(2, 10_000))) if one not in taken)


def _judge_doubles(lines: Sequence[StaffLine]) -> None:
    rows: dict[Any, StaffLine] = {}
    for line in lines:
        key = (line.account, line.unit and line.unit.pk, line.role)
        if line.unit and line.role and line.account and key in rows:
            line.complaints.append(f"与第 {rows[key].number} 行重复，只留一行")
        rows.setdefault(key, line)


def as_rows(lines: Iterable[StaffLine]) -> list[dict]:
    """What is kept of lines without complaint and question, for who approves."""
    return [
        {
            "number": line.number,
            "name": line.name,
            "username": line.account,
            **line.data,
            "unit": line.unit.public_id,
            "unit_name": line.unit.full_name,
            "role": str(line.role),
            "person": line.user.public_id if line.user else "",
        }
        for line in lines
        if line.unit and line.role and line.act != "same"
    ]
