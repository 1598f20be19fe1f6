from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ledgers.models.querysets import EntryQuerySet


class Entry(models.Model):
    """One line of the closure ledger against the account round × lead unit (docs/rules.md: ledger-entry).

    Append-only: triggers refuse update and delete on both engines. `sequence` counts an issue's entries from 1, so two
    people at once cannot both strike off the same issue.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", "立账"
        REOPENED = "reopened", "重开"
        MOVED_IN = "moved_in", "转入"
        CLOSED = "closed", "销号"
        TERMINATED = "terminated", "终止"
        MOVED_OUT = "moved_out", "转出"

    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="牵头单位", on_delete=models.PROTECT, related_name="ledger_entries"
    )
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveSmallIntegerField("问题内序号")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    on = models.DateField("记账日期")
    at = models.DateTimeField("记账时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "账目"
        constraints = [
            models.UniqueConstraint(fields=["issue", "sequence"], name="entry_sequence_once"),
            models.UniqueConstraint(fields=["issue"], condition=Q(kind="opened"), name="issue_opened_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="entry_sequence_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["opened", "reopened", "moved_in", "closed", "terminated", "moved_out"]),
                name="entry_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["round", "unit", "on"], name="entry_by_account")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.issue_id}"


PLUS = frozenset({Entry.Kind.OPENED, Entry.Kind.REOPENED, Entry.Kind.MOVED_IN})
MINUS = frozenset({Entry.Kind.CLOSED, Entry.Kind.TERMINATED, Entry.Kind.MOVED_OUT})
