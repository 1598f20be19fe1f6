from django.conf import settings
from django.db import models
from django.utils import timezone

from ledgers.models.querysets import BatchQuerySet, BatchRowQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Batch(models.Model):
    """导入: an office's workbook as it was read. Nothing becomes an issue before a person confirms, then all of it at once."""

    class Status(models.TextChoices):
        WAITING = "waiting", "等待读取"
        READING = "reading", "正在读取"
        READY = "ready", "待核对"
        WRITING = "writing", "正在写入"
        WRITTEN = "written", "已写入"
        REFUSED = "refused", "读不了"
        DROPPED = "dropped", "已放弃"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="batches")
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name="表内未写单位时归",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField("文件名", max_length=255)
    path = models.CharField("存放", max_length=120)
    digest = models.CharField("校验码", max_length=64)
    size = models.PositiveBigIntegerField("大小")
    state = models.CharField("进度", max_length=20, choices=Status, default=Status.WAITING)
    layout = models.JSONField("版式", default=dict)
    answers = models.JSONField("答复", default=dict)
    done = models.PositiveIntegerField("已处理行", default=0)
    total = models.PositiveIntegerField("总行", default=0)
    error = models.TextField("读不了的原因", blank=True)
    heartbeat_at = models.DateTimeField("最近动静", default=timezone.now)
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("写入时间", null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="写入人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = verbose_name_plural = "导入"
        constraints = [
            together("written"),
        ]

    def __str__(self):
        return self.name


class BatchRow(models.Model):
    """One row of an import: where it stands in the workbook, what was read, every complaint, and what it became."""

    class State(models.TextChoices):
        READY = "ready", "可以写入"
        ASK = "ask", "要您回答"
        BAD = "bad", "需更正"
        OUT = "out", "不导入"

    class Change(models.TextChoices):
        NEW = "new", "新增"
        UPDATE = "update", "更新"
        SAME = "same", "没变"
        DIFFERS = "differs", "已下发，不改"

    batch = models.ForeignKey(Batch, verbose_name="导入", on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField("工作表", max_length=100)
    number = models.PositiveIntegerField("行")
    order = models.PositiveIntegerField("次序")
    cells = models.JSONField("单元格", default=dict)
    values = models.JSONField("取值", default=dict)
    about = models.JSONField("读时所记", default=dict)
    complaints = models.JSONField("问题", default=list)
    key = models.CharField("来源键", max_length=200, blank=True)
    is_left_out = models.BooleanField("不导入", default=False)
    state = models.CharField("结果", max_length=10, choices=State, default=State.ASK)
    change = models.CharField("与现有比", max_length=10, choices=Change, blank=True)
    issue = models.ForeignKey(
        "issues.Issue", verbose_name="写成", null=True, blank=True, on_delete=models.SET_NULL, related_name="batch_rows"
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "order"]
        verbose_name = verbose_name_plural = "导入行"
        constraints = [models.UniqueConstraint(fields=["batch", "order"], name="batch_row_once")]
        indexes = [models.Index(fields=["batch", "state", "order"], name="batch_row_state")]

    def __str__(self):
        return f"{self.sheet} 第 {self.number} 行"
