from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together


class LinkQuerySet(OfIssueQuerySet):
    def standing(self) -> Self:
        """The links that were not taken off."""
        return self.filter(ended_at=None)


class MeasureLink(models.Model):
    """联动整改: a measure of one issue that answers `issue` too, of whatever feedback; shown there, worked on at home."""

    measure = models.ForeignKey("issues.Measure", verbose_name="措施", on_delete=models.PROTECT, related_name="links")
    issue = models.ForeignKey("issues.Issue", verbose_name="也整改", on_delete=models.PROTECT, related_name="linked")
    made_at = models.DateTimeField("联动时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="联动人", on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField("为什么", max_length=300, blank=True)
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="解除人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "made_at", "id"]
        verbose_name = verbose_name_plural = "联动整改"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "issue"], condition=Q(ended_at=None), name="measure_linked_once"
            ),
            together("ended"),
        ]

    def __str__(self):
        return f"{self.measure} 也整改 {self.issue_id}"

    @property
    def trail_subject(self):
        return self.issue
