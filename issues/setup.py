"""开局: what an empty installation needs until its first issue is dispatched, in order; who does it, and whether it is done.

Administrators read it too: it counts, and tells nothing of any issue.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from issues.models import Feedback, Issue, Round, RoundUnit, Status
from rectify.accounts.models import Holding, PasswordHalf, StaffList, Unit, User
from rectify.accounts.models.password_half import sides_of
from rectify.accounts.roles import OFFICE_ROLES, UNIT_ROLES, AccountKind, Role
from rectify.accounts.vacancies import lacking, vacant
from rectify.calendars.days import current as calendar
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.lib.remembered import Remembered
from rectify.options.models import StoredOption

OFFICE = "督查办"
SYSTEM, SECURITY = AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN
NAMES = ("frame.name", "frame.office", "frame.phone")


@dataclass(frozen=True)
class SetupStep:
    """One step: whose it is (`who`, in words), what it needs, how much there is by now, where it is done (`url`, empty where
    the reader cannot do it). `aside`: nothing waits for it."""

    name: str
    who: str
    need: str
    count: str
    done: bool
    mine: bool = False
    url: str = ""
    label: str = "去办"
    aside: bool = False
    waits: bool = False


def has_begun() -> bool:
    """Whether an issue was ever dispatched here."""
    return Issue.objects.exclude(dispatched_at=None).exists()


# Administrators have the way to 开局 on every page until then.
begun: Remembered[bool] = Remembered(has_begun, has_begun)


def office_has_begun(user: User) -> bool:
    """Whether an issue of an office in which the person works was ever dispatched."""
    return Issue.objects.filter(round__office__in=user.offices()).exclude(dispatched_at=None).exists()


def may_set_up(user: User) -> bool:
    """The three administrators and the people of an office; nobody else sets anything up."""
    return user.is_administrator or user.holds(*OFFICE_ROLES)


class Setup:
    """The steps as one reader sees them: an administrator those of the whole, people of an office those of theirs."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def rounds(self) -> QuerySet[Round]:
        return Round.objects.all() if self.user.is_administrator else Round.objects.run_by(self.user)

    @cached_property
    def round(self) -> Round | None:
        return self.rounds.order_by("pk").last()

    @cached_property
    def steps(self) -> list[SetupStep]:
        """In order. A step waits while one before it, on which it rests, is not done."""
        steps, blocked = [], False
        for step in self._steps():
            waits = blocked and not step.aside
            steps.append(SetupStep(**(step.__dict__ | {"waits": waits})))
            blocked = blocked or not (step.done or step.aside)
        return steps

    @property
    def next(self) -> SetupStep | None:
        """The first step that is the reader's and can be done now."""
        return next((step for step in self.steps if step.mine and step.url and not step.done and not step.waits), None)

    @property
    def left(self) -> int:
        return sum(not step.done for step in self.steps)

    def _steps(self) -> Iterator[SetupStep]:
        for step in (self._administrators, self._units, self._people, self._slips, self._names, self._calendar):
            yield step()
        for step in (self._round, self._round_units, self._findings, self._dispatch):
            yield step()

    def _of(self, kind: AccountKind, name: str) -> tuple[bool, str]:
        """Whether a step is the reader's as an administrator of `kind`, and the address of the page called `name`."""
        mine = self.user.kind == kind
        return mine, address(name) if mine else ""

    def _works(self) -> bool:
        return self.user.holds(*OFFICE_ROLES)

    def _administrators(self) -> SetupStep:
        people = User.objects.filter(is_active=True).exclude(kind=AccountKind.BUSINESS)
        there = set(people.filter(must_change_password=False).values_list("kind", flat=True))
        lacking_kinds = [kind.label for kind in AccountKind if kind != AccountKind.BUSINESS and kind not in there]
        need = "系统管理员先登录，打印另两人密码条的前一半；三个不同的人各自登录一次，改掉一次性密码。"
        if lacking_kinds:
            need += f"还没有登录过的：{'、'.join(lacking_kinds)}。"
        printed = PasswordHalf.objects.good().filter(side=SYSTEM).values("user")
        newcomers = people.filter(must_change_password=True).exclude(kind=SYSTEM).exclude(pk__in=printed)
        mine = self.user.kind == SYSTEM and any(not user.has_usable_password() for user in newcomers)
        url, count = address("accounts:slips") if mine else "", f"{3 - len(lacking_kinds)} / 3 人"
        return SetupStep("三名管理员", "三员", need, count, not lacking_kinds, mine, url, "打印密码条", aside=True)

    def _units(self) -> SetupStep:
        units = Unit.objects.active()
        done = units.filter(is_office=True).exists() and units.exclude(supervising_office=None).exists()
        need = "一张表导入全部单位：督查办写“是督查办”，其余写由哪个督查办督查。"
        mine, url = self._of(SYSTEM, "accounts:unit_import")
        return SetupStep("单位", SYSTEM.label, need, f"{units.count()} 家", done, mine, url, "导入单位")

    def _people(self) -> SetupStep:
        held = Holding.objects.current().filter(user__is_active=True)
        short = lacking(Role.OFFICE_CLERK, Role.OFFICE_HEAD)
        offices = set(Unit.objects.active().filter(is_office=True).values_list("pk", flat=True))
        staffed = bool(offices) and all(offices - without for without in short.values())
        done = staffed and held.filter(role__in=UNIT_ROLES).exists()
        vacancies = vacant().count()
        need = "一张表：每人的账号和角色，督查办的经办人、负责人，各单位的联络员、主要负责人；安全管理员整份核对。"
        need += f"还有 {vacancies} 家缺人。" if vacancies else ""
        count = f"{held.values('user').distinct().count()} 人"
        waits = StaffList.objects.waiting().last()
        who = SECURITY if waits else SYSTEM
        mine = self.user.kind == who
        page = address("accounts:staff_list", public_id=waits.public_id) if waits else address("accounts:staff_import")
        url = page if mine else ""
        return SetupStep("人员和任职", who.label, need, count, done, mine, url, "核对名单" if waits else "导入名单")

    def _slips(self) -> SetupStep:
        newcomers = User.objects.filter(kind=AccountKind.BUSINESS, is_active=True, must_change_password=True)
        good = PasswordHalf.objects.good()
        sides = sides_of(AccountKind.BUSINESS)
        lacking_side = {side: newcomers.exclude(pk__in=good.filter(side=side).values("user")) for side in sides}
        counts = {side: people.count() for side, people in lacking_side.items()}
        done = User.objects.filter(kind=AccountKind.BUSINESS).exists() and not any(counts.values())
        mine = bool(counts.get(AccountKind(self.user.kind)))
        need = "第一次登录的密码，两位管理员各打印一半，裁开后当面交给本人，72 小时内有效。"
        count = "，".join(f"{half}还差 {number} 张" for half, number in zip("前后", counts.values(), strict=True))
        url = address("accounts:slips") if mine else ""
        return SetupStep(
            "密码条", f"{SYSTEM.label}，{SECURITY.label}", need, count, done, mine, url, "去打印", aside=True
        )

    def _names(self) -> SetupStep:
        stored = StoredOption.objects.filter(key__in=NAMES).values("key").distinct().count()
        need = "系统名称、督查办名称和电话：印在每一页和文书上。"
        mine, url = self._of(SYSTEM, "options:list")
        return SetupStep(
            "名称和电话", SYSTEM.label, need, f"已填 {stored} 项", stored > 0, mine, url, "去填", aside=True
        )

    def _calendar(self) -> SetupStep:
        year = today().year
        known = calendar().known(year)
        need = f"{year} 年的放假和调休：期限和逾期按工作日算。"
        mine, url = self._of(SYSTEM, "calendars:load")
        return SetupStep(
            "工作日历", SYSTEM.label, need, "已装" if known else "未装", known, mine, url, "去装", aside=True
        )

    def _round(self) -> SetupStep:
        count, mine = self.rounds.count(), self._works()
        need = "写明届次、第几轮、时限方案和集中整改期；届次没有的，一起建。"
        url = address("issues:round_new") if mine else ""
        return SetupStep("轮次", OFFICE, need, f"{count} 轮", count > 0, mine, url, "建立轮次")

    def _round_units(self) -> SetupStep:
        count, mine = RoundUnit.objects.filter(round__in=self.rounds).count(), self._works()
        url = address("issues:round_units", public_id=self.round.public_id) if mine and self.round else ""
        need = "勾选本轮被巡察的单位，定单位号。"
        return SetupStep("本轮单位", OFFICE, need, f"{count} 家", count > 0, mine, url, "定单位")

    def _findings(self) -> SetupStep:
        papers = Feedback.objects.filter(round__in=self.rounds).count()
        count, mine = Issue.objects.filter(round__in=self.rounds).count(), self._works()
        url = address("issues:round", public_id=self.round.public_id) if mine and self.round else ""
        need = "登记反馈意见，拆成一件件问题；已有台账的，从表格导入。都先成为草稿。"
        return SetupStep("反馈意见和问题", OFFICE, need, f"{papers} 份，{count} 件", count > 0, mine, url, "登记或导入")

    def _dispatch(self) -> SetupStep:
        drafts = Issue.objects.filter(round__in=self.rounds, status=Status.DRAFT).count()
        begun_here: Callable[[], bool] = (
            has_begun if self.user.is_administrator else lambda: office_has_begun(self.user)
        )
        mine = self._works()
        url = f"{address('issues:list')}?slice=drafts" if mine else ""
        need = "由最后改动草稿以外的人下发，单位就能签收。第一件下发后，本页就收起来。"
        return SetupStep("下发", OFFICE, need, f"草稿 {drafts} 件", begun_here(), mine, url, "去下发")
