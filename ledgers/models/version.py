from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.lib.ids import new_id


class OfficeVersion(models.Model):
    """A layout of an office's own, kept in versions, of which one at most is in use (`ledgers/versions.py`)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    number = models.PositiveIntegerField("版本")
    name = models.CharField("文件名", max_length=255)
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

    class Meta:
        abstract = True

    def __str__(self):
        return f"第 {self.number} 版（{self.name}）"
