from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class StaffListQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The two administrators: who hands a list in, and who approves it."""
        return self.all() if user.kind in (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN) else self.none()

    def waiting(self) -> Self:
        return self.filter(state=StaffList.State.WAITING)


class StaffList(models.Model):
    """人员名单: accounts and posts from one workbook, handed in by the system administrator, approved as a whole by the security
    administrator. `rows` are as judged: {number, name, username, title, phone, email, unit, unit_name, role, person}."""

    class State(models.TextChoices):
        WAITING = "waiting", "等安全管理员核对"
        APPROVED = "approved", "已同意"
        DECLINED = "declined", "没有同意"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    source = models.CharField("文件名", max_length=100)
    rows = models.JSONField("名单", default=list)
    asked_at = models.DateTimeField("提交时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField("没有同意的理由", max_length=200, blank=True)
    decided_at = models.DateTimeField("核对时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="核对人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = StaffListQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = verbose_name_plural = "人员名单"
        constraints = [
            together("decided"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "approved", "declined"]), name="staff_list_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="staff_list_decided_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="staff_list_decided_by_another"
            ),
        ]

    def __str__(self):
        return self.source

    @property
    def people(self) -> int:
        """How many persons stand in the list."""
        return len({row["person"] or row["username"] for row in self.rows})
