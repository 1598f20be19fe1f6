from typing import Self

from django.db import models

from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet


class ThrottleCountQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The security administrator sees who asked how often; what was asked for stands nowhere."""
        return self.all() if user.kind == AccountKind.SECURITY_ADMIN else self.none()


class ThrottleCount(models.Model):
    """How often a door was used in a span of time by one person, address, device or key (docs/rules.md: throttle). Gone after a
    day; what went beyond is told in the trail (`told`)."""

    throttle = models.CharField("限频", max_length=20)
    counted = models.CharField("按谁计", max_length=60)
    since = models.DateTimeField("自")
    calls = models.PositiveIntegerField("次数", default=0)
    told = models.BooleanField("已记入日志", default=False)

    objects = ThrottleCountQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = verbose_name_plural = "限频计数"
        constraints = [
            models.UniqueConstraint(fields=["throttle", "counted", "since"], name="one_count_of_a_throttle_and_span"),
        ]

    def __str__(self):
        return f"{self.throttle} {self.counted}"
