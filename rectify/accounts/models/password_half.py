from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.roles import ADMINISTRATORS, AccountKind
from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.ids import new_id

GOOD_FOR = timedelta(hours=72)


def sides_of(account: AccountKind | str) -> tuple[AccountKind, ...]:
    """The two who print a half each for an account of this kind, in the order in which the halves are typed: never one of the
    own kind."""
    if account == AccountKind.BUSINESS:
        return (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
    return tuple(kind for kind in ADMINISTRATORS if kind != account)


class PasswordHalfQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Who prints one of the two sees that and when a half was printed; what it says is kept nowhere."""
        printed_for = [kind for kind in AccountKind if user.kind in sides_of(kind)]
        return self.filter(user__kind__in=printed_for)

    def good(self, at: datetime | None = None) -> Self:
        """Those that open something still."""
        return self.filter(printed_at__gt=(at or timezone.now()) - GOOD_FOR)


class PasswordHalf(models.Model):
    """密码条: one half of a one-time password, printed by one of two administrators, so that neither can come in as somebody
    else (docs/rules.md: first-password). `code` is its hash; printed anew it is another one."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="password_halves"
    )
    side = models.CharField("哪一半", max_length=20, choices=[(side.value, side.label) for side in ADMINISTRATORS])
    code = models.CharField("密文", max_length=200)
    printed_at = models.DateTimeField("打印时间")
    # None: on the server itself, before there was anybody to print it
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="打印人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PasswordHalfQuerySet.as_manager()

    class Meta:
        ordering = ["user", "side"]
        verbose_name = verbose_name_plural = "密码条"
        constraints = [
            models.UniqueConstraint(fields=["user", "side"], name="one_half_of_a_side"),
            models.CheckConstraint(
                condition=models.Q(side__in=[side.value for side in ADMINISTRATORS]), name="half_of_a_side"
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_side_display()}"

    @property
    def is_good(self) -> bool:
        return self.printed_at > timezone.now() - GOOD_FOR
