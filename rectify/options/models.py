from django.db import models


class StoredOption(models.Model):
    """An option somebody has changed: for one office, or (office empty) for all. What nobody changed has no row."""

    key = models.CharField("选项", max_length=60)
    office = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构"
    )
    value = models.JSONField("值")
    changed_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "office"], name="one_option_per_office"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(office=None), name="one_common_option"),
        ]
        verbose_name = verbose_name_plural = "运行选项"

    def __str__(self):
        return self.key
