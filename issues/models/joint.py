from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import JointReviewQuerySet, OpinionQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class JointReview(models.Model):
    """联审 of a plan or of a request for closure: several bodies at once, each blind to the others until all have spoken.

    `reply` is the one merged answer that the unit reads; the opinions it was made from stay with the reviewers and the office.
    """

    class Subject(models.TextChoices):
        PLAN = "plan", "方案联审"
        CLOSURE = "closure", "销号联审"

    class Outcome(models.TextChoices):
        LIVE = "live", "进行中"
        PASSED = "passed", "通过"
        RETURNED = "returned", "退回"
        VOID = "void", "作废"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey(
        "issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="joint_reviews"
    )
    subject = models.CharField("联审什么", max_length=10, choices=Subject)
    number = models.PositiveSmallIntegerField("第几次")
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default=Outcome.LIVE)
    opened_at = models.DateTimeField("发起时间", default=timezone.now)
    due = models.DateField("应提意见日期", null=True, blank=True)
    reply = models.TextField("合并答复", blank=True)
    differed = models.BooleanField("意见不一致", default=False)
    reason = models.TextField("不一致时的决定理由", blank=True)
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = JointReviewQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "subject", "number"]
        verbose_name = verbose_name_plural = "联审"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subject", "number"], name="joint_review_number_once"),
            models.UniqueConstraint(fields=["issue"], condition=Q(outcome="live"), name="one_live_joint_review"),
            models.CheckConstraint(
                condition=Q(outcome__in=["live", "void"]) | (~Q(reply="") & Q(decided_by__isnull=False)),
                name="joint_review_decided_has_reply",
            ),
            together("decided"),
        ]

    def __str__(self):
        return f"{self.get_subject_display()}第 {self.number} 次"

    @property
    def trail_subject(self):
        return self.issue


class PlanMark(models.TextChoices):
    """好、中、差: the grade of a plan in one respect; 差 sends it back (docs/rules.md: joint-grade)."""

    GOOD = "good", "好"
    FAIR = "fair", "中"
    POOR = "poor", "差"


class Opinion(models.Model):
    """联审意见 of one body: asked for when the review opens, given once by one of its reviewers."""

    class Status(models.TextChoices):
        ASKED = "asked", "待提意见"
        GIVEN = "given", "已提意见"
        SKIPPED = "skipped", "逾期未提"

    class Word(models.TextChoices):
        AGREE = "agree", "同意"
        AMEND = "amend", "修改后同意"
        RETURN = "return", "退回"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    review = models.ForeignKey(JointReview, verbose_name="联审", on_delete=models.PROTECT, related_name="opinions")
    body = models.ForeignKey("accounts.Unit", verbose_name="联审单位", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("次序", default=0)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.ASKED)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    word = models.CharField("意见", max_length=10, choices=Word, blank=True)
    text = models.TextField("总的意见", blank=True)
    items = models.JSONField("逐条意见", default=list)  # [{"at": "措施 2", "text": "…"}]
    organisation = models.CharField("组织领导", max_length=10, choices=PlanMark, blank=True)
    responsibility = models.CharField("责任落实", max_length=10, choices=PlanMark, blank=True)
    measures = models.CharField("措施方法", max_length=10, choices=PlanMark, blank=True)
    given_at = models.DateTimeField("提出时间", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提出人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["review", "order", "id"]
        verbose_name = verbose_name_plural = "联审意见"
        constraints = [
            models.UniqueConstraint(fields=["review", "body"], name="one_opinion_per_body"),
            models.CheckConstraint(condition=Q(status__in=["asked", "given", "skipped"]), name="opinion_status_known"),
            models.CheckConstraint(
                condition=Q(status="given", given_by__isnull=False) & ~Q(word="") | Q(status__in=["asked", "skipped"]),
                name="opinion_given_is_whole",
            ),
            together("given"),
        ]

    def __str__(self):
        return f"{self.body}：{self.get_word_display() or self.get_status_display()}"

    @property
    def issue(self):
        """What it is about, for the rules of an issue."""
        return self.review.issue

    @property
    def trail_subject(self):
        return self.review.issue

    @classmethod
    def label_of(cls, field: str) -> str:
        """The Chinese name of a field."""
        column = cls._meta.get_field(field)
        assert isinstance(column, models.Field)
        return str(column.verbose_name)

    @property
    def marks(self) -> list[str]:
        """The three grades of a plan, those that were given."""
        return [mark for mark in (self.organisation, self.responsibility, self.measures) if mark]
