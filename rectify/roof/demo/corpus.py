"""A measuring world of any size: 190 units, 60 people, N issues of which each is the same on every machine.

Shape: 40 % open, due from 60 days ago to 90 days ahead (so 16 % are open and overdue), the rest closed within two years.
Two weekly reports an issue, twenty on issues 1, 1001, …; “消防通道” stands in about 1 % of the titles, “锅炉房压力表” in 20.
Rows are written in bulk, not by moves: nobody works with them. The ledger agrees with them all the same.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from issues.models import Category, Phase, PhaseKind, Round, RoundKind, RoundUnit, RuleProfile, Term, Week
from rectify.accounts.models import Holding, Sector, Unit, User
from rectify.accounts.roles import Role
from rectify.lib.dates import at_time, monday
from rectify.lib.pinyin import pinyin_key

LOGIN, PASSWORD = "leader", "bench-Pass-1"
UNITS, BRANCHES, PEOPLE, WEEKS = 200, 10, 60, 20
WORDS = [
    "安全出口",
    "配电箱",
    "应急照明",
    "灭火器",
    "防护栏杆",
    "脚手架",
    "临时用电",
    "动火作业",
    "有限空间",
    "危险化学品",
    "特种设备",
    "压力容器",
    "起重机械",
    "劳动防护",
    "培训记录",
    "应急预案",
    "隐患排查",
    "台账资料",
    "责任制度",
    "操作规程",
    "标识标牌",
    "通风设施",
    "排水系统",
    "消火栓",
    "烟感探头",
    "疏散指示",
    "电缆敷设",
    "接地电阻",
    "安全距离",
    "值班记录",
    "检验报告",
    "维护保养",
    "作业许可",
    "监护人员",
    "承包单位",
    "现场管理",
    "仓库存放",
    "设备运行",
    "环境卫生",
    "车辆管理",
]
FAULTS = [
    "不符合要求",
    "未按规定设置",
    "缺失",
    "损坏未修复",
    "超期未检",
    "记录不完整",
    "未落实到位",
    "存在隐患",
    "管理混乱",
    "需立即整改",
    "未及时更新",
    "数量不足",
    "标识不清",
    "未经审批",
    "责任不明确",
]
# One of eight, in the corpus's own numbers: 1 待签收 or 方案编制, 2 整改中, 3 待初审, 4 待审定.
OPEN_STATES = (1, 1, 2, 2, 2, 2, 3, 4)
MASK = 0xFFFFFFFF


@dataclass
class CorpusWorld:
    """What the issues hang on."""

    units: list[int]  # ids of units 1 … 200, in order
    people: list[int]  # ids of people 1 … 60
    head: User
    clerk: User
    checker: User
    round: Round
    weeks: list[int]  # ids, the oldest first
    categories: list[int]
    today: date


def mixed(number: int, salt: int) -> int:
    """A number below 2³¹ that looks random and is the same everywhere: PostgreSQL's hashint8extended, its lower half."""
    a = b = c = (0x9E3779B9 + 4 + 3923095) & MASK
    if salt:
        a, b = (a + (salt >> 32)) & MASK, (b + (salt & MASK)) & MASK
        for turn in (4, 6, 8, 16, 19, 4):
            a, c = ((a - c) & MASK) ^ _turned(c, turn), (c + b) & MASK
            a, b, c = b, c, a
    a = (a + ((number & MASK) ^ (number >> 32))) & MASK
    for name, turn in zip("cabcabc", (14, 11, 25, 16, 4, 14, 24), strict=True):
        if name == "c":
            c = ((c ^ b) - _turned(b, turn)) & MASK
        elif name == "a":
            a = ((a ^ c) - _turned(c, turn)) & MASK
        else:
            b = ((b ^ a) - _turned(a, turn)) & MASK
    return c & 0x7FFFFFFF


def _turned(value: int, by: int) -> int:
    value &= MASK
    return ((value << by) | (value >> (32 - by))) & MASK


def unit_of(number: int) -> int:
    return 1 + BRANCHES + mixed(number, 4) % (UNITS - BRANCHES)


def person_of(number: int) -> int:
    return 1 + (unit_of(number) + mixed(number, 5) % 5) % PEOPLE


def is_open(number: int) -> bool:
    return mixed(number, 1) % 100 < 40


def state_of(number: int) -> int:
    if is_open(number):
        return OPEN_STATES[mixed(number, 3) % 8]
    return 5 if mixed(number, 3) % 12 else 6


def due_of(number: int, today: date) -> date:
    away = mixed(number, 2) % 150 - 60 if is_open(number) else -(mixed(number, 2) % 700)
    return today + timedelta(days=away)


def title_of(number: int, count: int) -> str:
    word = WORDS[mixed(number, 7) % len(WORDS)]
    if mixed(number, 6) % 100 == 0:
        word = "消防通道"
    if count >= 20 and number % (count // 20) == 7 % (count // 20):
        word = "锅炉房压力表"
    return f"{word}{FAULTS[mixed(number, 8) % len(FAULTS)]}（第{number}号）"


def text_of(number: int, salt: int, parts: int) -> str:
    """So many clauses; a stop after the second, a comma elsewhere."""
    text = ""
    for k in range(1, parts + 1):
        clause = WORDS[mixed(number * 31 + k, salt) % 40] + FAULTS[mixed(number * 37 + k, salt) % 15]
        text += (("。" if k % 3 == 0 else "，") if text else "") + clause
    return text


def found(today: date) -> CorpusWorld:
    """Units, people, round and weeks. Needs the default data and a database without people."""
    office, units = make_units()
    head, clerk, checker, people = make_people(office, units)
    term = Term.objects.create(name="测量届", starts=today - timedelta(days=1500))
    round_ = Round.objects.create(
        term=term,
        number=1,
        name="测量用第一轮巡察",
        office=office,
        kind=RoundKind.objects.get(code="regular"),
        profile=RuleProfile.objects.get(code="city"),
        report_due=today + timedelta(days=30),
    )
    Phase.objects.create(round=round_, kind=PhaseKind.CONCENTRATED, starts=today - timedelta(days=900))
    leaves = range(BRANCHES + 1, UNITS + 1)
    RoundUnit.objects.bulk_create(RoundUnit(round=round_, unit_id=units[u - 1], number=u) for u in leaves)
    categories = Category.objects.filter(scheme__code="common_problems").order_by("order").values_list("pk", flat=True)
    weeks = make_weeks(round_, today)
    return CorpusWorld(units, people, head, clerk, checker, round_, weeks, list(categories), today)


def make_units() -> tuple[Unit, list[int]]:
    """The root, nine below it, 190 leaves, and the office."""
    sector = Sector.objects.get(code="department")
    office = Unit.objects.create(
        name="测量用巡察整改办", order=0, is_office=True, path="", pinyin=pinyin_key("测量用巡察整改办")
    )
    Unit.objects.filter(pk=office.pk).update(path=f"{office.pk}/")
    made: list[Unit] = []
    for number in range(1, UNITS + 1):
        above = None if number == 1 else made[0] if number <= BRANCHES else made[(number - BRANCHES - 1) % 9 + 1]
        name = f"单位{number}"
        unit = Unit.objects.create(
            name=name,
            parent=above,
            order=number,
            sector=sector,
            supervising_office=office,
            path="",
            pinyin=pinyin_key(name),
        )
        unit.path = f"{above.path if above else ''}{unit.pk}/"
        made.append(unit)
    Unit.objects.bulk_update(made, ["path"])
    return Unit.objects.get(pk=office.pk), [unit.pk for unit in made]


def make_people(office: Unit, units: list[int]) -> tuple[User, User, User, list[int]]:
    """The head who sees all, two clerks, and sixty who serve the units; one password for all."""
    password, since = make_password(PASSWORD), date(2020, 1, 1)

    def person(username: str, name: str) -> User:
        return User.objects.create(username=username, name=name, password=password, must_change_password=False)

    head, clerk, checker = person(LOGIN, "负责人"), person("clerk", "经办人"), person("checker", "复核人")
    posts = [(head, Role.OFFICE_HEAD), (clerk, Role.OFFICE_CLERK), (checker, Role.OFFICE_CLERK)]
    Holding.objects.bulk_create(Holding(user=u, role=role, unit=office, starts=since) for u, role in posts)
    people = [person(f"user{number}", f"用户{number}").pk for number in range(1, PEOPLE + 1)]
    rows = []
    for number in range(BRANCHES + 1, UNITS + 1):
        for step, role in enumerate((Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)):
            serving = people[(number + step) % PEOPLE]
            rows.append(Holding(user_id=serving, role=role, unit_id=units[number - 1], starts=since))
    Holding.objects.bulk_create(rows)
    return head, clerk, checker, people


def make_weeks(round_: Round, today: date) -> list[int]:
    """Finished weeks before this one."""
    first = monday(today) - timedelta(weeks=WEEKS)
    rows = []
    for number in range(WEEKS):
        starts = first + timedelta(weeks=number)
        at = moments(starts)
        rows.append(
            Week(
                round=round_,
                starts=starts,
                number=starts.isocalendar().week,
                opens_due=at[0],
                dispatch_due=at[0],
                nudge_due=at[2],
                report_due=at[3],
                missed_due=at[4],
                summary_due=at[4],
                opened_at=at[0],
                dispatched_at=at[0],
                nudged_at=at[2],
                missed_at=at[4],
                summarised_at=at[4],
            )
        )
    Week.objects.bulk_create(rows)
    return list(Week.objects.filter(round=round_).order_by("starts").values_list("pk", flat=True))


def moments(starts: date) -> list[datetime]:
    morning = datetime.min.time().replace(hour=9)
    return [at_time(starts + timedelta(days=day), morning) for day in range(5)]
