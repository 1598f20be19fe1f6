from typing import Self

from django.conf import settings
from django.db import models

from rectify.accounts.scoping import ScopedQuerySet


class LastRoundQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own."""
        return self.filter(user=user)


class LastRound(models.Model):
    """The round that a person chose last: where lists and boards begin at the next log-in, on whatever computer."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="last_round"
    )
    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.CASCADE, related_name="+")

    objects = LastRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上次选的轮次"

    def __str__(self):
        return f"{self.user} {self.round}"
