from django.db import models


class DaySource(models.TextChoices):
    SEED = "seed", "系统内置"
    FILE = "file", "文件导入"
    PERSON = "person", "人工录入"


class Day(models.Model):
    """A day that differs from the plain week, or that a person has spoken about: a holiday, a make-up working day."""

    date = models.DateField("日期", unique=True)
    works = models.BooleanField("是否上班")
    name = models.CharField("名称", max_length=40, blank=True)
    source = models.CharField("来源", max_length=10, choices=DaySource, default=DaySource.PERSON)
    changed_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        ordering = ["date"]
        verbose_name = verbose_name_plural = "调休日"

    def __str__(self):
        return f"{self.date} {'上班' if self.works else '休息'} {self.name}".strip()
