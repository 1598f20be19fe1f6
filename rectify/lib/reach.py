"""How far a mark lets a thing go: what a reader gets of it, door by door. The one rule that every door asks (docs/rules.md:
secrecy-doors)."""

from enum import Enum

from rectify.lib.levels import Confidentiality


class Door(Enum):
    """Where something leaves: a page about it, that page on paper, its file looked at, its file taken away, a row among others
    (workbook, print, book of the API), and whatever tells of it (notice, mail, digest, excerpt of a search)."""

    PAGE = "page"
    PAPER = "paper"
    VIEW = "view"
    TAKE = "take"
    ROW = "row"
    TELL = "tell"


class Given(Enum):
    """What a reader gets: all of it; a copy that bears reader and time; the number alone; nothing."""

    WHOLE = "whole"
    COPY = "copy"
    NUMBER = "number"
    NOTHING = "nothing"


# Of each mark and door: what who may see it gets, and what who answers for it gets (by post, or for a reason that is kept).
GIVES: dict[Confidentiality, dict[Door, tuple[Given, Given]]] = {
    Confidentiality.PUBLIC: dict.fromkeys(Door, (Given.WHOLE, Given.WHOLE)),
    Confidentiality.INTERNAL: dict.fromkeys(Door, (Given.WHOLE, Given.WHOLE))
    | dict.fromkeys((Door.PAPER, Door.VIEW), (Given.COPY, Given.COPY)),
    Confidentiality.WORK_SECRET: {
        Door.PAGE: (Given.COPY, Given.COPY),
        Door.PAPER: (Given.COPY, Given.COPY),
        Door.VIEW: (Given.COPY, Given.COPY),
        Door.TAKE: (Given.NOTHING, Given.WHOLE),
        Door.ROW: (Given.NUMBER, Given.WHOLE),
        Door.TELL: (Given.NUMBER, Given.NUMBER),
    },
}


LEFT_OUT = "工作秘密，只列编号"
WARNING = "禁止外传"


def by_number(door: Door, *, answers: bool = False) -> list[Confidentiality]:
    """The marks that leave by `door` as a number alone."""
    return [level for level in Confidentiality if GIVES[level][door][answers] == Given.NUMBER]


def left_out(count: int) -> list[str]:
    """What a workbook or print says of `count` rows that are in it by number alone; nothing of none."""
    return [f"其中 {count} 件是工作秘密，只列编号；要连同内容导出，请写明理由。"] if count else []


def given(level: str, door: Door, *, answers: bool = False) -> Given:
    """What a reader gets at `door` of what bears `level`; `answers`: for it by post, or by a reason given."""
    return GIVES[Confidentiality(level)][door][answers]


def warning(level: str) -> str:
    """禁止外传, of what goes onto paper as a copy alone; nothing of what may go anywhere."""
    return WARNING if given(level, Door.PAPER) == Given.COPY else ""


def called(level: str) -> str:
    """A mark where its bearer may be taken along: 公开; 内部，禁止外传."""
    return "，".join(filter(None, (Confidentiality(level).label, warning(level))))
