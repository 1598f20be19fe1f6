"""Who is told what. A notice is a courtesy; the queue on the first page, computed from state, is the truth."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet

MOST_ATTEMPTS = 5


class NoticeQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own."""
        return self.filter(to=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One line to one person. `key` is unique per person: planning the same thing again plans nothing."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="收件人", on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField("唯一键", max_length=150)
    kind = models.CharField("种类", max_length=40)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    why = models.CharField("为什么收到", max_length=200)
    url = models.CharField("链接", max_length=300, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    mailing = models.ForeignKey(
        "notices.Mailing",
        verbose_name="汇总",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notices",
        db_column="digest_id",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = verbose_name_plural = "通知"
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="one_notice_per_key")]
        indexes = [
            models.Index(fields=["to", "-at", "-id"], name="inbox"),
            models.Index(fields=["to"], name="inbox_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["at"], name="notice_undigested", condition=models.Q(mailing=None)),
        ]

    def __str__(self):
        return self.title


class MailingQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own; the system administrator sees all: they hold numbers and errors, no content."""
        return self.all() if user.kind == AccountKind.SYSTEM_ADMIN else self.filter(to=user)

    def waiting(self) -> Self:
        """Not sent and not given up."""
        return self.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS)

    def parked(self) -> Self:
        """Given up after as many tries: a person must look."""
        return self.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)


class Mailing(models.Model):
    """One message per person, channel and slot of the day, holding numbers and links, never content."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="收件人", on_delete=models.CASCADE, related_name="mailings"
    )
    channel = models.CharField("渠道", max_length=20)
    slot = models.DateTimeField("时段")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    claimed_at = models.DateTimeField("上次尝试", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    error = models.TextField("未发出的原因", blank=True)

    objects = MailingQuerySet.as_manager()

    trail_label = "notices.digest"  # as events of before call it

    class Meta:
        db_table = "notices_digest"
        ordering = ["-slot"]
        verbose_name = verbose_name_plural = "通知汇总"
        constraints = [models.UniqueConstraint(fields=["to", "channel", "slot"], name="one_digest_per_slot")]

    def __str__(self):
        return f"{self.to} {self.slot:%m-%d %H:%M}"
