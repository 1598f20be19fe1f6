from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class MeasureStatus(models.TextChoices):
    TODO = "todo", "未开始"
    DOING = "doing", "进行中"
    DONE = "done", "已完成待核"
    ACCEPTED = "accepted", "已核"
    CANCELLED = "cancelled", "已取消"


class MeasureKind(models.TextChoices):
    """惩纠改防: what a measure does about the matter."""

    PUNISH = "punish", "惩"
    CORRECT = "correct", "纠"
    REFORM = "reform", "改"
    PREVENT = "prevent", "防"


class MeasureHorizon(models.TextChoices):
    """当下改 puts this case right, 长久立 keeps it right (docs/rules.md: class-horizon)."""

    IMMEDIATE = "immediate", "当下改"
    LASTING = "lasting", "长久立"


class Measure(models.Model):
    """整改措施: who does what by when, and by which criterion (销号标准) it will be judged."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.CASCADE, related_name="measures")
    order = models.PositiveSmallIntegerField("序号")
    text = models.TextField("措施")
    kind = models.CharField("类型", max_length=10, choices=MeasureKind, default=MeasureKind.REFORM)
    horizon = models.CharField("远近", max_length=10, choices=MeasureHorizon, default="", db_default="", blank=True)
    criterion = models.TextField("销号标准", blank=True)
    person = models.CharField("责任人", max_length=100, blank=True)
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name="责任单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
    )
    due = models.DateField("期限", null=True, blank=True)
    due_text = models.CharField("期限原话", max_length=200, blank=True)
    status = models.CharField("状态", max_length=20, choices=MeasureStatus, default=MeasureStatus.TODO)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    fingerprint = models.CharField("文字指纹", max_length=32, default="", db_default="", blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "order"]
        verbose_name = verbose_name_plural = "措施"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "order"], name="measure_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(status__in=MeasureStatus.values), name="measure_status_known"),
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
        ]
        # Copied measures are found by it (issues/plans/copies.py).
        indexes = [models.Index(fields=["fingerprint"], name="measure_by_fingerprint")]

    def __str__(self):
        return f"措施 {self.order}"

    @property
    def place(self) -> int:
        """Its number within the issue, as people say it."""
        return self.order

    @property
    def trail_subject(self):
        return self.issue


class Plan(models.Model):
    """整改方案 as it was handed in, one row a version: the frozen text with its hash, and what was decided on it."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", "待审"
        PASSED = "passed", "通过"
        RETURNED = "returned", "退回"
        VOID = "void", "已作废"

    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveSmallIntegerField("版本")
    body = models.JSONField("内容")
    digest = models.CharField("校验码", max_length=64)
    verdict = models.CharField("结论", max_length=20, choices=Verdict, default=Verdict.WAITING)
    submitted_at = models.DateTimeField("报送时间")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报送人", on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("意见", blank=True)

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "version"]
        verbose_name = verbose_name_plural = "整改方案"
        constraints = [
            models.UniqueConstraint(fields=["issue", "version"], name="plan_version_once"),
            models.UniqueConstraint(fields=["issue"], condition=Q(verdict="waiting"), name="one_waiting_plan"),
            together("decided"),
        ]

    def __str__(self):
        return f"方案第 {self.version} 版"

    @property
    def trail_subject(self):
        return self.issue
