"""Alarms: what those who keep the system have to hear once. Public ids and numbers, no names of files, no texts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from rectify.accounts.models import Unit, User
from rectify.accounts.roles import AccountKind
from rectify.audit import files, proofs
from rectify.audit.models import Proof
from rectify.audit.seals import name_of, whereabouts
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.notices.notify import notify
from rectify.options import storage

REFUSED = "存着的文件与交来时的不是同一份（校验码不符），没有给出。系统管理员已收到告警；请不要改动或重传，等他们处理"


def keepers(*kinds: AccountKind):
    return User.objects.filter(kind__in=kinds, is_active=True)


def of_proof(proof: Proof | None, *, at: datetime) -> None:
    """The last proof of everything, where it found something or is too long ago: each is told once."""
    if proofs.is_old(proof, at=at) and Proof.objects.exists():
        title = "核验已经两天没有完成，请看后台工作进程是否在运行"
        notify(
            keepers(AccountKind.SYSTEM_ADMIN),
            key=f"proof-old:{proof.pk if proof else 0}",
            kind="alarm",
            title=title,
            why="系统管理员",
        )
    of_faults(proof)


def of_faults(proof: Proof | None) -> None:
    """What a proof found is told once."""
    if proof is None or not (count := proof.faults.count()):
        return
    title = f"核验发现 {count} 处不符，请保留现场，不要恢复备份"
    about = {"key": f"proof:{proof.pk}", "kind": "alarm", "title": title}
    notify(keepers(AccountKind.AUDITOR), why="审计管理员", url=reverse("audit:proof"), **about)
    notify(keepers(AccountKind.SYSTEM_ADMIN), why="系统管理员", text="逐条由审计管理员在“核验”页上看", **about)


def of_storage() -> None:
    """Offices and units whose stored files come near their quota, and those that are full: each is told once for a quota."""
    for usage in storage.usages(Unit.objects.all()):
        if usage.is_near:
            step = 100 if usage.is_full else storage.NEAR
            key = f"{usage.key}:{usage.unit.public_id}:{usage.quota}:{step}"
            title = f"{usage.unit}存放的文件已用 {usage.percent}%"
            url, text = reverse("options:storage"), usage.sentence
            system = keepers(AccountKind.SYSTEM_ADMIN)
            notify(system, key=key, kind="alarm", title=title, why="系统管理员", text=text, url=url)


def withheld(row: Any, *, by: User) -> str:
    """Why a stored file is not given out, empty where its bytes are those that were handed in. That they are not is noted in
    the trail and told to the administrators, once a day."""
    if not any(files.faults(row)):
        return ""
    with transaction.atomic():
        record("audit.file.mismatch", row, by=by, row=name_of(row))
        title = f"存着的文件与登记的校验码不符：{name_of(row)}（{whereabouts(row)}）"
        notify(
            keepers(AccountKind.SYSTEM_ADMIN),
            key=f"mismatch:{name_of(row)}:{today()}",
            kind="alarm",
            title=title,
            why="系统管理员",
            text="没有给出。请保留现场，运行 manage.py prove 看还有哪些",
        )
    return REFUSED
