from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import DispatchLineQuerySet, OfIssueQuerySet, WeekQuerySet
from rectify.lib.constraints import together
from rectify.lib.dates import week_name
from rectify.lib.ids import new_id


class Week(models.Model):
    """周调度 of one round in one calendar week. The six moments are worked out when the week opens and then stand.

    A moment's `…_at` says when it was done; the planner does what is due and not done, so a late tick loses nothing.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="weeks")
    starts = models.DateField("周一")
    number = models.PositiveSmallIntegerField("第几周")
    opens_due = models.DateTimeField("启动本周调度时间")
    dispatch_due = models.DateTimeField("清单时间")
    nudge_due = models.DateTimeField("提醒时间")
    report_due = models.DateTimeField("报送截止")
    missed_due = models.DateTimeField("核定未报时间")
    summary_due = models.DateTimeField("小结时间")
    opened_at = models.DateTimeField("启动本周调度", null=True, blank=True)
    held_at = models.DateTimeField("暂缓", null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="暂缓人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    held_reason = models.CharField("暂缓理由", max_length=200, blank=True)
    dispatched_at = models.DateTimeField("清单发出", null=True, blank=True)
    withdrawn_at = models.DateTimeField("清单撤回", null=True, blank=True)
    nudged_at = models.DateTimeField("提醒发出", null=True, blank=True)
    missed_at = models.DateTimeField("未报已定", null=True, blank=True)
    summarised_at = models.DateTimeField("小结已拟", null=True, blank=True)
    facts = models.JSONField("小结事实", default=dict, blank=True)
    words = models.TextField("小结文字", blank=True)
    published_at = models.DateTimeField("小结发布", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发布人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    digest = models.CharField("小结校验码", max_length=64, blank=True)

    objects = WeekQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "round"]
        verbose_name = verbose_name_plural = "周调度"
        constraints = [
            models.UniqueConstraint(fields=["round", "starts"], name="one_week_per_round"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None, digest="")
                | (Q(published_at__isnull=False, published_by__isnull=False) & ~Q(digest="")),
                name="week_published_together",
            ),
            together("held"),
        ]

    def __str__(self):
        return f"第 {self.number} 周"

    @property
    def name(self) -> str:
        """Where it stands alone: with its year and its days."""
        return week_name(self.starts)


class DispatchLine(models.Model):
    """One unit's line of Monday's 周调度清单, frozen when the list goes out."""

    week = models.ForeignKey(Week, verbose_name="周", on_delete=models.CASCADE, related_name="lines")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="dispatch_lines"
    )
    owed = models.PositiveIntegerField("本周应报", default=0)
    due = models.PositiveIntegerField("两周内到期", default=0)
    overdue = models.PositiveIntegerField("逾期", default=0)
    returned = models.PositiveIntegerField("退回", default=0)
    promises = models.PositiveIntegerField("待答承诺", default=0)
    awaiting_signature = models.PositiveIntegerField("待审签", default=0)
    issues = models.JSONField("所列问题", default=dict)
    seen_at = models.DateTimeField("签收", null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签收人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DispatchLineQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "unit"]
        verbose_name = verbose_name_plural = "调度清单行"
        constraints = [
            models.UniqueConstraint(fields=["week", "unit"], name="one_line_per_unit"),
            together("seen"),
        ]

    def __str__(self):
        return f"{self.week} {self.unit}"


class Kept(models.TextChoices):
    KEPT = "kept", "已兑现"
    NOT_KEPT = "not_kept", "未兑现"


class Declared(models.TextChoices):
    DOING = "declared_doing", "整改中"
    MOSTLY = "declared_mostly", "基本完成"
    DONE = "declared_done", "已完成"


class Report(models.Model):
    """周报 of one issue in one week. That it was missed or late is stored and never taken back; a late one stays late."""

    class Status(models.TextChoices):
        DUE = "due", "待报"
        SENT = "sent", "已报"
        READ = "read", "已阅"
        RETURNED = "returned", "退回"

    Kept, Declared = Kept, Declared

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    week = models.ForeignKey(Week, verbose_name="周", on_delete=models.PROTECT, related_name="reports")
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey("accounts.Unit", verbose_name="报送单位", on_delete=models.PROTECT, related_name="reports")
    why = models.CharField("为什么要报", max_length=60)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DUE)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    promise = models.TextField("上周承诺", blank=True)
    kept = models.CharField("兑现", max_length=10, choices=Kept, blank=True)
    kept_note = models.CharField("未兑现原因", max_length=300, blank=True)
    no_progress = models.CharField("无进展原因", max_length=200, blank=True)
    text = models.TextField("本周进展", blank=True)
    likeness = models.PositiveSmallIntegerField("与上次文字相同", null=True, blank=True, help_text="百分比，报送时算")
    problems = models.TextField("需协调事项", blank=True)
    next_step = models.TextField("下周打算", blank=True)
    declared = models.CharField("单位申报", max_length=20, choices=Declared, blank=True)
    missed_at = models.DateTimeField("定为未报", null=True, blank=True)
    is_late = models.BooleanField("迟报", default=False)
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报送人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    read_at = models.DateTimeField("阅办时间", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="阅办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    remark = models.TextField("阅办意见", blank=True)

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-week__starts", "issue__due_order", "issue_id"]
        verbose_name = verbose_name_plural = "周报"
        constraints = [
            models.UniqueConstraint(fields=["week", "issue"], name="one_report_per_week"),
            together("sent"),
            together("read"),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "read"]) | Q(sent_at__isnull=False), name="report_sent_has_time"
            ),
            models.CheckConstraint(condition=Q(kept__in=["", *Kept.values]), name="report_kept_known"),
            models.CheckConstraint(condition=Q(declared__in=["", *Declared.values]), name="report_declared_known"),
        ]
        indexes = [models.Index(fields=["week", "unit", "status"], name="report_of_week")]

    def __str__(self):
        return f"{self.week} {self.issue.number}"

    @property
    def trail_subject(self):
        return self.issue

    @property
    def like_words(self) -> str:
        """How much of its text is that of the report before; empty where there is none to compare."""
        return "" if self.likeness is None else f"文字与上次相同 {self.likeness}%"

    @property
    def like_after(self) -> str:
        """The same as a part of a sentence."""
        return f"，{self.like_words}" if self.like_words else ""


class Standing(models.Model):
    """未报送 as computed and fixed on Friday, for one unit in one week: the list of all units with blanks shown."""

    week = models.ForeignKey(Week, verbose_name="周", on_delete=models.CASCADE, related_name="standings")
    unit = models.ForeignKey("accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="standings")
    owed = models.PositiveIntegerField("应报", default=0)
    on_time = models.PositiveIntegerField("按时", default=0)
    no_progress = models.PositiveIntegerField("无进展", default=0)
    missed = models.PositiveIntegerField("未报", default=0)
    weeks_in_row = models.PositiveSmallIntegerField("连续未报周数", default=0)
    times = models.PositiveSmallIntegerField("本轮未报次数", default=0)

    objects = DispatchLineQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "unit"]
        verbose_name = verbose_name_plural = "报送情况"
        constraints = [models.UniqueConstraint(fields=["week", "unit"], name="one_standing_per_unit")]

    def __str__(self):
        return f"{self.week} {self.unit}"
