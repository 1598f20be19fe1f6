"""Marks of classified material. The system must never hold any: what carries such a mark is refused at the door."""

import re
import unicodedata

MARK = re.compile("绝密|机密|秘密")
# Words that hold the sign but mark nothing: the subject of a rule, not the class of a paper.
HARMLESS = re.compile("(?:国家|工作|商业|技术|审判|检察|监察|保守|泄露|个人|通信|职业)秘密|秘密书|机密性")
EXPLAINED = "本系统不得处理涉密信息"


def marked(text: str) -> str:
    """The mark (绝密, 机密, 秘密) that `text` carries, or nothing. Blanks and signs put between the characters do not hide it."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "ZC")
    found = MARK.search(HARMLESS.sub("", plain))
    return found.group() if found else ""
