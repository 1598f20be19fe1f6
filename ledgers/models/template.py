from django.db import models
from django.db.models import Q
from django.urls import reverse

from ledgers.models.querysets import PaperTemplateQuerySet
from ledgers.models.version import OfficeVersion
from rectify.lib.constraints import together


class PaperTemplate(OfficeVersion):
    """An office's own layout (.docx) of one of its papers, kept in versions that never change. One at most is in use; without
    one the paper is laid out as shipped."""

    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="paper_templates"
    )
    slug = models.CharField("文书", max_length=40)
    content = models.BinaryField("文件", editable=False)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["office", "slug", "-number"]
        verbose_name = verbose_name_plural = "文书模板"
        constraints = [
            models.UniqueConstraint(fields=["office", "slug", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["office", "slug"], condition=Q(used_at__isnull=False), name="one_template_in_use"
            ),
            together("used"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("ledgers:paper_template", args=[self.slug])
