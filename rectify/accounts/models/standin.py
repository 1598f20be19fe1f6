from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.accounts.scoping import StandInQuerySet
from rectify.lib.constraints import together


class StandIn(models.Model):
    """AB角: while `absent` is away, from a day to a day (both included), `deputy` holds the posts that they share a unit in.

    It ends by itself; whom it concerns may end it at once. Days that overlap are refused by the action that writes the row.
    """

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="离岗人", on_delete=models.PROTECT, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="代办人", on_delete=models.PROTECT, related_name="stand_ins"
    )
    starts = models.DateField("起始日")
    ends = models.DateField("截止日")
    reason = models.CharField("事由", max_length=200)
    made_at = models.DateTimeField("登记时间", default=timezone.now)
    ended_at = models.DateTimeField("提前结束", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="结束人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = verbose_name_plural = "代办"
        constraints = [
            together("ended"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="standin_is_another"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="standin_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="standin_has_reason"),
            models.UniqueConstraint(
                fields=["absent", "starts"], condition=Q(ended_at=None), name="standin_once_from_a_day"
            ),
        ]
        indexes = [models.Index(fields=["deputy", "ends"], name="standin_of_deputy")]

    def __str__(self):
        return f"{self.deputy}代{self.absent}（{self.starts} 至 {self.ends}）"

    @property
    def trail_subject(self):
        return self.absent
