from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ledgers.models.querysets import VisitQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Visit(models.Model):
    """现场核查 before an issue is struck off, 回头看 after it: 听、看、查、访 by named people, and what they found.

    Planned first (who goes, when), then recorded once; a trigger freezes the record.
    """

    class Kind(models.TextChoices):
        SITE_CHECK = "site_check", "现场核查"
        LOOK_BACK = "look_back", "回头看"

    class Finding(models.TextChoices):
        HOLDS = "holds", "属实，没有反弹"
        PARTLY = "partly", "部分属实，还要巩固"
        FAILS = "fails", "不属实或已反弹"

    class Fault(models.TextChoices):
        """Why a look back failed: the two are counted apart (docs/rules.md: lookback-fault)."""

        RELAPSED = "relapsed", "反弹：当时改到位了，又回来了"
        FALSE = "false", "虚假：销号时就没有改到位"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="visits")
    closure = models.ForeignKey(
        "ledgers.Closure", verbose_name="销号申请", on_delete=models.PROTECT, related_name="visits"
    )
    kind = models.CharField("事项", max_length=20, choices=Kind)
    draw = models.ForeignKey(
        "ledgers.Draw", verbose_name="抽查", null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    planned_on = models.DateField("计划日期")
    visitors = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name="去的人", related_name="visits")
    planned_at = models.DateTimeField("安排时间", default=timezone.now)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="安排人", on_delete=models.PROTECT, related_name="+"
    )

    on = models.DateField("实到日期", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    people = models.CharField("见到的人", max_length=300, blank=True)
    heard = models.TextField("听：汇报了什么", blank=True)
    seen = models.TextField("看：看到什么", blank=True)
    searched = models.TextField("查：查了哪些资料", blank=True)
    asked = models.TextField("访：问了谁、怎么说", blank=True)
    finding = models.CharField("结论", max_length=10, choices=Finding, blank=True)
    fault = models.CharField("不属实的性质", max_length=10, choices=Fault, blank=True)
    note = models.TextField("情况和要求", blank=True)
    recorded_at = models.DateTimeField("记录时间", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="记录人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "id"]
        verbose_name = verbose_name_plural = "核查、回头看"
        constraints = [
            together("recorded"),
            models.CheckConstraint(
                condition=Q(recorded_at=None) | (~Q(finding="") & ~Q(place="") & Q(on__isnull=False)),
                name="visit_recorded_is_whole",
            ),
            models.CheckConstraint(condition=Q(fault="") | Q(finding="fails"), name="visit_fault_of_a_failure"),
            models.UniqueConstraint(
                fields=["closure", "kind"], condition=Q(recorded_at=None), name="one_visit_ahead_per_closure"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on or self.planned_on:%Y-%m-%d}"

    @property
    def trail_subject(self):
        return self.issue
