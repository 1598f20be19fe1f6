from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ledgers.models.querysets import BundledPaperQuerySet, PaperBundleQuerySet
from rectify.lib.ids import new_id


class PaperBundle(models.Model):
    """成批文书: drafts of one paper for many objects, written by a worker in the name of who asked, given out as one archive and
    gone after a week. `marks` stands for how far the office's issues went when the drafts were asked for: they are written anew
    when that has changed."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="paper_bundles"
    )
    round = models.ForeignKey(
        "issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="paper_bundles"
    )
    slug = models.CharField("文书", max_length=40)
    answer_by = models.DateField("答复期限", null=True, blank=True)
    marks = models.CharField("范围的校验码", max_length=64, blank=True, default="", db_default="", editable=False)
    asked_at = models.DateTimeField("提出时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )

    objects = PaperBundleQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = verbose_name_plural = "成批文书"

    def __str__(self):
        return f"{self.slug} {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("ledgers:paper_bundle", args=[self.public_id])


class BundledPaper(models.Model):
    """One object of a bundle: its draft, or why there is none."""

    class State(models.TextChoices):
        WAITING = "waiting", "等着写"
        WRITTEN = "written", "写好了"
        FAILED = "failed", "写不出"

    bundle = models.ForeignKey(PaperBundle, verbose_name="成批文书", on_delete=models.CASCADE, related_name="rows")
    about_id = models.CharField("对象", max_length=12)
    about_words = models.CharField("对象名称", max_length=300)
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    why = models.TextField("写不出的原因", blank=True)
    content = models.BinaryField("文件", default=bytes, editable=False)

    objects = BundledPaperQuerySet.as_manager()

    class Meta:
        ordering = ["bundle", "id"]
        verbose_name = verbose_name_plural = "成批文书的一份"
        constraints = [
            models.UniqueConstraint(fields=["bundle", "about_id"], name="bundled_object_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "written", "failed"]), name="bundled_state_known"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(why=""), name="bundled_failed_says_why"),
        ]

    def __str__(self):
        return self.about_words
