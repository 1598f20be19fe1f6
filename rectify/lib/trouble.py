"""What may be wrong around the program, as a status and a sentence: the database away, busy, slow, read-only, a disk full.

None of it is a fault of the program or of the reader, all of it passes: what people need to know is whether anything was
written, and when to come again.
"""

import errno
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.transaction import TransactionManagementError


@dataclass(frozen=True)
class Trouble:
    """`wait` seconds until it is worth asking again. `certain`: what was sent is not written; otherwise nobody knows: the
    answer may have been lost after the writing."""

    code: str
    status: int
    title: str
    cause: str
    wait: int
    certain: bool = True

    def advice(self, *, sent: bool) -> str:
        """What to do now, for who sent something or only asked for a page."""
        if not sent:
            return "过一会儿再打开这一页。"
        if self.certain:
            return "刚才的没有写入任何数据。填过的内容在草稿里：过一会儿回到那一页，点“恢复那份”再交。"
        return "刚才的不一定办成，请确认结果：回到那一页看一眼，没有办成的再交一次；同一张表单交两次只算一次。"


AWAY = Trouble("away", 503, "数据库暂时连不上", "服务器上的数据库正在重新启动，或者连接断了。", 10, certain=False)
BUSY = Trouble("busy", 409, "别人正在办这一件", "同一件事有人正在写入，等了几秒还没有轮到。", 5)
SLOW = Trouble("slow", 503, "这一步太慢，已经停下", "服务器这时很忙，或者要找的太多。", 30)
LOCKED = Trouble("locked", 503, "数据库正忙", "别的写入还没有完成，等了二十秒没有轮到。", 10)
READ_ONLY = Trouble("read_only", 503, "现在只能看，不能写", "数据库处于只读状态，系统管理员正在维护。", 600)
FULL = Trouble("full", 507, "服务器的磁盘满了", "请告诉系统管理员腾出空间；在那以前只能看，不能写。", 600)

BY_STATE = {
    "55P03": BUSY,
    "40001": BUSY,
    "40P01": BUSY,
    "57014": SLOW,
    "25006": READ_ONLY,
    "53100": FULL,
    "53300": AWAY,
    "57P01": AWAY,
    "57P02": AWAY,
    "57P03": AWAY,
    "25P03": AWAY,
}
CONNECTION = "08"  # the class of states that speak of the connection
BY_WORDS = (
    ("database is locked", LOCKED),
    ("database table is locked", LOCKED),
    ("readonly database", READ_ONLY),
    ("disk is full", FULL),
    ("unable to open database file", AWAY),
    ("disk i/o error", AWAY),
)


def of(error: BaseException | None) -> Trouble | None:
    """What an error says of the surroundings; None where it is a fault of the program."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if isinstance(error, TransactionManagementError):  # a statement after the one that failed
        return of(error.__cause__)
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    state = getattr(error.__cause__, "pgcode", None)
    if state:
        return AWAY if state.startswith(CONNECTION) else BY_STATE.get(state)
    words = str(error).lower()
    for phrase, trouble in BY_WORDS:
        if phrase in words:
            return trouble
    # psycopg2 has no state for what never reached the server, or never came back.
    lost = isinstance(error, (OperationalError, InterfaceError)) and type(error.__cause__).__module__ == "psycopg2"
    return AWAY if lost else None


def first_of(error: BaseException) -> BaseException:
    """The error that came first, of several of which each was raised while another was dealt with; that of the database before
    that of its driver."""
    while error.__context__ is not None and not isinstance(error, (DatabaseError, InterfaceError)):
        error = error.__context__
    return error
