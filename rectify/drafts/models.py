from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.ids import new_id


class PersonalQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own; nobody else's, whatever the post."""
        return self.filter(owner=user)


class FormDraft(models.Model):
    """What somebody typed into a form and has not sent: kept until the server takes the form, 14 days at most. It is nobody's
    word yet: in no trail, search, export or backup."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="谁填的", on_delete=models.CASCADE, related_name="drafts"
    )
    form = models.CharField("表单", max_length=300)
    page = models.CharField("所在页面", max_length=500, blank=True)
    title = models.CharField("页面名称", max_length=200, blank=True)
    values = models.JSONField("所填内容", default=dict)
    version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("存下时间", default=timezone.now)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ["-changed_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["changed_at"], name="draft_changed")]

    def __str__(self):
        return self.title or self.page


class ChosenFile(models.Model):
    """A file somebody has chosen in a form that was not taken yet: kept until the form is, 24 hours at most. It proves nothing
    and is handed out to nobody; in no trail, search, export or backup."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="谁选的", on_delete=models.CASCADE, related_name="chosen_files"
    )
    form = models.CharField("交到的地址", max_length=500)
    field = models.CharField("哪一栏", max_length=100)
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=20)
    size = models.PositiveBigIntegerField("大小")
    algorithm = models.CharField(max_length=10, default="sha256")
    digest = models.CharField("校验码", max_length=64)
    path = models.CharField("存放", max_length=120, unique=True, editable=False)
    chosen_at = models.DateTimeField("选定时间", default=timezone.now)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已选的文件"
        ordering = ["-chosen_at", "-id"]
        indexes = [
            models.Index(fields=["owner", "form"], name="chosen_for_form"),
            models.Index(fields=["chosen_at"], name="chosen_at"),
        ]

    def __str__(self):
        return self.name
