from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together


class UnlikeQuerySet(OfIssueQuerySet):
    def standing(self) -> Self:
        """The words that were not taken back."""
        return self.filter(ended_at=None)


class Unlike(models.Model):
    """不是同一问题: somebody of the office looked at two findings that read alike and said that they are two matters.

    Kept so that nobody is asked the same again; taken back, it stays with who took it back.
    """

    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.CASCADE, related_name="unlike")
    other = models.ForeignKey(
        "issues.Issue", verbose_name="不是同一问题的", on_delete=models.CASCADE, related_name="unlike_of"
    )
    percent = models.PositiveSmallIntegerField("当时的相似度")
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="判断人", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="收回人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = UnlikeQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "at", "id"]
        verbose_name = verbose_name_plural = "不是同一问题"
        constraints = [
            models.UniqueConstraint(fields=["issue", "other"], condition=Q(ended_at=None), name="unlike_once"),
            models.CheckConstraint(condition=~Q(issue=F("other")), name="unlike_names_another"),
            together("ended"),
        ]

    def __str__(self):
        return f"{self.issue_id} 不同于 {self.other_id}"

    @property
    def trail_subject(self):
        return self.issue
