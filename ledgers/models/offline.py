from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ledgers.models.querysets import OfflineEntryQuerySet, OfflineFileQuerySet, OfRunRoundQuerySet
from rectify.lib.constraints import together
from rectify.lib.filecheck import CheckedFile
from rectify.lib.ids import new_id


class OfflineSheet(models.Model):
    """不联网工作簿: a workbook of its own issues, given out for one unit; it is known again by its `public_id`."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey(
        "issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="offline_sheets"
    )
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="offline_sheets"
    )
    made_at = models.DateTimeField("发出时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="发出人", on_delete=models.PROTECT, related_name="+"
    )

    objects = OfRunRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = verbose_name_plural = "不联网工作簿"

    def __str__(self):
        return f"{self.unit} {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"


class OfflineEntry(models.Model):
    """代录: a workbook that came back signed, as it was read. Nothing is written before a person of the office confirms.

    `signed` is the digest of what bears the signature: the scan or photo, else the workbook itself. `rows` are its cells as
    read, `outcomes` what became of each change.
    """

    class State(models.TextChoices):
        READY = "ready", "待核对"
        ENTERED = "entered", "已代录"
        DROPPED = "dropped", "已放弃"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    sheet = models.ForeignKey(OfflineSheet, verbose_name="工作簿", on_delete=models.PROTECT, related_name="entries")
    state = models.CharField("进度", max_length=20, choices=State, default=State.READY)
    signed = models.CharField("签字表校验码", max_length=64)
    rows = models.JSONField("表上所写", default=list)
    outcomes = models.JSONField("办理结果", default=list)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("代录时间", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代录人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfflineEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = verbose_name_plural = "代录"
        constraints = [
            together("entered"),
            models.UniqueConstraint(fields=["sheet"], condition=Q(state="entered"), name="offline_sheet_entered_once"),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "entered", "dropped"]), name="offline_entry_state_known"
            ),
        ]

    def __str__(self):
        return f"代录 {self.sheet}"


class OfflineFile(CheckedFile):
    """A file of an entry: the workbook, what was signed, or one of the zip beside it (`fault` says why it is not taken)."""

    class Part(models.TextChoices):
        WORKBOOK = "workbook", "工作簿"
        SIGNED = "signed", "签字扫描件"
        EVIDENCE = "evidence", "佐证"

    entry = models.ForeignKey(OfflineEntry, verbose_name="代录", on_delete=models.CASCADE, related_name="files")
    part = models.CharField("是什么", max_length=10, choices=Part)
    place = models.CharField("压缩包里的位置", max_length=300, blank=True)
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=20)
    size = models.PositiveBigIntegerField("大小")
    algorithm = models.CharField(max_length=10, default="sha256")
    digest = models.CharField("校验码", max_length=64)
    path = models.CharField("存放", max_length=120, unique=True, editable=False)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)

    objects = OfflineFileQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "id"]
        verbose_name = verbose_name_plural = "代录的文件"
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["workbook", "signed", "evidence"]), name="offline_file_part_known"
            )
        ]

    def __str__(self):
        return self.name
