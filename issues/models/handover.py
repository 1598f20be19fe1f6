from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.roles import Reads
from rectify.accounts.scoping import ScopedQuerySet, under
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class HandoverQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office that drew it up, the unit and whoever has it in charge, and the two people whom it names."""
        return self.filter(
            Q(office__in=user.offices()) | under("unit", user.reads(Reads.BRANCH)) | Q(incoming=user) | Q(outgoing=user)
        )


class Handover(models.Model):
    """交接: the first-responsible person (第一责任人) of a unit changes. `body` is what was open on the day, frozen with its
    digest; who comes in signs for it, and 责任提醒函 goes out under a number that is given once (docs/rules.md:
    duty-handover)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="handovers")
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="handovers_drawn_up"
    )
    outgoing = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="移交人", on_delete=models.PROTECT, related_name="handovers_given"
    )
    incoming = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="接收人", on_delete=models.PROTECT, related_name="handovers_taken"
    )
    on = models.DateField("交接日")
    mark = models.CharField("代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    body = models.JSONField("移交清单")
    algorithm = models.CharField(max_length=10)
    digest = models.CharField("校验码", max_length=64)
    made_at = models.DateTimeField("冻结时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签收人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    withdrawn_at = models.DateTimeField("作废时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作废人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_note = models.CharField("作废理由", max_length=300, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = verbose_name_plural = "责任交接"
        constraints = [
            together("received"),
            models.UniqueConstraint(fields=["office", "year", "number"], name="handover_number_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(received_at=None, withdrawn_at=None), name="one_handover_waits_for_receipt"
            ),
            together("withdrawn"),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(withdrawn_at=None), name="handover_received_stays"
            ),
            models.CheckConstraint(condition=~Q(outgoing=F("incoming")), name="handover_to_another"),
            models.CheckConstraint(
                condition=Q(received_by=None) | Q(received_by=F("incoming")), name="handover_received_by_incoming"
            ),
        ]

    def __str__(self):
        return f"{self.mark}〔{self.year}〕{self.number}号"

    def get_absolute_url(self) -> str:
        return reverse("issues:handover", kwargs={"public_id": self.public_id})

    @property
    def waits(self) -> bool:
        """Neither signed for nor withdrawn."""
        return self.received_at is None and self.withdrawn_at is None

    @property
    def trail_subject(self):
        return self.unit
