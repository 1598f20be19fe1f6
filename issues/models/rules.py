from django.db import models

from issues.models.term import Level


class RuleProfile(models.Model):
    """时限方案: the time limits that a round works by; data, so that an office keeps its own."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    level = models.CharField("层级", max_length=20, choices=Level, default=Level.CITY)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "时限方案"

    def __str__(self):
        return self.name


class LimitedEvent(models.TextChoices):
    """What a rule limits."""

    PLAN = "plan", "报送整改方案"
    STUDY = "study", "专题研究反馈意见"
    DEMOCRATIC_LIFE = "democratic_life", "专题民主生活会"
    CONCENTRATED_END = "concentrated_end", "集中整改结束"
    PROGRESS_REPORT = "progress_report", "报送整改进展报告"
    QUARTERLY = "quarterly", "季度报告"
    ALL_DONE = "all_done", "全部完成"
    EVALUATION = "evaluation", "成效评估"
    IMMEDIATE = "immediate", "立行立改"
    SIGN = "sign", "签收"
    FIRST_REVIEW = "first_review", "初审"
    DECISION = "decision", "审定"
    LOOK_BACK = "look_back", "回头看"


class LimitUnit(models.TextChoices):
    DAY = "day", "天"
    WORKDAY = "workday", "个工作日"
    WEEK = "week", "周"
    MONTH = "month", "个月"


class CountedFrom(models.TextChoices):
    FEEDBACK = "feedback", "反馈之日"
    ONSITE_END = "onsite_end", "撤点之日"
    PERIOD_END = "period_end", "集中整改结束之日"
    DISPATCH = "dispatch", "下发之日"
    ARRIVAL = "arrival", "到件之日"
    CLOSURE = "closure", "销号之日"


class RuleTerm(models.Model):
    """One limit: event × number × unit × counted from, with the rule it rests on."""

    profile = models.ForeignKey(RuleProfile, verbose_name="方案", on_delete=models.CASCADE, related_name="terms")
    event = models.CharField("事项", max_length=30, choices=LimitedEvent)
    number = models.PositiveSmallIntegerField("数")
    unit = models.CharField("单位", max_length=10, choices=LimitUnit)
    counted_from = models.CharField("起算", max_length=20, choices=CountedFrom)
    rule = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "时限"
        constraints = [models.UniqueConstraint(fields=["profile", "event"], name="one_limit_per_event")]

    def __str__(self):
        return (
            f"{self.get_event_display()}：{self.get_counted_from_display()}起 {self.number} {self.get_unit_display()}"
        )
