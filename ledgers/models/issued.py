from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ledgers.models.querysets import IssuedPaperQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class IssuedPaper(models.Model):
    """A numbered paper (文书) from its review to its issue. The number is taken when it is signed, by another person than the
    reviewer; the file is kept as it was issued, to the byte, with its digest. Once signed nothing of it changes."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="issued_papers"
    )
    slug = models.CharField("文书", max_length=40)
    title = models.CharField("标题", max_length=200)
    about = models.CharField("对象种类", max_length=20)
    about_id = models.CharField("对象", max_length=12)
    about_words = models.CharField("对象名称", max_length=300)
    round = models.ForeignKey(
        "issues.Round",
        verbose_name="轮次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issued_papers",
    )
    reviewed_at = models.DateTimeField("核稿时间", default=timezone.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核稿人", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签发人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    series = models.CharField("系列", max_length=10)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    number = models.PositiveIntegerField("序号", null=True, blank=True)
    serial = models.CharField("文号", max_length=60, blank=True)
    content = models.BinaryField("文件", default=bytes, editable=False)
    digest = models.CharField("校验码", max_length=64, blank=True)

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-id"]
        verbose_name = verbose_name_plural = "签发的文书"
        constraints = [
            models.UniqueConstraint(fields=["office", "series", "year", "number"], name="paper_number_once"),
            models.UniqueConstraint(fields=["office", "serial"], condition=~Q(serial=""), name="paper_serial_once"),
            models.UniqueConstraint(
                fields=["office", "slug", "about", "about_id"],
                condition=Q(signed_at=None),
                name="one_paper_waits_for_signature",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("reviewed_by")), name="paper_signed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, serial="", digest="", number=None)
                | (Q(signed_at__isnull=False, year__isnull=False) & ~Q(serial="") & ~Q(digest="")),
                name="paper_signed_is_whole",
            ),
            together("signed"),
            together("reviewed"),
        ]

    def __str__(self):
        return self.serial or f"{self.title}（待签发）"
