from django.db import models
from django.db.models import Q
from django.urls import reverse

from ledgers.models.querysets import LedgerLayoutQuerySet
from ledgers.models.version import OfficeVersion
from rectify.lib.constraints import together


class LedgerLayout(OfficeVersion):
    """An office's own layout (.xlsx) of its ledger, kept in versions: the heading, the looks of a row and the lines below, no row
    of the file that was handed in. One at most is in use; without one the ledger is written as shipped.

    `columns`: letter, heading and what it holds (a field of `ledgers.layouts.VALUES`, empty for a column that stays empty).
    `words` are the texts that stay in it as they are, `lost` says what of the file does not.
    """

    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="ledger_layouts"
    )
    content = models.BinaryField("版式", editable=False)
    sheet = models.CharField("工作表", max_length=100)
    head = models.PositiveSmallIntegerField("表头末行")
    width = models.PositiveSmallIntegerField("列数")
    columns = models.JSONField("各列")
    words = models.JSONField("照样保留的文字", default=list)
    lost = models.JSONField("不保留的", default=list)

    objects = LedgerLayoutQuerySet.as_manager()

    class Meta:
        ordering = ["office", "-number"]
        verbose_name = verbose_name_plural = "台账版式"
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="layout_version_once"),
            models.UniqueConstraint(fields=["office"], condition=Q(used_at__isnull=False), name="one_layout_in_use"),
            together("used"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("ledgers:ledger_layout", args=[self.public_id])
