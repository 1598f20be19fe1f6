"""What sort of document it is, and why: by its title, else by its text (docs/rules.md: reading-kind)."""

import re
from collections.abc import Sequence
from typing import NamedTuple

NOTICE = re.compile("整改.*(?:情况|进展).*(?:通报|公布|公开|公示|报告)")
STATE, LETTER = re.compile("整改(?:进展|落实|完成|工作)?情况"), re.compile("函(?!询)|说明")
INSPECTION = re.compile("巡视|巡察|审计")
NO_FEEDBACK = re.compile("动员|推进|落实工作")
TELLING = re.compile("反馈|整改|讲话|动员|推进")
PUBLISHED = re.compile(
    "现将[^。]{0,80}?整改[^。]{0,12}?情况[^。]{0,20}?(?:予以|向社会|(?:公布|公开|公示|通报|报告)如下)"
)
FOUND = re.compile("(?:发现|指出|存在)[^。]{0,60}?(?:问题|不足)")
OPENING = 3


class PaperKind(NamedTuple):
    """The kind by its name and a sentence that says what it was told by."""

    name: str
    reason: str


def kind_of(title: str | None, texts: Sequence[str]) -> PaperKind:
    """The kind of a document; `texts` are the lines of its body."""
    plain = re.sub(r"\s", "", title or "")
    if NOTICE.search(plain):
        return PaperKind("notice", "标题写明是整改情况的通报、公布或报告")
    if STATE.search(plain) and LETTER.search(plain):
        return PaperKind("notice", "标题写明是整改情况的函或说明")
    if "讲话" in plain:
        return PaperKind("speech", "标题写明是讲话")
    if title is None and any(text.startswith("同志们") for text in texts):
        return PaperKind("speech", "没有标题，正文有一行以“同志们”开头")
    if _is_feedback(plain) and not NO_FEEDBACK.search(plain):
        return PaperKind("feedback", "标题写明是巡视、巡察或审计的反馈")
    if TELLING.search(plain):
        return PaperKind("other", "标题写了反馈、整改、动员等事，但不是反馈意见，也不是整改情况，所以没有认问题")
    return _by_text(title, texts)


def _is_feedback(words: str) -> bool:
    return "反馈" in words and INSPECTION.search(words) is not None


def _by_text(title: str | None, texts: Sequence[str]) -> PaperKind:
    silent = "标题没有写明" if title else "没有标题"
    body = "\n".join(texts)
    if match := PUBLISHED.search(body):
        return PaperKind("notice", f"{silent}，正文写了“{match.group()[-20:]}”")
    opening = "".join(texts[:OPENING])
    if _is_feedback(opening) and (match := FOUND.search(body)):
        return PaperKind("feedback", f"{silent}，正文开头写了巡视、巡察或审计的反馈，又写了“{match.group()[-20:]}”")
    return PaperKind("other", f"{silent}，正文开头也看不出是反馈意见或整改情况，所以没有认问题。请选定文种")
