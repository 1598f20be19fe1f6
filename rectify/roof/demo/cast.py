"""Who lives in the demo city: units in a tree, and people who hold posts there, as the administrators set them up."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from rectify.accounts.actions import holdings, units
from rectify.accounts.models import Sector, Unit, User
from rectify.accounts.roles import AccountKind, Role, offered
from rectify.audit.trail import record
from rectify.roof.demo.findings import DATA

PASSWORD = "Yuanjiang-2026"  # noqa: S105  printed for everybody: the demo is bound to this machine
ADMINISTRATORS = (
    ("sysadmin", "江澄", AccountKind.SYSTEM_ADMIN),
    ("secadmin", "柳絮", AccountKind.SECURITY_ADMIN),
    ("auditor", "石磊", AccountKind.AUDITOR),
)
OFFICES = {"office", "tbb"}  # the city's, and a county's whose rounds go by other procedures
SURNAMES = "赵钱孙李吴郑王冯陈褚卫蒋韩杨朱秦尤吕施张孔曹严华金魏姜戚谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳"
GIVEN = (
    "文博雅琴建国秀兰志强慧敏明哲丽华俊杰晓燕国栋海燕立新春梅永康玉洁成林思敏振华佳宁家骏若兰云峰月华"  # two signs each
)
TITLES = {"county": "县（区）委书记", "township": "镇党委书记", "department": "党组书记"}  # elsewhere 党委书记


@dataclass
class Cast:
    """Units and people by their codes; what each unit is like at reporting, and in which rounds it was inspected."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    manner: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, list[int]] = field(default_factory=dict)
    names: Iterator[str] = iter(())

    @property
    def office(self) -> Unit:
        return self.units["office"]

    def inspected(self, number: int) -> list[str]:
        return [code for code, rounds in self.rounds.items() if number in rounds]

    def liaison(self, unit_id: int) -> User:
        return self.people[f"{self.code_of(unit_id)}1"]

    def principal(self, unit_id: int) -> User:
        return self.people[f"{self.code_of(unit_id)}2"]

    def code_of(self, unit_id: int) -> str:
        return next(code for code, unit in self.units.items() if unit.pk == unit_id)

    def __getattr__(self, name: str) -> User:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)


def assemble(rng: Random, *, since: date) -> Cast:
    """Set up everything that is there before the first inspection. People hold their posts from `since`."""
    cast = Cast(names=names(rng))
    one_hash = make_password(PASSWORD)  # of one password: fifty times the same work would take half a minute
    for username, name, kind in ADMINISTRATORS:
        cast.people[username] = account(username, name, kind, password=one_hash, by=None)
    set_up_units(cast)
    for post, username, name, title, codes in [*of_roles(), *(row.values() for row in rows("people"))]:
        person = account(username, name, AccountKind.BUSINESS, title=title, password=one_hash, by=cast.sysadmin)
        cast.people[username] = person
        for code in codes.split():
            give(cast, person, role=post, code=code, since=since)
    for code in cast.rounds:
        staff(cast, code, one_hash, since)
    cast.people = {user.username: user for user in User.objects.all()}
    return cast


def set_up_units(cast: Cast) -> None:
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    for order, row in enumerate(rows("units")):
        unit = units.create(
            name=row["name"],
            short_name=row["short_name"],
            parent=cast.units.get(row["parent"]),
            order=order,
            sector=sectors.get(row["sector"]),
            is_office=row["code"] in OFFICES,
            supervising_office=cast.units.get(row["office"]),
            by=cast.sysadmin,
        )
        cast.units[row["code"]] = unit
        if row["sector"]:
            cast.manner[row["code"]] = row["manner"]
            cast.rounds[row["code"]] = [int(number) for number in row["rounds"].split()]


def of_roles() -> Iterator[tuple[str, str, str, str, str]]:
    """The one person whom each role's file names, as rows of people.csv: post, account, name, title, units."""
    for role in offered():
        if role.person and role.person.name:
            yield role.value, role.person.username, role.person.name, role.person.title, role.person.units


def staff(cast: Cast, code: str, password: str, since: date) -> None:
    """A unit's liaison (code + 1) and principal (code + 2)."""
    sector = cast.units[code].sector.code
    posts = (("1", Role.UNIT_LIAISON, "办公室主任"), ("2", Role.UNIT_PRINCIPAL, TITLES.get(sector, "党委书记")))
    for number, role, title in posts:
        username = f"{code}{number}"
        person = account(
            username, next(cast.names), AccountKind.BUSINESS, title=title, password=password, by=cast.sysadmin
        )
        cast.people[username] = person
        give(cast, person, role=role, code=code, since=since)


def account(username: str, name: str, kind: str, *, password: str, by: User | None, title: str = "") -> User:
    """An account with the demo's password, which need not be changed; the trail says who opened it."""
    user = User.objects.create(
        username=username, name=name, kind=kind, title=title, password=password, must_change_password=False
    )
    if by is None:
        record("accounts.administrator.create", user, by=None, label=AccountKind(kind).label, username=username)
    else:
        record("accounts.user.create", user, by=by, username=username, name=name, label=AccountKind(kind).label)
    return user


def give(cast: Cast, person: User, *, role: str, code: str, since: date) -> None:
    holdings.grant(user=person, role=role, unit=cast.units[code], by=cast.secadmin, starts=since)


def names(rng: Random) -> Iterator[str]:
    """Invented people, none twice."""
    first_names = [GIVEN[place : place + 2] for place in range(0, len(GIVEN), 2)]
    pairs = [surname + each for surname in SURNAMES for each in first_names]
    rng.shuffle(pairs)
    return iter(pairs)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
