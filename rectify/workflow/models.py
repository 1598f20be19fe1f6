from django.conf import settings
from django.db import models
from django.utils import timezone


class FormKey(models.Model):
    """The key of a form that was acted on: from the same person it acts once (docs/rules.md: act-once). `content` is what was
    filled in, so that whoever uses the key for something else sees both."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办", on_delete=models.CASCADE, related_name="form_keys"
    )
    key = models.CharField("表单号", max_length=40)
    what = models.CharField("动作", max_length=120)
    content = models.JSONField("所填内容", default=dict)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        db_table = "workflow_deed"  # as it was called when the tables were made
        verbose_name = verbose_name_plural = "已办表单"
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="one_deed_per_form")]

    def __str__(self):
        return self.what
