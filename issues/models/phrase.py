from django.db import models


class Phrase(models.Model):
    """常用语 of the office: reasons for returning, for no progress, for special focus; editable data."""

    class Use(models.TextChoices):
        RETURN = "return", "退回理由"
        NO_PROGRESS = "no_progress", "无进展原因"
        FOCUS = "focus", "重点关注情形"

    use = models.CharField("用途", max_length=20, choices=Use)
    text = models.CharField("文字", max_length=200)
    order = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["use", "order", "id"]
        verbose_name = verbose_name_plural = "常用语"
        constraints = [models.UniqueConstraint(fields=["use", "text"], name="phrase_once")]

    def __str__(self):
        return self.text
