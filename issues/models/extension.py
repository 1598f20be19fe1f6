from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class ReasonKind(models.TextChoices):
    OBJECTIVE = "objective", "客观"
    SUBJECTIVE = "subjective", "主观"


class ExtensionReason(models.Model):
    """延期理由 that a unit may choose from: editable data."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("理由", max_length=80)
    kind = models.CharField("类别", max_length=20, choices=ReasonKind)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["kind", "order", "code"]
        verbose_name = verbose_name_plural = "延期理由"

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"


PENDING = frozenset({"waiting", "consented"})  # asked for and not answered: at most one of an issue


class Extension(models.Model):
    """延期申请: asked by the unit's principal, decided by the office head, from the second time with a leader's consent."""

    class Status(models.TextChoices):
        WAITING = "waiting", "待审"
        CONSENTED = "consented", "领导已同意，待审"
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.CASCADE, related_name="extensions")
    number = models.PositiveSmallIntegerField("第几次")
    reason = models.ForeignKey(
        ExtensionReason, verbose_name="理由", on_delete=models.PROTECT, related_name="extensions"
    )
    text = models.TextField("说明")
    from_due = models.DateField("原期限")
    to_due = models.DateField("申请延至")
    to_due_text = models.CharField("申请的原话", max_length=200, blank=True)
    status = models.CharField("结论", max_length=20, choices=Status, default=Status.WAITING)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    applied_at = models.DateTimeField("申请时间", default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    consented_at = models.DateTimeField("领导同意时间", null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准领导",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="决定人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("意见", blank=True)

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number", "id"]
        verbose_name = verbose_name_plural = "延期申请"
        constraints = [
            models.UniqueConstraint(
                fields=["issue"], condition=Q(status__in=sorted(PENDING, reverse=True)), name="one_waiting_extension"
            ),
            models.CheckConstraint(condition=Q(to_due__gt=F("from_due")), name="extension_is_later"),
            together("decided"),
            together("consented"),
        ]

    def __str__(self):
        return f"第 {self.number} 次延期"

    @property
    def place(self) -> int:
        """Its number within the issue, as people say it."""
        return self.number

    @property
    def trail_subject(self):
        return self.issue
