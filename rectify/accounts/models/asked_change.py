from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.accounts.models.holding import Holding
from rectify.accounts.models.unit import Unit
from rectify.accounts.roles import ADMINISTRATORS, AccountKind, Role
from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id

WAITS_FOR = timedelta(days=7)
HEADS = (Role.OFFICE_HEAD, Role.UNIT_PRINCIPAL)


class AskedChangeQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The two administrators see all, the third what is asked of administrators' accounts; others what concerns themselves
        or a unit that they head."""
        if user.kind in (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN):
            return self.all()
        concerns = Q(person=user)
        if user.kind == AccountKind.AUDITOR:
            concerns |= Q(account__in=ADMINISTRATORS)
        elif paths := user.paths(*HEADS):
            offices = [post.unit_id for post in user.posts if post.role == Role.OFFICE_HEAD]
            units = Unit.objects.filter(Q(supervising_office__in=offices) | _at(paths))
            posts = Holding.objects.current().filter(unit__in=units)
            concerns |= Q(unit__in=units) | Q(unit=None, person__in=posts.values("user"))
        return self.filter(concerns)

    def waiting(self, at: datetime | None = None) -> Self:
        """Those that can still be agreed to."""
        return self.filter(state=AskedChange.State.WAITING, asked_at__gt=(at or timezone.now()) - WAITS_FOR)

    def due(self, at: datetime) -> Self:
        """Agreed, and their time has come."""
        return self.filter(state=AskedChange.State.AGREED, effective_from__lte=at)


def _at(paths: list[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


class AskedChange(models.Model):
    """待确认的变更: what one administrator asks and another person has to agree to (docs/rules.md: second-hand). `kind` is a row
    of `rectify.accounts.changes`, `data` what it takes, `does` and `gains` the sentences shown when it was asked."""

    class State(models.TextChoices):
        WAITING = "waiting", "等第二人确认"
        AGREED = "agreed", "已同意，到时生效"
        DONE = "done", "已办"
        FAILED = "failed", "没有办成"
        DECLINED = "declined", "没有同意"
        CANCELLED = "cancelled", "已撤销"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    kind = models.CharField("变更", max_length=40)
    account = models.CharField("账号类别", max_length=20, choices=AccountKind, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="涉及的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_changes",
    )
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="涉及的单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    data = models.JSONField("内容", default=dict)
    does = models.JSONField("将要办的", default=list)
    gains = models.JSONField("谁会多看到、多办到", default=list)
    reason = models.CharField("依据", max_length=200, blank=True)
    asked_at = models.DateTimeField("提出时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确认人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    effective_from = models.DateTimeField("生效时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.CharField("不同意、撤销或者没有办成的理由", max_length=400, blank=True)

    objects = AskedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = verbose_name_plural = "待确认的变更"
        constraints = [
            together("decided"),
            together("cancelled"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "agreed", "done", "failed", "declined", "cancelled"]),
                name="asked_change_state_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="asked_change_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "done", "failed", "declined"]) | Q(decided_at__isnull=False),
                name="asked_change_not_done_alone",
            ),
        ]

    def __str__(self):
        return "；".join(self.does)

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.WAITING and self.asked_at <= timezone.now() - WAITS_FOR

    @property
    def is_open(self) -> bool:
        """Whether it can still be called off."""
        return self.state == self.State.AGREED or (self.state == self.State.WAITING and not self.is_expired)

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + WAITS_FOR

    @property
    def units(self) -> list[Unit]:
        """The units concerned: the one it is about, else those where the person holds posts."""
        if self.unit:
            return [self.unit]
        if self.person is None:
            return []
        posts = Holding.objects.current().filter(user=self.person).select_related("unit__supervising_office")
        return [post.unit for post in posts]

    @property
    def confirming(self) -> list[AccountKind]:
        """The kinds of administrator whose word it needs: for an account of business the other one of two, for an account of an
        administrator the one who neither asked nor is of its kind."""
        if self.account in ADMINISTRATORS:
            return [kind for kind in ADMINISTRATORS if kind not in (self.account, self.asked_by.kind)]
        both = (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
        return [kind for kind in both if kind != self.asked_by.kind]

    @property
    def waits_for(self) -> str:
        return "或".join(kind.label for kind in self.confirming)
