from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.scoping import ScopedQuerySet


class PastPasswordQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Nobody reads a hash."""
        return self.none()


class PastPassword(models.Model):
    """A password that somebody chose, as its hash: the last ones are not chosen again, the newest one's age counts."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="past_passwords"
    )
    code = models.CharField("密文", max_length=200)
    chosen_at = models.DateTimeField("设置时间", default=timezone.now)

    objects = PastPasswordQuerySet.as_manager()

    class Meta:
        ordering = ["user", "-chosen_at", "-id"]
        verbose_name = verbose_name_plural = "用过的密码"

    def __str__(self):
        return f"{self.user} {self.chosen_at:%Y-%m-%d}"
