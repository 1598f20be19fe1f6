from django.conf import settings
from django.db import models
from django.utils import timezone

from issues.models.querysets import EvidenceQuerySet
from rectify.lib.constraints import together
from rectify.lib.filecheck import CheckedFile
from rectify.lib.ids import new_id
from rectify.lib.levels import Confidentiality


class Shows(models.TextChoices):
    """说过、做过、做好: how much a paper proves. Words alone do not close an issue."""

    SAID = "said", "说过（会议、通知、方案）"
    DONE = "done", "做过（凭证、记录、照片）"
    EFFECT = "effect", "做好（结果、成效、复核）"


class Evidence(CheckedFile):
    """佐证: one uploaded file in one version. The bytes lie under a random name; they are never written over.

    `handed_in_at` is set when a closure request takes it along; from then on nothing said about it changes (a trigger refuses):
    a correction is a new version. Taken off, row and bytes stay, and the request that took it along still lists it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    issue = models.ForeignKey("issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="evidence")
    measure = models.ForeignKey(
        "issues.Measure",
        verbose_name="对应措施",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    name = models.CharField("文件名", max_length=255)
    note = models.CharField("说明", max_length=300, blank=True)
    shows = models.CharField("证明什么", max_length=10, choices=Shows, default=Shows.DONE)
    document_date = models.DateField("材料形成日期", null=True, blank=True)
    size = models.PositiveBigIntegerField("大小")
    kind = models.CharField("类型", max_length=20)
    algorithm = models.CharField(max_length=10, default="sha256")
    digest = models.CharField("校验码", max_length=64, db_index=True)
    path = models.CharField("存放", max_length=120, unique=True, editable=False)
    replaces = models.OneToOneField(
        "self", verbose_name="替换", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    handed_in_at = models.DateTimeField("随销号申请报出时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤下人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "measure__order", "uploaded_at", "id"]
        verbose_name = verbose_name_plural = "佐证"
        constraints = [
            together("withdrawn"),
        ]

    def __str__(self):
        return self.name

    @property
    def reaches(self) -> Confidentiality:
        """How far it goes: no further than its issue, whose mark may have been changed since."""
        return Confidentiality.stricter(self.confidentiality, self.issue.confidentiality)

    @property
    def trail_subject(self):
        return self.issue
