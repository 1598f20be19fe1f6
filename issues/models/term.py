from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from issues.models.querysets import OfRoundQuerySet, RoundQuerySet
from rectify.lib.ids import new_id


class Level(models.TextChoices):
    CENTRAL = "central", "中央"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    UNIT = "unit", "单位内部"


class Term(models.Model):
    """届: the term of a party committee."""

    name = models.CharField("届次", max_length=50, unique=True)
    level = models.CharField("层级", max_length=20, choices=Level, default=Level.CITY)
    starts = models.DateField("开始", null=True, blank=True)
    ends = models.DateField("结束", null=True, blank=True)

    class Meta:
        ordering = ["-starts", "name"]
        verbose_name = verbose_name_plural = "届"

    def __str__(self):
        return self.name


class RoundKind(models.Model):
    """巡察方式 (常规, 专项, 机动式 …): editable data."""

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=50)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = verbose_name_plural = "巡察方式"

    def __str__(self):
        return self.name


class Round(models.Model):
    """轮次: one round of inspection of several units, run by one supervisory office."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    term = models.ForeignKey(Term, verbose_name="届次", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField("第几轮")
    name = models.CharField("名称", max_length=100)
    level = models.CharField("层级", max_length=20, choices=Level, default=Level.CITY)
    kind = models.ForeignKey(RoundKind, verbose_name="方式", on_delete=models.PROTECT, related_name="rounds")
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="rounds_run"
    )
    previous = models.ForeignKey(
        "self", verbose_name="上一轮", null=True, blank=True, on_delete=models.PROTECT, related_name="next_rounds"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级联动轮次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="linked_rounds",
    )
    onsite_starts = models.DateField("进驻", null=True, blank=True)
    onsite_ends = models.DateField("撤点", null=True, blank=True)
    profile = models.ForeignKey(
        "issues.RuleProfile", verbose_name="时限方案", on_delete=models.PROTECT, related_name="rounds"
    )
    procedure = models.ForeignKey(
        "issues.Procedure",
        verbose_name="办理规程",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rounds",
        help_text="此后下发的问题按它办理；已下发的按下发时的那一版办完",
    )
    report_due = models.DateField("报告期限", null=True, blank=True)
    report_due_text = models.CharField("报告期限原话", max_length=200, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-term__starts", "-number"]
        verbose_name = verbose_name_plural = "轮次"
        constraints = [
            models.UniqueConstraint(fields=["term", "office", "number", "name"], name="one_round_per_number"),
            models.CheckConstraint(
                condition=Q(onsite_ends=None) | Q(onsite_starts=None) | Q(onsite_ends__gte=F("onsite_starts")),
                name="round_onsite_ends_after_start",
            ),
        ]

    def __str__(self):
        return self.name


class RoundUnit(models.Model):
    """An inspected unit of a round; its number opens the numbers of its issues (05-014)."""

    round = models.ForeignKey(Round, verbose_name="轮次", on_delete=models.PROTECT, related_name="round_units")
    unit = models.ForeignKey("accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="in_rounds")
    number = models.PositiveSmallIntegerField("单位号")
    last_issue = models.PositiveIntegerField("已用到的问题号", default=0)

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "本轮单位"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="unit_once_per_round"),
            models.UniqueConstraint(fields=["round", "number"], name="unit_number_once_per_round"),
        ]

    def __str__(self):
        return f"{self.number:02d} {self.unit}"


class PhaseKind(models.TextChoices):
    CONCENTRATED = "concentrated", "集中整改期"
    DEEPENING = "deepening", "深化提升期"
    NORMAL = "normal", "常态化期"


class Phase(models.Model):
    """阶段 of a round; open issues roll over into the next."""

    round = models.ForeignKey(Round, verbose_name="轮次", on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField("阶段", max_length=20, choices=PhaseKind)
    starts = models.DateField("开始")
    starts_text = models.CharField("开始原话", max_length=200, blank=True)
    ends = models.DateField("结束", null=True, blank=True)
    ends_text = models.CharField("结束原话", max_length=200, blank=True)

    class Meta:
        ordering = ["starts"]
        verbose_name = verbose_name_plural = "阶段"
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="phase_once_per_round"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="phase_ends_after_start"),
        ]

    def __str__(self):
        return self.get_kind_display()


class PhaseChange(models.Model):
    """转段: the act by which a round enters a phase, with the open issues that rolled over and the counts of that day."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, verbose_name="轮次", on_delete=models.CASCADE, related_name="phase_changes")
    before = models.CharField("原阶段", max_length=20, choices=PhaseKind, blank=True)
    kind = models.CharField("进入", max_length=20, choices=PhaseKind)
    on = models.DateField("从哪天起")
    note = models.TextField("依据和说明")
    counts = models.JSONField("当天的数字", default=dict)
    rolled = models.ManyToManyField("issues.Issue", verbose_name="结转下一阶段的问题", related_name="+")
    at = models.DateTimeField("办理时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        ordering = ["round", "on", "id"]
        verbose_name = verbose_name_plural = "转段"
        constraints = [models.UniqueConstraint(fields=["round", "kind"], name="phase_begun_once_per_round")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d} 起"
