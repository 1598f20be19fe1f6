from django.db import models
from django.db.models import Q

from issues.models.rules import RuleProfile


class Colour(models.TextChoices):
    GREEN = "green", "绿"
    BLUE = "blue", "蓝"
    YELLOW = "yellow", "黄"
    ORANGE = "orange", "橙"
    RED = "red", "红"


class When(models.TextChoices):
    """What a rule looks at; `number` is the n of the words."""

    DAYS_LEFT = "days_left", "推进中，距期限不超过 n 天"
    OVERDUE = "overdue", "推进中，逾期 n 天以上"
    RETURNED = "returned", "推进中，退回过 n 次以上"
    DECLARED = "declared", "单位已申报完成，还没有认定"
    LASTING = "lasting", "列入长期坚持"
    STRUCK_OFF = "struck_off", "已销号"
    UNDER_WAY = "under_way", "推进中（以上都不是）"


class Tells(models.TextChoices):
    NOBODY = "nobody", "不提醒"
    LIAISON = "liaison", "联络员"
    LEADER = "leader", "联络员和分管领导"
    PRINCIPAL = "principal", "联络员和主要负责人"


class LightRule(models.Model):
    """亮灯规则, one row of a profile: the first by order that fits an issue gives its colour (docs/rules.md: light-rule:
    the same colour
    means different things in different places, so a colour is never without its words)."""

    profile = models.ForeignKey(RuleProfile, verbose_name="方案", on_delete=models.CASCADE, related_name="lights")
    order = models.PositiveSmallIntegerField("次序")
    when = models.CharField("什么情形", max_length=20, choices=When)
    number = models.PositiveSmallIntegerField("n", default=0)
    colour = models.CharField("颜色", max_length=10, choices=Colour)
    words = models.CharField("说法", max_length=40)
    tells = models.CharField("提醒谁", max_length=10, choices=Tells, default=Tells.NOBODY)
    paper = models.CharField("相应文书", max_length=40, blank=True)
    rule = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        ordering = ["profile", "order"]
        verbose_name = verbose_name_plural = "亮灯规则"
        constraints = [
            models.UniqueConstraint(fields=["profile", "order"], name="one_light_rule_per_place"),
            models.CheckConstraint(condition=Q(colour__in=Colour.values), name="light_colour_known"),
            models.CheckConstraint(condition=Q(when__in=When.values), name="light_case_known"),
        ]

    def __str__(self):
        return f"{self.get_colour_display()}：{self.words}"
