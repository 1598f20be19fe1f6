from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ledgers.models.querysets import PaperTemplateQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class PaperTemplate(models.Model):
    """An office's own layout (.docx) of one of its papers, kept in versions that never change. One at most is in use; without
    one the paper is laid out as shipped."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="paper_templates"
    )
    slug = models.CharField("文书", max_length=40)
    number = models.PositiveIntegerField("版本")
    name = models.CharField("文件名", max_length=255)
    content = models.BinaryField("文件", editable=False)
    digest = models.CharField("校验码", max_length=64)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    used_at = models.DateTimeField("启用时间", null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="启用人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

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

    def __str__(self):
        return f"第 {self.number} 版（{self.name}）"

    def get_absolute_url(self) -> str:
        return reverse("ledgers:paper_template", args=[self.slug])
