from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.ids import new_id


class OpenSessionQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own."""
        return self.filter(user=user)


class OpenSession(models.Model):
    """登录: where somebody is logged in. `key` is that of Django's session, which holds all else and ends it by being gone."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="open_sessions"
    )
    key = models.CharField("会话", max_length=40, unique=True)
    address = models.CharField("来自", max_length=45)
    agent = models.CharField("浏览器", max_length=200)
    began_at = models.DateTimeField("登录时间", default=timezone.now)

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-id"]
        verbose_name = verbose_name_plural = "登录"

    def __str__(self):
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"
