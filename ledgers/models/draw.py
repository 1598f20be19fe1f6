from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ledgers.models.querysets import DrawQuerySet, OfDrawQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Draw(models.Model):
    """抽查: which struck-off issues are looked at again, drawn so that anybody can repeat it (rectify/lib/drawing.py).

    Three steps that triggers hold in this order: the pool and where the seed will come from are frozen; the seed is
    entered when it has become public; the draw is made once. Nothing of it can be changed or deleted afterwards.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    office = models.ForeignKey("accounts.Unit", verbose_name="督查办", on_delete=models.PROTECT, related_name="draws")
    title = models.CharField("名称", max_length=80)
    scope = models.CharField("范围", max_length=500)
    pool_size = models.PositiveIntegerField("备抽件数")
    pool_digest = models.CharField("备抽名单校验码", max_length=64)
    size = models.PositiveIntegerField("抽几件")
    each_unit = models.BooleanField("每家至少一件", default=False)
    source = models.CharField("随机数从哪里来", max_length=300)
    frozen_at = models.DateTimeField("备抽名单锁定时间", default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="锁定备抽名单的人", on_delete=models.PROTECT, related_name="+"
    )

    seed = models.CharField("随机数", max_length=200, blank=True)
    seeded_at = models.DateTimeField("随机数录入时间", null=True, blank=True)
    seeded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="录入随机数的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    result = models.JSONField("抽中的编号", default=list)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="抽取人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_at", "-id"]
        verbose_name = verbose_name_plural = "抽查"
        constraints = [
            together("seeded"),
            together("drawn"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=models.F("pool_size")), name="draw_size_fits"),
            models.CheckConstraint(
                condition=Q(seed="", seeded_at=None) | (~Q(seed="") & Q(seeded_at__isnull=False)),
                name="draw_seed_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(seeded_at__isnull=False), name="draw_comes_after_its_seed"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def step(self) -> str:
        """How far it is: frozen, seeded or drawn."""
        return "drawn" if self.drawn_at else "seeded" if self.seeded_at else "frozen"


class DrawLine(models.Model):
    """One issue of a frozen pool, under the number by which it is drawn; written once."""

    draw = models.ForeignKey(Draw, verbose_name="抽查", on_delete=models.PROTECT, related_name="lines")
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="draw_lines")
    closure = models.ForeignKey(
        "ledgers.Closure", verbose_name="销号申请", on_delete=models.PROTECT, related_name="draw_lines"
    )
    number = models.CharField("编号", max_length=80)
    unit = models.CharField("单位", max_length=100)

    objects = OfDrawQuerySet.as_manager()

    class Meta:
        ordering = ["draw", "number"]
        verbose_name = verbose_name_plural = "备抽名单"
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="draw_number_once"),
            models.UniqueConstraint(fields=["draw", "issue"], name="draw_issue_once"),
        ]

    def __str__(self):
        return self.number
