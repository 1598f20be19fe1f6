from django.db import models
from django.utils import timezone

from ledgers.models.querysets import EntryQuerySet


class BalanceSnapshot(models.Model):
    """What stood open in one account on the evening of `on`, as it was known when it was taken (docs/rules.md: snapshot).

    `issues` are the ids of the issues that stood open, so that every cut of the balance can be counted, and what was posted
    later into days before is told apart from what was known. Append-only: a correction is told, never written in.
    """

    class Occasion(models.TextChoices):
        WEEK = "week", "周末"
        MONTH = "month", "月末"
        MEETING = "meeting", "会议"
        PHASE = "phase", "转段"

    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="snapshots")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="牵头单位", on_delete=models.PROTECT, related_name="snapshots"
    )
    on = models.DateField("日期")
    occasion = models.CharField("因为", max_length=10, choices=Occasion)
    issues = models.JSONField("结存的问题", default=list)
    balance = models.PositiveIntegerField("结存")
    taken_at = models.DateTimeField("记下的时间", default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "unit__order", "unit_id"]
        verbose_name = verbose_name_plural = "结存快照"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "on"], name="snapshot_once_an_evening"),
            models.CheckConstraint(
                condition=models.Q(occasion__in=["week", "month", "meeting", "phase"]), name="snapshot_occasion_known"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.on:%Y-%m-%d}"
