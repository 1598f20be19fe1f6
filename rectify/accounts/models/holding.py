from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rectify.accounts.roles import choices
from rectify.accounts.scoping import HoldingQuerySet


@dataclass(frozen=True)
class Lender:
    """The absent person behind a borrowed post."""

    pk: int
    name: str

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Behalf:
    """For whom somebody enters what was signed on paper (代录): the unit, and the digest of the signed sheet."""

    pk: int
    name: str
    sheet: str


class Holding(models.Model):
    """任职授权: a person holds a role at a unit from a day to a day (the last day included, none = until revoked).

    That the role is one of the files is held by a guard (`KnownRoles`): a role needs no migration.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="holdings"
    )
    role = models.CharField("角色", max_length=20, choices=choices)
    unit = models.ForeignKey("accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="holdings")
    starts = models.DateField("起始日")
    ends = models.DateField("截止日", null=True, blank=True)

    # Whose post it is, where it is borrowed (AB角): set where the posts of a person are read (`User.posts`).
    lender: Lender | None = None
    # For whom it stands in where a sheet is entered (代录): such a post is never stored (`rectify.accounts.entering`).
    behalf: Behalf | None = None

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "role", "starts"]
        verbose_name = verbose_name_plural = "任职授权"
        constraints = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="holding_ends_after_start"),
            models.UniqueConstraint(fields=["user", "role", "unit"], condition=Q(ends=None), name="one_open_holding"),
        ]

    def __str__(self):
        return f"{self.unit} {self.get_role_display()}"
