"""A stranger's first day, by the README alone: from an empty installation and one workbook of 55 people to issues that are
dispatched. Every click, activating key, choice and filled field is counted, and an address is typed once for each log-in."""

import os
import re
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook

from issues.models import Issue, Status
from issues.setup import begun
from rectify.accounts.models import Holding

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("FIRST_DAY")  # a folder: every page that the day comes to, at both widths
MOST = 120  # of the first three steps, log-ins included
PASSWORD = "Jiang-he-hu-hai-7"
FEEDBACK = """关于对市水务局党组巡察的反馈意见
一、巡察发现的主要问题
（一）学习贯彻不够深入。党组会议全年仅有3次安排第一议题学习。
（二）河道管护责任落实不严格。两处河段巡河记录前后矛盾。
"""


class Hand:
    """A person at a computer of their own: what they do is counted, by what it is and under the step it is done for."""

    def __init__(self, page: Any, counts: Counter, day: "Day") -> None:
        self.page, self.counts, self.day = page, counts, day

    def _did(self, what: str) -> None:
        self.counts[self.day.step, what] += 1
        self.day.picture(self.page)

    def open(self) -> None:
        self.page.goto("/")
        self._did("address")

    def _field(self, label: str) -> Any:
        return self.page.get_by_label(re.compile(f"^{label}(（可不填）)?$"))

    def fill(self, label: str, text: str) -> None:
        self._field(label).fill(text)
        self.counts[self.day.step, "fill"] += 1

    def choose(self, label: str, place: int = 1) -> None:
        self._field(label).select_option(index=place)
        self.counts[self.day.step, "choose"] += 1

    def tick(self, label: str) -> None:
        self.page.get_by_role("checkbox", name=label).first.check()
        self.counts[self.day.step, "choose"] += 1

    def file(self, label: str, path: Path) -> None:
        self._field(label).set_input_files(path)
        self.page.get_by_text("已选《").wait_for()
        self.counts[self.day.step, "choose"] += 1

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        self._did("click")

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def key(self, where: str, key: str) -> None:
        self.page.locator(where).press(key)
        self._did("key")

    def log_in(self, name: str, password: str) -> None:
        """The first time: with what was handed over, and a password of one's own."""
        self.open()
        self.fill("账号", name)
        self.fill("密码", password)
        self.click("登录")
        self.fill("现在的密码", password)
        self.fill("新密码", PASSWORD)
        self.fill("再输一遍新密码", PASSWORD)
        self.click("设好密码，进入系统")


class Day:
    """What was done for which step; `str` tells it."""

    def __init__(self, open_page: Any) -> None:
        self.open_page, self.step, self.pictures = open_page, "", 0
        self.counts: Counter[tuple[str, str]] = Counter()
        self.people: list[Hand] = []

    def __str__(self) -> str:
        steps = dict.fromkeys(step for step, _ in self.counts)
        return "; ".join(f"{step} {self.of(step)}" for step in steps) + f"; all {self.counts.total()}"

    def person(self) -> Hand:
        self.people.append(Hand(self.open_page(), self.counts, self))
        return self.people[-1]

    def of(self, *steps: str) -> int:
        return sum(count for (step, _), count in self.counts.items() if step in steps)

    def picture(self, page: Any) -> None:
        if not PICTURES:
            return
        self.pictures += 1
        for width in (390, 1366):
            page.set_viewport_size({"width": width, "height": 768})
            page.screenshot(path=f"{PICTURES}/{self.pictures:03}-{width}.png", full_page=True)


@pytest.fixture
def installed(transactional_db):
    """What the first start does, and the command that README names: account → what the screen shows for it."""
    call_command("load_defaults", verbosity=0)
    begun.forget()
    told = StringIO()
    call_command("create_administrators", stdout=told)
    return dict(re.findall(r"账号 (\w+)  (?:一次性密码|后一半) (\S+)", told.getvalue()))


@pytest.fixture
def workbook(tmp_path):
    """Both lists, as somebody types them: the units, then 55 people with their posts."""
    book = Workbook()
    units, people = book.active, book.create_sheet("人员名单")
    units.title = "单位名单"
    units.append(["单位名称", "上级单位", "排序", "板块", "督查单位", "是督查办"])
    units.append(["江源市", "", 1, "", "", ""])
    units.append(["市委巡察整改督查办公室", "江源市", 2, "", "", "是"])
    people.append(["姓名", "单位", "角色", "职务"])
    office = "市委巡察整改督查办公室"
    for name, role in (("程远", "督查经办人"), ("方敏", "督查经办人"), ("罗正", "督查负责人"), ("秦川", "领导")):
        people.append([name, office, role, "科长"])
    people.append(["贺兰", office, "督查负责人", "副主任"])
    for number, name in enumerate(UNITS):
        units.append([name, "江源市", number + 3, "部门", office, ""])
        people.append([f"{SURNAMES[number]}联", name, "联络员", "科长"])
        people.append([f"{SURNAMES[number]}主", name, "主要负责人", "局长"])
    path = tmp_path / "单位和人员.xlsx"
    book.save(path)
    return path


NAMES = (
    "水务 财政 教育 公安 民政 司法 人社 资源 生态 住建 "
    "交通 农业 商务 文旅 卫健 应急 审计 国资 市监 体育 统计 医保 林业 信访 粮食"
)
UNITS = [f"市{name}局" for name in NAMES.split(" ")]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔"


def halves(hand: Hand) -> dict[str, tuple[str, str]]:
    """Name → account and half, as they stand on the slips."""
    slips = hand.page.locator(".slips > li").all()
    parts = [[slip.locator("b").nth(n).inner_text() for n in range(3)] for slip in slips]
    return {name: (account, half) for name, account, half in parts}


def three_administrators(day: Day, screen: dict[str, str]) -> list[Hand]:
    """The system administrator comes in with what the screen shows, and prints the first halves of the other two."""
    hands, first = [], {"sysadmin": ""}
    for name in ("sysadmin", "secadmin", "auditor"):
        hands.append(day.person())
        hands[-1].log_in(name, first[name] + screen[name])
        hands[-1].sees("从空的系统到下发第一件问题")
        if name == "sysadmin":
            hands[-1].click("打印密码条", "link")
            hands[-1].click("打印勾选的这一半")
            first |= dict(halves(hands[-1]).values())
            hands[-1].click("开局", "link")
    return hands


def units(system: Hand, workbook: Path) -> None:
    system.click("导入单位", "link")
    system.file("文件", workbook)
    system.click("读这个文件")
    system.click("确认，写入")
    system.sees("已写入：新增 27 家")


def people(system: Hand, security: Hand, workbook: Path) -> dict[str, tuple[str, str]]:
    """Name → account and first password, put together from the two slips."""
    system.click("导入名单", "link")
    system.file("文件", workbook)
    system.click("读这个文件")
    system.click("提交核对")
    security.click("开局", "link")
    security.click("核对名单", "link")
    security.click("同意 55 人")
    security.click("打印勾选的这一半")
    second = halves(security)
    system.click("开局", "link")
    system.click("去打印", "link")
    system.click("打印勾选的这一半")
    first = halves(system)
    assert len(first) == len(second) == 55
    return {name: (account, half + second[name][1]) for name, (account, half) in first.items()}


def options(system: Hand) -> None:
    system.click("开局", "link")
    system.click("去填", "link")
    system.click("修改 系统名称", "link")
    system.fill("系统名称", "江源巡察整改")
    system.click("保存这条规则")


def round_with_units(clerk: Hand) -> None:
    clerk.click("建立轮次", "link")
    clerk.fill("届次", "五届市委")
    clerk.fill("第几轮", "1")
    clerk.fill("名称", "五届市委第一轮巡察")
    clerk.choose("方式")
    clerk.choose("时限方案")
    clerk.fill("集中整改期开始", timezone.localdate().isoformat())
    clerk.click("建立轮次")
    clerk.click("定单位", "link")
    clerk.tick("市水务局")
    clerk.click("保存本轮单位")


def feedback(clerk: Hand, paper: Path) -> None:
    clerk.click("登记反馈意见", "link")
    clerk.choose("被巡察单位")
    clerk.fill("反馈日期", timezone.localdate().isoformat())
    clerk.file("反馈意见文件", paper)
    clerk.click("登记，原文冻结")
    clerk.sees("把反馈意见拆成问题")
    for _ in range(2):
        clerk.choose("类别")
        clerk.key(".decide button", "Enter")
    clerk.click("核对后生成", "link")
    clerk.fill("整改期限", "3个月内")
    clerk.click("生成 2 件草稿")
    clerk.sees("条条有着落")


def dispatch(head: Hand) -> None:
    head.click("去下发", "link")
    head.tick("选择本页全部")
    head.click("下发所选草稿")
    head.click("下发 2 件")
    head.sees("已下发 2 件")


def test_a_stranger_comes_to_the_first_dispatch(installed, workbook, open_page, tmp_path, capsys):
    day, paper = Day(open_page), tmp_path / "反馈意见.txt"
    paper.write_text(FEEDBACK, encoding="utf-8")
    day.step = "three administrators"
    system, security, _ = three_administrators(day, installed)
    day.step = "units"
    units(system, workbook)
    day.step = "people"
    slips = people(system, security, workbook)
    assert Holding.objects.count() == 55
    day.step = "options"
    options(system)
    day.step = "round"
    clerk = day.person()
    clerk.log_in(*slips["程远"])
    round_with_units(clerk)
    day.step = "feedback"
    feedback(clerk, paper)
    day.step = "dispatch"
    head = day.person()
    head.log_in(*slips["罗正"])
    dispatch(head)
    assert Issue.objects.filter(status=Status.DISPATCHED).count() == 2
    with capsys.disabled():
        print(f"\n{day}")
    assert day.of("three administrators", "units", "people") <= MOST, day
    assert sum(count for (_, what), count in day.counts.items() if what == "address") == len(day.people)
