from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Rhythm(models.TextChoices):
    """How often a long-term item is looked at."""

    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half_yearly", "每半年"


MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6}


class Lasting(models.Model):
    """转长期坚持: asked by the unit's liaison, agreed by the office head; the issue's state stays (docs/rules.md:
    lasting-flag)."""

    class Status(models.TextChoices):
        WAITING = "waiting", "待定"
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.CASCADE, related_name="lastings")
    number = models.PositiveSmallIntegerField("第几次")
    stage_goal = models.CharField("阶段目标", max_length=300)
    next_review = models.DateField("下次检视")
    rhythm = models.CharField("检视间隔", max_length=20, choices=Rhythm)
    reason = models.TextField("为什么要长期坚持")
    status = models.CharField("结论", max_length=20, choices=Status, default=Status.WAITING)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    applied_at = models.DateTimeField("申请时间", default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="决定人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("意见", blank=True)

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number", "id"]
        verbose_name = verbose_name_plural = "长期坚持申请"
        constraints = [
            models.UniqueConstraint(fields=["issue"], condition=Q(status="waiting"), name="one_waiting_lasting"),
            models.UniqueConstraint(fields=["issue", "number"], name="lasting_number_once"),
            together("decided"),
        ]

    def __str__(self):
        return f"第 {self.number} 次转长期坚持申请"

    @property
    def place(self) -> int:
        return self.number

    @property
    def trail_subject(self):
        return self.issue


class StageReview(models.Model):
    """阶段检视 of a long-term item: what the unit says holds, and, apart from it, the office's word."""

    class Word(models.TextChoices):
        MET = "met", "阶段目标达到"
        PARTLY = "partly", "部分达到"
        NOT_MET = "not_met", "没有达到"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey(
        "issues.Issue", verbose_name="问题", on_delete=models.CASCADE, related_name="stage_reviews"
    )
    number = models.PositiveSmallIntegerField("第几次")
    planned_on = models.DateField("应检视", null=True, blank=True)
    stage_goal = models.CharField("当时的阶段目标", max_length=300)
    declared = models.CharField("单位申报", max_length=20, choices=Word)
    text = models.TextField("坚持得怎么样")
    evidence = models.ForeignKey(
        "issues.Evidence",
        verbose_name="佐证",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stage_reviews",
    )
    next_review = models.DateField("下次检视")
    at = models.DateTimeField("报送时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="报送人", on_delete=models.PROTECT, related_name="+")
    accepted = models.CharField("监督认定", max_length=20, choices=Word, blank=True)
    note = models.TextField("监督意见", blank=True)
    read_at = models.DateTimeField("阅的时间", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="阅的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number", "id"]
        verbose_name = verbose_name_plural = "阶段检视"
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="stage_review_number_once"),
            models.CheckConstraint(
                condition=Q(read_at=None, accepted="") | (Q(read_at__isnull=False) & ~Q(accepted="")),
                name="stage_review_word_when_read",
            ),
            together("read"),
        ]

    def __str__(self):
        return f"第 {self.number} 次阶段检视"

    @property
    def trail_subject(self):
        return self.issue
