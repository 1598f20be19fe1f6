from django.db import models


class Sector(models.Model):
    """板块: what kind of body a unit is (区县, 部门, 国企, 高校 …); editable data."""

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=50)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = verbose_name_plural = "板块"

    def __str__(self):
        return self.name
