"""知悉范围: who may read an issue that not everybody in its office and units may read."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Restriction(models.TextChoices):
    """Why an issue is restricted (docs/rules.md: knowers)."""

    PERSON = "person", "重点人"
    MATTER = "matter", "限定知悉范围"


class KnowerQuerySet(OfIssueQuerySet):
    def in_force(self, on: date) -> Self:
        """Named, not taken off, and not past the last day."""
        return self.filter(ended_at=None, until__gte=on)


class Knower(models.Model):
    """知悉人: a person who reads a restricted issue, why, and until which day. The row stays when it is over."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="knowers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="知悉人", on_delete=models.PROTECT, related_name="knows"
    )
    until = models.DateField("知悉到")
    reason = models.CharField("理由", max_length=200)
    named_at = models.DateTimeField("列入时间", default=timezone.now)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="列入人", on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField("撤下时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤下人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = KnowerQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "named_at", "id"]
        verbose_name = verbose_name_plural = "知悉人"
        constraints = [
            together("ended"),
            models.UniqueConstraint(
                fields=["issue", "person"], condition=Q(ended_at=None), name="knower_once_per_issue"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="knower_has_reason"),
        ]

    def __str__(self):
        return f"{self.person}（{self.issue}）"

    @property
    def trail_subject(self):
        return self.issue
