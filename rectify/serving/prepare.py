"""What must be true before the first page is served. Every step may be done again without harm."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError, connection, connections

from rectify.lib import rights, standing
from rectify.serving import frontend, place

Say = Callable[[str], None]


PREPARING = settings.VAR / "run" / "prepare.lock"  # held while a start prepares: other commands wait for it


def prepare(say: Say) -> None:
    """Front end, database, default data, demo city, collected files. Raises CommandError with a sentence."""
    PREPARING.parent.mkdir(parents=True, exist_ok=True)
    with place.claim_folder(PREPARING, wait=True):  # whoever asks whether it is held holds it for a moment
        _prepare(say)
    if not get_user_model().objects.exists():
        say(f"还没有账号。请另开一个窗口，在这个文件夹里运行 {place.typed('create_administrators')} 建立三名管理员。")
    connections.close_all()


def _prepare(say: Say) -> None:
    build_frontend(say)
    reach_database()
    say("正在准备数据库……")
    call_command("migrate", verbosity=0, interactive=False)
    load(say)
    look_at_walls(say)
    say("正在汇集静态文件……")
    call_command("collectstatic", verbosity=0, interactive=False)


def build_frontend(say: Say) -> None:
    try:
        frontend.build(settings.BASE_DIR / "static", say=say)
    except frontend.BuildFailed as failed:
        raise CommandError(str(failed)) from failed


def reach_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"连不上数据库，请检查 DATABASE_URL 和数据库是否已启动。数据库的回答：{error}") from error


def look_at_walls(say: Say) -> None:
    """What the database should refuse by itself and would not. People can work meanwhile: it is told, here and by `doctor`."""
    for name, why in standing.faults(connection):
        say(f"注意：数据库的防护 {name} {why}。请保留现场，查数据库日志，并运行 {place.typed('prove')}。")
    if words := rights.excess(connection):
        say(f"注意：DATABASE_URL 的用户{'、'.join(words)}。{rights.CURE}。")


def load(say: Say) -> None:
    """Default data always (it only adds what is missing); the demo city only into a database without people."""
    known = get_commands()
    if "load_defaults" in known:
        say("正在装入默认数据……")
        call_command("load_defaults")
    people = get_user_model().objects.exists()
    if not people and settings.DEMO and "demo" in known:
        say("数据库是空的，正在建立演示城市（设置 DEMO=0 则不建立）……")
        call_command("demo")
