from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ledgers.models.querysets import IssuedPaperQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id
from rectify.lib.reach import LEFT_OUT


class PaperStatus(models.TextChoices):
    REVIEWED = "reviewed", "待签发"
    ISSUED = "issued", "已签发"
    DELIVERED = "delivered", "已送达"
    RECEIVED = "received", "已签收"
    ANSWERED = "answered", "已答复"
    JUDGED = "judged", "答复已认定"
    DONE = "finished", "已办结"
    SPOILED = "spoiled", "作废"
    DROPPED = "dropped", "未签发"


class IssuedPaper(models.Model):
    """A numbered paper (文书) from its review to the judgement on its answer. The number is taken when it is signed, by another
    person than the reviewer; the file is kept as it was issued, to the byte, with its digest, and never changes again.

    `status` is written by `rectify.workflow.move.make` alone. `unit` is who receives it; none where it goes to a department or
    a leader. `answer_by` is the day by which an answer is asked for, none where none is. `template` is the office's own layout
    in which it was issued, none where that was the shipped one. `basis` is what its numbers counted (`ledgers/basis.py`), none
    in papers of before. A number that was spoiled keeps its row and says why (`remark`).
    """

    Status = PaperStatus

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="issued_papers"
    )
    slug = models.CharField("文书", max_length=40)
    title = models.CharField("标题", max_length=200)
    about = models.CharField("对象种类", max_length=20)
    about_id = models.CharField("对象", max_length=12)
    about_words = models.CharField("对象名称", max_length=300)
    silent_number: str | None  # of what may not be called by its words any more: IssuedPaperQuerySet.visible_to
    round = models.ForeignKey(
        "issues.Round",
        verbose_name="轮次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issued_papers",
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name="收文单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers_received",
    )
    status = models.CharField("状态", max_length=20, choices=PaperStatus, default=PaperStatus.REVIEWED)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    answer_by = models.DateField("答复期限", null=True, blank=True)
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
    template = models.ForeignKey(
        "ledgers.PaperTemplate",
        verbose_name="模板",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
    )
    content = models.BinaryField("文件", default=bytes, editable=False)
    basis = models.JSONField("数字的依据", null=True, blank=True, editable=False)
    digest = models.CharField("校验码", max_length=64, blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivery = models.CharField("送达方式", max_length=60, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    received_who = models.CharField("签收人", max_length=60, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_who = models.CharField("答复人", max_length=60, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="填写答复的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField("答复", blank=True)
    remark = models.TextField("作废、不发的理由", blank=True)

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-id"]
        verbose_name = verbose_name_plural = "签发的文书"
        constraints = [
            models.UniqueConstraint(fields=["office", "series", "year", "number"], name="paper_number_once"),
            models.UniqueConstraint(fields=["office", "serial"], condition=~Q(serial=""), name="paper_serial_once"),
            models.UniqueConstraint(
                fields=["office", "slug", "about", "about_id"],
                condition=Q(status=PaperStatus.REVIEWED),
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
            models.CheckConstraint(condition=Q(status__in=PaperStatus.values), name="paper_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["reviewed", "dropped"], signed_at=None)
                | (~Q(status__in=["reviewed", "dropped"]) & Q(signed_at__isnull=False)),
                name="paper_in_hand_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["spoiled", "dropped"]) | ~Q(remark=""), name="paper_spoiled_says_why"
            ),
            together("signed"),
            together("reviewed"),
        ]

    def __str__(self):
        return self.serial or f"{self.title}（{self.get_status_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("ledgers:issued_paper", kwargs={"public_id": self.public_id})

    @property
    def about_told(self) -> str:
        """What it is about, as its reader is told: of 工作秘密 the number alone, whatever it was called when it was reviewed.
        Raises AttributeError of a row that was not read by `visible_to`, sooner than to tell too much."""
        return f"{self.silent_number}：{LEFT_OUT}" if self.silent_number else self.about_words
