from django.conf import settings
from django.db import models
from django.utils import timezone

from issues.models.querysets import OfFeedbackQuerySet
from rectify.lib.constraints import together


class Splitting(models.Model):
    """拆分: how a feedback's text is being taken apart. Kept at every step, so that leaving in the middle loses nothing;
    frozen by a trigger once its items and drafts are made.

    `paper` is what was read (places of lines, totals, questions), `rows` the tree as it stands, `steps` what each change
    replaced, so that it can be undone. Rows hold places in `feedback.text`, never words of their own.
    """

    feedback = models.OneToOneField(
        "issues.Feedback", verbose_name="反馈意见", on_delete=models.PROTECT, related_name="splitting"
    )
    file_name = models.CharField("文件名", max_length=255, blank=True)
    file_size = models.PositiveIntegerField("文件大小", default=0)
    algorithm = models.CharField("校验算法", max_length=10, blank=True)
    digest = models.CharField("文件校验码", max_length=64, blank=True)
    path = models.CharField("存放", max_length=120, blank=True, editable=False)
    paper = models.JSONField("读出的内容")
    rows = models.JSONField("条目")
    answers = models.JSONField("已答的问题", default=dict, blank=True)
    steps = models.JSONField("经过的步骤", default=list, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    saved_at = models.DateTimeField("保存时间", default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="保存人", on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确认人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField("与原文数不符的理由", max_length=300, blank=True)

    objects = OfFeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["feedback"]
        verbose_name = verbose_name_plural = "拆分"
        constraints = [together("confirmed")]

    def __str__(self):
        return f"拆分 {self.feedback}"

    @property
    def trail_subject(self):
        return self.feedback

    @property
    def reaches(self) -> str:
        """How far its file goes: as far as the feedback that it holds."""
        return self.feedback.confidentiality
