from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.querysets import withheld_from
from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class OfMeasureQuerySet(ScopedQuerySet):
    """Rows that hang on a measure: seen by whoever sees its issue."""

    def visible_to(self, user) -> Self:
        issues = self.model._meta.get_field("measure").related_model._meta.get_field("issue").related_model
        return self.filter(measure__issue__in=issues.objects.visible_to(user))

    def counted_for(self, user) -> Self:
        """Those of the issues that are counted for `user`, each saying whether it is withheld."""
        issues = self.model._meta.get_field("measure").related_model._meta.get_field("issue").related_model
        counted = self.filter(measure__issue__in=issues.objects.counted_for(user))
        return counted.annotate(withheld=withheld_from(user, "measure__issue__"))


class SlipQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        steps = self.model._meta.get_field("milestone").related_model
        return self.filter(milestone__in=steps.objects.visible_to(user))


class Milestone(models.Model):
    """倒排工期: a step of a measure with its planned day. Once the plan has been passed, a day that slipped is kept (`Slip`)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    measure = models.ForeignKey(
        "issues.Measure", verbose_name="措施", on_delete=models.CASCADE, related_name="milestones"
    )
    order = models.PositiveSmallIntegerField("序号")
    text = models.CharField("节点", max_length=200)
    due = models.DateField("计划日期")
    original_due = models.DateField("首次批准的计划日期", null=True, blank=True)
    done_on = models.DateField("到达日期", null=True, blank=True)
    done_at = models.DateTimeField("报到达时间", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报到达人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    done_note = models.CharField("怎样算到", max_length=300, blank=True)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "order"]
        verbose_name = verbose_name_plural = "节点"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "order"], name="milestone_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            together("done", "on", "at", "by"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(done_on=None), name="milestone_open_by_day")]

    def __str__(self):
        return f"节点 {self.order}"

    @property
    def trail_subject(self):
        return self.measure.issue


class Slip(models.Model):
    """滞后: a planned day that passed, that was reached later, or that was put off. Written once, never taken back."""

    class Kind(models.TextChoices):
        PASSED = "passed", "到期未到"
        LATE = "late", "迟到"
        MOVED = "moved", "推后"

    milestone = models.ForeignKey(Milestone, verbose_name="节点", on_delete=models.PROTECT, related_name="slips")
    kind = models.CharField("情形", max_length=10, choices=Kind)
    planned_on = models.DateField("计划日期")
    to = models.DateField("实际或新的日期", null=True, blank=True)
    at = models.DateTimeField("记录时间", default=timezone.now)

    objects = SlipQuerySet.as_manager()

    class Meta:
        ordering = ["milestone", "at", "id"]
        verbose_name = verbose_name_plural = "滞后记录"
        constraints = [
            models.UniqueConstraint(fields=["milestone", "kind", "planned_on"], name="slip_once"),
            models.CheckConstraint(condition=Q(kind__in=["passed", "late", "moved"]), name="slip_kind_known"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.planned_on}"
