from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ledgers.models.querysets import ObjectionQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Objection(models.Model):
    """异议 raised while a request for closure stands in its objection window; while one is open the window does not end."""

    class Answer(models.TextChoices):
        OPEN = "open", "待答复"
        SUSTAINED = "sustained", "成立"
        DISMISSED = "dismissed", "不成立"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    closure = models.ForeignKey(
        "ledgers.Closure", verbose_name="销号申请", on_delete=models.PROTECT, related_name="objections"
    )
    raised_by = models.CharField("提出的单位或人", max_length=80)
    text = models.TextField("异议内容")
    entered_at = models.DateTimeField("登记时间", default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("答复", max_length=10, choices=Answer, default=Answer.OPEN)
    answer_note = models.TextField("答复理由", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["closure", "id"]
        verbose_name = verbose_name_plural = "异议"
        constraints = [
            together("answered"),
            models.CheckConstraint(
                condition=Q(answer="open", answered_at=None) | (~Q(answer="open") & ~Q(answer_note="")),
                name="objection_answered_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.raised_by}的异议"

    @property
    def trail_subject(self):
        return self.closure.issue
