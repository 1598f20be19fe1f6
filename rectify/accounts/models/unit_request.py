from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class UnitRequestQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The system administrator, who decides, sees all; people of an office what their office asked for."""
        if user.kind == AccountKind.SYSTEM_ADMIN:
            return self.all()
        return self.filter(office__in=user.offices())

    def waiting(self) -> Self:
        return self.filter(state=UnitRequest.State.WAITING)


class UnitRequest(models.Model):
    """新单位申请: an office names a unit that the tree has not; another kind of account makes it or says why not.

    A change of the tree is asked by one and confirmed by another (docs/rules.md: unit-request).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等系统管理员办理"
        MADE = "made", "已新增"
        SAME = "same", "是已有单位的别名"
        DECLINED = "declined", "没有新增"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    name = models.CharField("名称", max_length=100)
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="申请的督查办", on_delete=models.PROTECT, related_name="unit_requests"
    )
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("没有新增的理由", max_length=200, blank=True)
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办理人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = UnitRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = verbose_name_plural = "新单位申请"
        constraints = [
            together("decided"),
            models.UniqueConstraint(fields=["name"], condition=Q(state="waiting"), name="unit_asked_for_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="unit_request_decided_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="unit_request_decided_by_another"
            ),
        ]

    def __str__(self):
        return self.name
