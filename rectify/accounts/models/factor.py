from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.scoping import ScopedQuerySet


class FactorQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own."""
        return self.filter(user=user)


class Factor(models.Model):
    """动态码: what a telephone of a person works out anew every half minute. `seed` is encrypted by a key that lies neither in
    the database nor in a backup. `last_step` is the half minute of the code that was used last, `offset` how many half minutes
    the telephone is before the server; `failures` how often a code was wrong of late."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="factor"
    )
    seed = models.TextField("密文")
    bound_at = models.DateTimeField("绑定时间", default=timezone.now)
    last_step = models.BigIntegerField("用过的一格", default=0)
    offset = models.SmallIntegerField("相差几格", default=0)
    failures = models.PositiveSmallIntegerField("连错次数", default=0)
    failed_at = models.DateTimeField("最近输错", null=True, blank=True)

    objects = FactorQuerySet.as_manager()

    class Meta:
        ordering = ["user"]
        verbose_name = verbose_name_plural = "动态码"

    def __str__(self):
        return str(self.user)


class RecoveryCodeQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(user=user)

    def unused(self) -> Self:
        return self.filter(used_at=None)


class RecoveryCode(models.Model):
    """恢复码: opens once instead of a 动态码, for who has lost the telephone. `code` is its hash; the slip is printed once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="recovery_codes"
    )
    code = models.CharField("密文", max_length=64)
    used_at = models.DateTimeField("用掉的时间", null=True, blank=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        ordering = ["user", "id"]
        verbose_name = verbose_name_plural = "恢复码"
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="recovery_code_once")]

    def __str__(self):
        return str(self.user)
