"""Is everything well? Each line says what was looked at, what was found and, when not well, what to do."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from rectify.accounts.actions.recovery import code_file
from rectify.accounts.factors import SeedLost, key_file, opened
from rectify.accounts.models import Factor, Unit, User
from rectify.accounts.roles import ADMINISTRATORS
from rectify.backups.keys import confirmed
from rectify.backups.notes import notes
from rectify.calendars.models import Day
from rectify.celery import app
from rectify.lib import rights, standing
from rectify.lib.verdict import YES, Verdict, no
from rectify.options import storage
from rectify.roof import health

ENOUGH = 3  # telephones, before their word counts against the clock


class Command(BaseCommand):
    help = "检查数据库、队列、磁盘、时钟、备份和日历。全部正常时返回 0。"
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        failed = 0
        for title, verdict in findings():
            self.stdout.write(f"{'正常' if verdict else '异常'}  {title}" + ("" if verdict else f"：{verdict.reason}"))
            failed += not verdict
        for title, verdict in reminders():
            if not verdict:
                self.stdout.write(f"提醒  {title}：{verdict.reason}")
        if failed:
            raise CommandError(f"有 {failed} 项异常，请按上面的说明处理。")


def findings() -> Iterator[tuple[str, Verdict]]:
    """Every check in turn. Without a database the ones that read it are left out."""
    reached = database()
    yield "数据库", reached
    yield "队列", queue()
    if not reached:
        return
    for title, check in IN_DATABASE:
        yield title, check()
    for reading in health.readings():
        yield f"{reading.title}（{reading.age}）", reading.verdict


def reminders() -> Iterator[tuple[str, Verdict]]:
    """What should be otherwise and stops nothing."""
    if not database():
        return
    yield "三员", administrators()
    yield "恢复码", recovery()
    yield "存放文件", stored()


def administrators() -> Verdict:
    """Two of each kind, so that one who is ill or has lost the password stops nothing."""
    there = Counter(User.objects.filter(kind__in=ADMINISTRATORS, is_active=True).values_list("kind", flat=True))
    few = [f"{kind.label} {there[kind]} 人" for kind in ADMINISTRATORS if there[kind] < 2]
    return no(f"每种管理员至少要有两人，现有{'、'.join(few)}。请开通第二个账号。") if few else YES


def recovery() -> Verdict:
    """The last way in is printed."""
    return YES if code_file().exists() else no("还没有。请运行 recover_administrator --print-code，打印后封存。")


def stored() -> Verdict:
    """Offices and units whose files come near their quota."""
    near = [usage.sentence for usage in storage.usages(Unit.objects.all()) if usage.is_near]
    return no("".join(near)) if near else YES


def database() -> Verdict:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        return no(f"连不上，请检查 DATABASE_URL 和数据库是否已启动。数据库的回答：{error}")
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return no(f"有 {len(waiting)} 个结构升级没有执行，请运行 python manage.py migrate") if waiting else YES


def queue() -> Verdict:
    try:
        with app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, timeout=5)
    except Exception as error:
        return no(f"连不上，请检查 CELERY_BROKER_URL 和 Redis 是否已启动。回答：{error}")
    return YES


def calendar() -> Verdict:
    year = timezone.localdate().year
    missing = [str(y) for y in (year, year + 1) if not Day.objects.filter(date__year=y).exists()]
    # Next year's notice is published in November: before that nobody can have it.
    if missing == [str(year + 1)] and timezone.localdate().month < 12:
        return YES
    return no(f"缺 {'、'.join(missing)} 年的调休安排，期限暂按周一至周五计算。请在工作日历中导入。") if missing else YES


def guards() -> Verdict:
    faults = [f"{name} {why}" for name, why in standing.faults(connection)]
    cure = "请运行 python manage.py migrate；还在的是被人动过的，请保留现场并查数据库日志"
    return no(f"{len(faults)} 个不对（{'、'.join(faults[:3])}）。{cure}。") if faults else YES


def role() -> Verdict:
    """The application's role in PostgreSQL may do what pages need and no more."""
    words = rights.excess(connection)
    return no(f"DATABASE_URL 的用户{'、'.join(words)}。{rights.CURE}") if words else YES


def key() -> Verdict:
    """Somebody has shown that the key of the backups is kept elsewhere too."""
    if "backup" not in notes() or confirmed():
        return YES
    return no("备份密钥只在本机。请用 backup --key 打印，与备份分开存放，再用 --key-kept 确认")


def seeds() -> Verdict:
    """The seeds of the second factor open with the key of this machine."""
    bound = Factor.objects.order_by("-bound_at").first()
    try:
        if bound:
            opened(bound.seed)
    except SeedLost:
        return no(f"{key_file()} 不是绑定时的那一把。请从原来的机器拷来；没有了，大家用恢复码登录后重新绑定")
    return YES


def clock() -> Verdict:
    """The telephones of many people agree on another time than this machine."""
    since = timezone.now() - timedelta(days=30)
    offsets = Factor.objects.filter(last_step__gt=since.timestamp() // 30)
    drifts = sorted(offsets.values_list("offset", flat=True))
    middle = drifts[len(drifts) // 2] if len(drifts) >= ENOUGH else 0
    slow = "慢" if middle > 0 else "快"
    return no(f"多数人的动态码显示本机时钟{slow}了约半分钟，请检查时间同步（chrony 或 ntp）") if middle else YES


IN_DATABASE: tuple[tuple[str, Callable[[], Verdict]], ...] = (
    ("数据库的防护", guards),
    ("数据库用户的权限", role),
    ("工作日历", calendar),
    ("备份的密钥", key),
    ("动态码的密钥", seeds),
    ("本机时钟与动态码", clock),
)
