from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from issues.models.querysets import OfIssueQuerySet


class Handing(models.Model):
    """经手: an issue went from one unit's hands into another's, with the reason. Rows are written once and stay, so that the
    former holder stays visible (docs/rules.md: duty-hand-down).

    A hand-down moves the handling, never the lead: the main responsibility stays with the lead unit (docs/rules.md: duty-lead).
    """

    class Kind(models.TextChoices):
        HANDED_DOWN = "handed_down", "转办"
        TAKEN_BACK = "taken_back", "收回"
        REASSIGNED = "reassigned", "改派"

    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="handings")
    kind = models.CharField("方式", max_length=20, choices=Kind)
    from_unit = models.ForeignKey(
        "accounts.Unit", verbose_name="由", on_delete=models.PROTECT, related_name="handed_on"
    )
    to_unit = models.ForeignKey("accounts.Unit", verbose_name="至", on_delete=models.PROTECT, related_name="handed_in")
    reason = models.TextField("理由")
    opened_door = models.BooleanField("因此成为责任单位", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="经办", on_delete=models.PROTECT, related_name="+")

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "at", "id"]
        verbose_name = verbose_name_plural = "经手"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["handed_down", "taken_back", "reassigned"]), name="handing_kind_known"
            ),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="handing_goes_elsewhere"),
            models.CheckConstraint(condition=~Q(reason=""), name="handing_has_reason"),
        ]
        indexes = [models.Index(fields=["issue", "kind"], name="handing_of_issue")]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.from_unit} → {self.to_unit}"

    @property
    def trail_subject(self):
        return self.issue
