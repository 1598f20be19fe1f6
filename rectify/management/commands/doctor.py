"""Is everything well? Each line says what was looked at, what was found and, when not well, what to do."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from rectify.audit import proofs
from rectify.audit.models import Event
from rectify.backups.keys import confirmed
from rectify.backups.notes import notes
from rectify.calendars.models import Day
from rectify.celery import app
from rectify.lib.constraints import missing
from rectify.lib.verdict import YES, Verdict, no
from rectify.tasks import HEARTBEAT

LEAST_FREE = 2 * 1024**3
OLDEST_BACKUP = timedelta(days=2)
OLDEST_HEARTBEAT = timedelta(minutes=5)


class Command(BaseCommand):
    help = "检查数据库、队列、磁盘、时钟和日历。全部正常时返回 0。"
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        failed = 0
        for title, verdict in findings():
            self.stdout.write(f"{'正常' if verdict else '异常'}  {title}" + ("" if verdict else f"：{verdict.reason}"))
            failed += not verdict
        if failed:
            raise CommandError(f"有 {failed} 项异常，请按上面的说明处理。")


def findings() -> Iterator[tuple[str, Verdict]]:
    """Every check in turn. Without a database the ones that read it are left out."""
    reached = database()
    yield "数据库", reached
    yield "队列", queue()
    yield "磁盘空间", disk()
    if reached:
        for title, check in IN_DATABASE:
            yield title, check()


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


def disk() -> Verdict:
    free = shutil.disk_usage(settings.VAR).free
    return YES if free >= LEAST_FREE else no(f"{settings.VAR} 只剩 {free // 1024**2} MB，请清理或扩容（至少 2 GB）。")


def heartbeat() -> Verdict:
    last = cache.get(HEARTBEAT)
    if last is None:
        return no("还没有过心跳。请确认 serve（或 worker 和 beat）正在运行，一分钟后再查。")
    age = timezone.now() - datetime.fromisoformat(last)
    minutes = int(age.total_seconds() // 60)
    return YES if age < OLDEST_HEARTBEAT else no(f"最后一次心跳在 {minutes} 分钟前，请重新启动后台工作进程和时钟。")


def proof() -> Verdict:
    """How long ago everything sealed was worked out again, and whether it held."""
    if (last := proofs.last()) is None:
        first = Event.objects.order_by("number").values_list("at", flat=True).first()
        if first is None or timezone.now() - first < proofs.OLD:
            return YES  # the first night is still to come
        return no("还没有核验过。请确认 serve 正在运行，等一夜；或者运行 python manage.py prove")
    if count := last.faults.count():
        return no(
            f"{last.finished_at:%Y-%m-%d} 的核验有 {count} 处不符，请审计管理员看“核验”页。请保留现场，不要恢复备份"
        )
    hours = int((timezone.now() - last.finished_at).total_seconds() // 3600)
    old = proofs.is_old(last, at=timezone.now())
    return no(f"最后一次核验在 {hours} 小时前，请看后台工作进程和时钟") if old else YES


def calendar() -> Verdict:
    year = timezone.localdate().year
    missing = [str(y) for y in (year, year + 1) if not Day.objects.filter(date__year=y).exists()]
    # Next year's notice is published in November: before that nobody can have it.
    if missing == [str(year + 1)] and timezone.localdate().month < 12:
        return YES
    return no(f"缺 {'、'.join(missing)} 年的调休安排，期限暂按周一至周五计算。请在工作日历中导入。") if missing else YES


def guards() -> Verdict:
    names = missing(connection)
    cure = "请运行 python manage.py load_defaults；还缺的是被人去掉的，请保留现场并查数据库日志"
    return no(f"缺 {len(names)} 个（{'、'.join(names[:3])}）。{cure}。") if names else YES


def backups() -> Verdict:
    """The newest is young, and what was last made, read through and rehearsed was good."""
    last, first = notes(), Event.objects.order_by("number").values_list("at", flat=True).first()
    if bad := [note for note in last.values() if not note.ok]:
        return no(bad[0].told)
    since = last["backup"].at if "backup" in last else first
    if since and timezone.now() - since > OLDEST_BACKUP:
        return no("两天内没有备份。请运行 python manage.py backup，并确认时钟和后台工作进程正在运行")
    if "backup" in last and not confirmed():
        return no("备份密钥只在本机。请用 backup --key 打印，与备份分开存放，再用 --key-kept 确认")
    return YES


IN_DATABASE: tuple[tuple[str, Callable[[], Verdict]], ...] = (
    ("数据库的防护", guards),
    ("时钟与后台工作进程", heartbeat),
    ("封存内容的核验", proof),
    ("工作日历", calendar),
    ("备份", backups),
)
