from django.conf import settings
from django.db import models
from django.utils import timezone

from ledgers.models.querysets import OfVisitQuerySet
from rectify.lib.constraints import together
from rectify.lib.filecheck import CheckedFile
from rectify.lib.ids import new_id
from rectify.lib.levels import Confidentiality


class VisitFile(CheckedFile):
    """A photo or paper brought home from a visit; optional, never demanded. The bytes lie in the file store by digest."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    visit = models.ForeignKey(
        "ledgers.Visit", verbose_name="核查、回头看", on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField("文件名", max_length=255)
    note = models.CharField("说明", max_length=300, blank=True)
    size = models.PositiveBigIntegerField("大小")
    kind = models.CharField("类型", max_length=20)
    algorithm = models.CharField(max_length=10, default="sha256")
    digest = models.CharField("校验码", max_length=64)
    path = models.CharField("存放", max_length=120, unique=True, editable=False)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤下人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "uploaded_at", "id"]
        verbose_name = verbose_name_plural = "核查材料"
        constraints = [together("withdrawn")]

    def __str__(self):
        return self.name

    @property
    def reaches(self) -> Confidentiality:
        """How far it goes: no further than the issue that was looked at."""
        return Confidentiality.stricter(self.confidentiality, self.visit.issue.confidentiality)

    @property
    def trail_subject(self):
        return self.visit.issue
