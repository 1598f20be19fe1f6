"""Rows that were ticked on a page: how many go at once, and what is said of a tick that no row answers to any more."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest

MOST = 200


def ticked(request: HttpRequest, *, most: int = MOST) -> list[str]:
    """The ids that were sent, each once, as many as go at once. What is over that is said."""
    sent = list(dict.fromkeys(request.POST.getlist("ids") or request.GET.getlist("ids")))
    if over := sent[most:]:
        messages.warning(request, f"一次最多办 {most} 条：勾选的后 {len(over)} 条没有动，请再勾选一次")
    return sent[:most]


def tell_left(request: HttpRequest, ids: Sequence[str], found: int) -> None:
    """Say how many of the ticked `ids` are none of the `found` rows: not which, nor why, since it tells nobody who is not named
    for an issue that this one is restricted by now."""
    if left := len(ids) - found:
        why = "现在不在您能办的里面，别人办过的、改派的、调整过范围的都不再列出"
        messages.warning(request, f"勾选的有 {left} 条没有办：{why}")
