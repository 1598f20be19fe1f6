"""What a person keeps of a list: named conditions, and how the list is to look."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from rectify.accounts.scoping import ScopedQuerySet

ISSUES = "issues"  # the place of the list of issues; a book's place is its slug


class SavedViewQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own, and those that somebody shares with a unit where the reader holds a post."""
        return self.filter(Q(user=user) | Q(shared_with__in={post.unit_id for post in user.posts}))


class SavedView(models.Model):
    """常用视图: named conditions of a list, of one person or shared with a unit. It narrows what a reader sees anyway."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="saved_views"
    )
    place = models.CharField("列表", max_length=40)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=1000)
    shared_with = models.ForeignKey(
        "accounts.Unit", verbose_name="共用单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        verbose_name = verbose_name_plural = "常用视图"
        constraints = [models.UniqueConstraint(fields=["user", "place", "name"], name="view_name_once")]

    def __str__(self):
        return self.name


class Density(models.TextChoices):
    DENSE = "dense", "紧凑"
    NORMAL = "normal", "标准"
    AIRY = "airy", "宽松"


class ListLookQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own."""
        return self.filter(user=user)


class ListLook(models.Model):
    """列表样式: which columns of a list a person wants, and how close the rows stand; the same on every computer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="list_looks"
    )
    place = models.CharField("列表", max_length=40)
    density = models.CharField("密度", max_length=10, choices=Density, default=Density.DENSE)
    columns = models.JSONField("列", default=list)

    objects = ListLookQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列表样式"
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="list_look_once"),
            models.CheckConstraint(condition=Q(density__in=Density.values), name="list_look_density_known"),
        ]

    def __str__(self):
        return f"{self.user} {self.place}"
