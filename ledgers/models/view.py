from django.conf import settings
from django.db import models

from ledgers.models.querysets import OwnQuerySet


class SavedView(models.Model):
    """常用视图: a person's named filter of a book."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="saved_views"
    )
    book = models.CharField("台账", max_length=40)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=1000)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["book", "id"]
        verbose_name = verbose_name_plural = "常用视图"
        constraints = [models.UniqueConstraint(fields=["user", "book", "name"], name="view_name_once")]

    def __str__(self):
        return self.name
