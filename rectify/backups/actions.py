"""Leaving restored mode: two administrators of different kinds say that what came back is right."""

from django.db import transaction

from rectify.accounts.models import User
from rectify.audit.models import ChainHead
from rectify.audit.trail import record
from rectify.lib.errors import Conflict, Refused
from rectify.lib.restored import NEEDED, leave, restored, write


@transaction.atomic
def confirm(*, by: User) -> bool:
    """One more word that all is well; True when it was the last one needed and sending begins again."""
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    if not by.is_administrator:
        raise Refused("只有三员可以确认还原无误")
    state = restored()
    if state is None:
        raise Conflict("已经确认完毕，系统正常运行，不用再点")
    if by.kind in state.kinds:
        raise Refused(f"{by.get_kind_display()}已经确认过，还要另一类管理员确认")
    state = state.with_word(by.kind, by.name)
    record("audit.chainhead.confirm", head, by=by)
    if len(state.kinds) < NEEDED:
        write(state)
        return False
    record("audit.chainhead.resume", head, by=by)
    leave()
    return True
