from django.conf import settings
from django.db import models
from django.utils import timezone

from issues.models.querysets import FeedbackQuerySet, OfFeedbackQuerySet
from rectify.lib.ids import new_id
from rectify.lib.levels import Confidentiality
from rectify.lib.reach import Door, by_number
from rectify.lib.text import shortened


class Track(models.Model):
    """反馈专项 (巡察主报告, 选人用人, 意识形态 …): editable data."""

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=50)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = verbose_name_plural = "专项"

    def __str__(self):
        return self.name


class Feedback(models.Model):
    """反馈意见 to one unit on one track, as delivered. The text is frozen: a correction is a new version with a reason."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="feedbacks")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="被巡察单位", on_delete=models.PROTECT, related_name="feedbacks"
    )
    track = models.ForeignKey(Track, verbose_name="专项", on_delete=models.PROTECT, related_name="feedbacks")
    delivered_on = models.DateField("反馈日期")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("原文", blank=True)
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaces = models.OneToOneField(
        "self", verbose_name="更正自", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True)
    confidentiality = models.CharField(
        "范围",
        max_length=20,
        choices=Confidentiality,
        default=Confidentiality.INTERNAL,
        db_default=Confidentiality.INTERNAL,
    )
    registered_at = models.DateTimeField("登记时间", default=timezone.now)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["round", "unit__order", "track__order", "version"]
        verbose_name = verbose_name_plural = "反馈意见"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "track", "version"], name="one_feedback_per_version"),
            models.CheckConstraint(
                condition=models.Q(replaces=None) | ~models.Q(reason=""), name="feedback_correction_has_reason"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def versions(self) -> models.QuerySet["Feedback"]:
        """All versions of this paper, the first one first."""
        same = Feedback.objects.filter(round=self.round_id, unit=self.unit_id, track=self.track_id)
        return same.order_by("version")

    @property
    def told_title(self) -> str:
        """What of the title may stand in the trail, in a file or in a list of differences (docs/rules.md: feedback-mark)."""
        return "标题不列" if self.confidentiality in by_number(Door.TELL) else self.title


class FeedbackItem(models.Model):
    """One node of the tree found in the text (heading, issue, manifestation, recommendation), with locator and sentence."""

    class Kind(models.TextChoices):
        HEADING = "heading", "标题"
        ISSUE = "issue", "问题"
        MANIFESTATION = "manifestation", "表现"
        RECOMMENDATION = "recommendation", "意见建议"

    feedback = models.ForeignKey(Feedback, verbose_name="反馈意见", on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self", verbose_name="上级", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    order = models.PositiveIntegerField("次序")
    level_name = models.CharField("层级名称", max_length=30, blank=True)
    locator = models.CharField("位置", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=20, choices=Kind, default=Kind.ISSUE)
    text = models.TextField("原文")
    no_issue_reason = models.CharField("不立为问题的理由", max_length=200, blank=True)
    note = models.CharField("核对说明", max_length=300, blank=True, help_text="原文缺字、遮盖处经核对的说明；原文不改")

    objects = OfFeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["feedback", "order"]
        verbose_name = verbose_name_plural = "反馈条目"
        constraints = [models.UniqueConstraint(fields=["feedback", "order"], name="item_order_once")]

    def __str__(self):
        return f"{self.locator} {shortened(self.text, 30)}"
