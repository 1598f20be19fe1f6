from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from issues.models.querysets import OfRecommendationQuerySet, RecommendationQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id
from rectify.lib.reach import Door, by_number
from rectify.lib.text import shortened


class RecommendationStatus(models.TextChoices):
    DRAFT = "draft", "待分办"
    PLANNING = "planning", "待定措施"
    PLAN_REVIEW = "plan_review", "措施待审"
    RECTIFYING = "rectifying", "落实中"
    FIRST_REVIEW = "first_review", "落实待核"
    SETTLED = "settled", "已落实"
    TERMINATED = "terminated", "不再办理"


class Recommendation(models.Model):
    """意见建议: what a feedback advises, beside its issues, in the words of its item; a unit answers it by measures.

    `status` is written by `rectify.workflow.move.make` alone (docs/rules.md: recommendation-answered).
    """

    Status = RecommendationStatus

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey(
        "issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="recommendations"
    )
    feedback = models.ForeignKey(
        "issues.Feedback", verbose_name="反馈意见", on_delete=models.PROTECT, related_name="recommendations"
    )
    item = models.OneToOneField(
        "issues.FeedbackItem", verbose_name="反馈条目", on_delete=models.PROTECT, related_name="recommendation"
    )
    number = models.CharField("编号", max_length=20)
    text = models.TextField("意见建议", help_text="反馈意见中的原话，分办后不能改")
    lead_unit = models.ForeignKey(
        "accounts.Unit", verbose_name="责任单位", on_delete=models.PROTECT, related_name="recommendations"
    )
    due = models.DateField("期限", null=True, blank=True)
    due_text = models.CharField("期限原话", max_length=200, blank=True)
    result = models.TextField("落实情况", blank=True)
    status = models.CharField("状态", max_length=20, choices=RecommendationStatus, default=RecommendationStatus.DRAFT)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    assigned_at = models.DateTimeField("分办时间", null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="分办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报送措施的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报落实的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField("认定时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认定人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RecommendationQuerySet.as_manager()
    late_words = ""  # how late it is, where a page has asked (issues/advice.py)

    class Meta:
        ordering = ["round", "number"]
        verbose_name = verbose_name_plural = "意见建议"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="recommendation_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=RecommendationStatus.values), name="recommendation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "terminated"]) | Q(assigned_at__isnull=False, due__isnull=False),
                name="recommendation_in_hand_is_assigned_and_due",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled") | Q(settled_at__isnull=False), name="recommendation_settled_has_moment"
            ),
            together("assigned"),
            together("settled"),
        ]
        indexes = [models.Index(fields=["lead_unit", "status"], name="recommendation_of_unit")]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("issues:recommendation", kwargs={"public_id": self.public_id})

    @property
    def title(self) -> str:
        """Its first words, as lists call it."""
        return shortened(self.text, 40)

    @property
    def confidentiality(self) -> str:
        """It goes as far as the feedback whose words it is (docs/rules.md: feedback-mark)."""
        return self.feedback.confidentiality

    @property
    def is_secret(self) -> bool:
        return self.confidentiality in by_number(Door.TELL)

    @property
    def told_title(self) -> str:
        """What of it may stand in a notice."""
        return "工作秘密，内容只在意见建议页上看" if self.is_secret else self.title


class RecommendationMeasure(models.Model):
    """A measure that answers a recommendation: one of its own, or one that stands in the plan of an issue already."""

    recommendation = models.ForeignKey(
        Recommendation, verbose_name="意见建议", on_delete=models.CASCADE, related_name="measures"
    )
    order = models.PositiveSmallIntegerField("序号")
    measure = models.ForeignKey(
        "issues.Measure",
        verbose_name="问题的措施",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answering",
    )
    text = models.TextField("措施", blank=True)
    person = models.CharField("责任人", max_length=100, blank=True)
    due = models.DateField("期限", null=True, blank=True)
    due_text = models.CharField("期限原话", max_length=200, blank=True)

    objects = OfRecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "order"]
        verbose_name = verbose_name_plural = "意见建议的措施"
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "order"], name="recommendation_measure_order_once"),
            models.CheckConstraint(
                condition=Q(measure__isnull=False, text="") | (Q(measure=None) & ~Q(text="")),
                name="recommendation_measure_own_or_of_an_issue",
            ),
        ]

    def __str__(self):
        return f"措施 {self.order}"

    @property
    def words(self) -> str:
        """What is to be done; of a measure of an issue with its place, of a restricted one its place alone."""
        if self.measure is None:
            return self.text
        if self.measure.issue.restricted:
            return f"{self.measure.issue.number} 措施 {self.measure.order}（限知悉范围）"
        return f"{self.measure.text}（{self.measure.issue.number} 措施 {self.measure.order}）"
