from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.scoping import ScopedQuerySet


class FormDraftQuerySet(ScopedQuerySet):
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

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ["-changed_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["changed_at"], name="draft_changed")]

    def __str__(self):
        return self.title or self.page
