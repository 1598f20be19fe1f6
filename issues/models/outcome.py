from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.milestone import OfMeasureQuerySet
from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class OutcomeKind(models.Model):
    """A kind of number that a measure may carry: 制度__项, 挽回损失__万元, 追责问责__人 … (docs/rules.md:
    outcome-two-columns)."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    unit = models.CharField("单位", max_length=10)
    decimals = models.PositiveSmallIntegerField("小数位", default=0)
    is_money = models.BooleanField("是金额", default=False)
    order = models.PositiveSmallIntegerField("序号", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "成效类型"
        constraints = [models.CheckConstraint(condition=Q(decimals__lte=4), name="outcome_kind_decimals")]

    def __str__(self):
        return self.name


class Outcome(models.Model):
    """One number of one measure, in two columns with two writers: the unit declares, the office accepts.

    `declared` null is 未填 and never 0. What was masked in the source (“**”) stands in `declared_text` and is in no sum.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    measure = models.ForeignKey(
        "issues.Measure", verbose_name="措施", on_delete=models.PROTECT, related_name="outcomes"
    )
    kind = models.ForeignKey(OutcomeKind, verbose_name="类型", on_delete=models.PROTECT, related_name="outcomes")
    declared = models.DecimalField("单位申报", max_digits=18, decimal_places=4, null=True, blank=True)
    declared_text = models.CharField("单位申报（文字）", max_length=60, blank=True)
    declared_at = models.DateTimeField("申报时间", default=timezone.now)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申报人", on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.ForeignKey(
        "issues.Evidence", verbose_name="凭证", null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    accepted = models.DecimalField("监督认定", max_digits=18, decimal_places=4, null=True, blank=True)
    accepted_note = models.CharField("认定说明", max_length=300, blank=True)
    accepted_at = models.DateTimeField("认定时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认定人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "kind__order"]
        verbose_name = verbose_name_plural = "成效"
        constraints = [
            models.UniqueConstraint(fields=["measure", "kind"], name="outcome_once"),
            together("accepted", "at", "by"),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(accepted_at__isnull=False), name="accepted_number_has_its_person"
            ),
            models.CheckConstraint(
                condition=(Q(declared=None) | Q(declared__gte=0)) & (Q(accepted=None) | Q(accepted__gte=0)),
                name="outcome_not_below_zero",
            ),
            models.CheckConstraint(condition=Q(declared=None) | Q(declared_text=""), name="outcome_number_or_text"),
        ]

    def __str__(self):
        return f"{self.kind} {self.measure}"

    @property
    def trail_subject(self):
        return self.measure.issue


class Regulation(models.Model):
    """制度建设: a rule made, revised or abolished because of an issue (docs/rules.md: regulation-recorded)."""

    class Kind(models.TextChoices):
        NEW = "new", "新制定"
        REVISED = "revised", "修订"
        ABOLISHED = "abolished", "废止"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="regulations")
    measure = models.ForeignKey(
        "issues.Measure",
        verbose_name="对应措施",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="regulations",
    )
    title = models.CharField("制度名称", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.NEW)
    maker = models.CharField("制定单位", max_length=100, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    is_public = models.BooleanField("公开", default=False)
    checked_on = models.DateField("执行检查日期", null=True, blank=True)
    check_result = models.CharField("执行检查结果", max_length=300, blank=True)
    added_at = models.DateTimeField("录入时间", default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField("认定时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认定人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfIssueQuerySet.as_manager()

    trail_label = "issues.institution"  # as events of before call it

    class Meta:
        db_table = "issues_institution"
        ordering = ["issue", "id"]
        verbose_name = verbose_name_plural = "制度"
        constraints = [
            together("accepted", name="issues_institution_accepted_together"),
            models.CheckConstraint(
                condition=Q(kind__in=["new", "revised", "abolished"]), name="institution_kind_known"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def trail_subject(self):
        return self.issue
