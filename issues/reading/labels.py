"""Labels that a paper puts before the words of an issue (`反馈问题：`, `具体表现：`): no words of the issue, and no evidence for
its class (docs/rules.md: split-labels)."""

import re

from issues.reading.marks import mark_of

LABEL = re.compile(
    r"[\s*#]*(?:(?:巡视|巡察|审计)?(?:反馈|发现|指出)的?|存在的?|主要|具体|突出|整改)*问题(?:描述|表现|内容|清单)?"
    r"(?:\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}))?\s*[：:]"
    r"|[\s*#]*(?:问题的?|主要|具体|突出)*表现(?:形式)?(?:\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}))?\s*[：:]"
)


def begin(words: str) -> int:
    """Where the words of a line begin behind its number and its label; 0 for a line without a label. A label that stands alone
    leaves nothing: the length of `words`."""
    mark = mark_of(words)
    label = LABEL.match(words, mark.end if mark else 0)
    if label is None:
        return 0
    rest = words[label.end() :]
    return label.end() + len(rest) - len(rest.lstrip())


def without(words: str) -> str:
    """`words` line by line without labels."""
    return "\n".join(line[begin(line) :] for line in words.split("\n"))
