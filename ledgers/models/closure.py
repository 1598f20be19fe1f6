from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from issues.models.status import Grade
from ledgers.models.querysets import ClosureQuerySet, OfClosureQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id

LONGEST_NOTE = 300  # signs of the reason beside a word on a file


class Answer(models.TextChoices):
    """三问: an answer is yes, or not applicable with a reason."""

    YES = "yes", "是"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Closure(models.Model):
    """销号申请: one row a round of asking; keeps who asked, signed, reviewed and decided, and what each of them saw."""

    class Outcome(models.TextChoices):
        LIVE = "live", "办理中"
        WITHDRAWN = "withdrawn", "已撤回"
        UNSIGNED = "unsigned", "不予签字"
        RETURNED = "returned", "初审退回"
        JOINT_RETURNED = "joint_returned", "联审退回"
        OBJECTED = "objected", "异议成立"
        DECLINED = "declined", "不予销号"
        APPROVED = "approved", "已销号"
        REOPENED = "reopened", "销号后重开"
        ENDED = "ended", "随问题终止"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="closures")
    number = models.PositiveSmallIntegerField("第几次")
    outcome = models.CharField("结果", max_length=20, choices=Outcome, default=Outcome.LIVE)

    declared = models.CharField("单位申报", max_length=20, choices=Grade)
    result = models.TextField("整改结果")
    matter = models.CharField("事要解决", max_length=20, choices=Answer)
    matter_note = models.CharField("事要解决说明", max_length=300, blank=True)
    persons = models.CharField("人要处理", max_length=20, choices=Answer)
    persons_note = models.CharField("人要处理说明", max_length=300, blank=True)
    mechanism = models.CharField("长效机制要建立", max_length=20, choices=Answer)
    mechanism_note = models.CharField("长效机制说明", max_length=300, blank=True)
    standards = models.JSONField("逐条标准", default=list)  # the lines that the unit says are met
    snapshot = models.JSONField("报出时的内容", default=dict)
    digest = models.CharField("校验码", max_length=64)

    applied_at = models.DateTimeField("申请时间", default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("签字时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签字人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_digest = models.CharField("所签校验码", max_length=64, blank=True)
    reviewed_at = models.DateTimeField("初审时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="初审人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    review_note = models.TextField("初审意见", blank=True)
    window_until = models.DateField("异议期至", null=True, blank=True)
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审定人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    grade = models.CharField("监督认定", max_length=20, choices=Grade, blank=True)
    minutes = models.CharField("会议纪要号", max_length=80, blank=True)
    site_check = models.BooleanField("已现场核查", default=False)
    site_note = models.CharField("核查情况或免核理由", max_length=300, blank=True)
    site_by = models.CharField("核查人或同意免核的人", max_length=60, blank=True)
    note = models.TextField("审定意见", blank=True)
    final_digest = models.CharField("归档校验码", max_length=64, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number"]
        verbose_name = verbose_name_plural = "销号申请"
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="closure_number_once"),
            models.UniqueConstraint(fields=["issue"], condition=Q(outcome="live"), name="one_live_closure"),
            models.UniqueConstraint(fields=["issue"], condition=Q(outcome="approved"), name="one_standing_closure"),
            models.CheckConstraint(condition=~Q(signed_by=F("applied_by")), name="closure_signed_by_another"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(reviewed_by=None) | ~Q(decided_by=F("reviewed_by")),
                name="closure_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approved")
                | (Q(decided_by__isnull=False, signed_by__isnull=False, reviewed_by__isnull=False) & ~Q(grade="")),
                name="closure_approved_is_complete",
            ),
            together("signed"),
            together("reviewed"),
            together("decided"),
        ]

    def __str__(self):
        return f"第 {self.number} 次销号申请"

    @property
    def trail_subject(self):
        return self.issue


class FileVerdict(models.Model):
    """初审: the office's word on one handed-in file."""

    class Word(models.TextChoices):
        ACCEPTED = "accepted", "认可"
        UNCLEAR = "unclear", "请补充"
        REJECTED = "rejected", "不认可"

    closure = models.ForeignKey(Closure, verbose_name="销号申请", on_delete=models.CASCADE, related_name="verdicts")
    evidence = models.ForeignKey(
        "issues.Evidence", verbose_name="佐证", on_delete=models.PROTECT, related_name="verdicts"
    )
    word = models.CharField("结论", max_length=20, choices=Word)
    note = models.CharField("理由", max_length=LONGEST_NOTE, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="初审人", on_delete=models.PROTECT, related_name="+")

    objects = OfClosureQuerySet.as_manager()

    trail_label = "ledgers.verdict"  # as events of before call it

    class Meta:
        db_table = "ledgers_verdict"
        ordering = ["closure", "evidence"]
        verbose_name = verbose_name_plural = "佐证结论"
        constraints = [
            models.UniqueConstraint(fields=["closure", "evidence"], name="one_verdict_per_file"),
            models.CheckConstraint(condition=Q(word="accepted") | ~Q(note=""), name="doubt_has_a_reason"),
        ]

    def __str__(self):
        return self.get_word_display()

    @property
    def trail_subject(self):
        return self.closure.issue
