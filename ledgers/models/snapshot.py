from django.db import models
from django.utils import timezone

from rectify.accounts.scoping import ScopedQuerySet


class SnapshotQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "SnapshotQuerySet":
        rounds = self.model._meta.get_field("round").related_model
        return self.filter(round__in=rounds.objects.visible_to(user))


class FigureSnapshot(models.Model):
    """A figure of one lead unit in one round as it stood on a day (Mondays at opening), so that change can be shown."""

    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.CASCADE, related_name="snapshots")
    unit = models.ForeignKey("accounts.Unit", verbose_name="单位", on_delete=models.CASCADE, related_name="snapshots")
    on = models.DateField("日期")
    figure = models.CharField("数字", max_length=40)
    number = models.IntegerField("数")
    at = models.DateTimeField("时间", default=timezone.now)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["on", "figure"]
        verbose_name = verbose_name_plural = "数字快照"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "on", "figure"], name="one_snapshot_per_day"),
        ]

    def __str__(self):
        return f"{self.on} {self.figure} {self.number}"
