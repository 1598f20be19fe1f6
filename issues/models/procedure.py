from django.db import models
from django.db.models import Q

from issues.models.issue import Difficulty, Nature
from rectify.lib.ids import new_id


class Procedure(models.Model):
    """办理规程, one row a version: which steps a round adds to the short path, for which issues.

    An issue keeps the version that it was dispatched under; a changed procedure is a new row, so that no issue under way is
    ever stranded. A version is written once: triggers refuse to change or delete its steps.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    code = models.SlugField("代码", max_length=40)
    version = models.PositiveSmallIntegerField("版本", default=1)
    name = models.CharField("名称", max_length=80)
    note = models.CharField("说明", max_length=300, blank=True)
    is_current = models.BooleanField("现行", default=True)

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = verbose_name_plural = "办理规程"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="procedure_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="one_current_procedure"),
        ]

    def __str__(self):
        return f"{self.name}（第 {self.version} 版）"


class Gate(models.TextChoices):
    """What a procedure may add to the short path."""

    PLAN_REVIEW = "plan_review", "方案联审"
    CLOSURE_REVIEW = "closure_review", "销号联审"
    OBJECTION = "objection", "异议期"
    LEADING_GROUP = "leading_group", "领导小组审定"
    SITE_CHECK = "site_check", "现场核查"
    STANDARD = "standard", "销号标准"


class Focus(models.TextChoices):
    ANY = "any", "不限"
    ONLY = "only", "只对重点关注"
    EXCEPT = "except", "重点关注以外"


class ProcedureStep(models.Model):
    """One row of a procedure: this gate stands in the way of these issues. Of several that fit, the first by order holds."""

    procedure = models.ForeignKey(Procedure, verbose_name="规程", on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField("次序", default=0)
    gate = models.CharField("环节", max_length=20, choices=Gate)
    focus = models.CharField("重点关注", max_length=10, choices=Focus, default=Focus.ANY)
    difficulty = models.CharField("难度", max_length=10, choices=Difficulty, blank=True)
    nature = models.CharField("性质", max_length=20, choices=Nature, blank=True)
    days = models.PositiveSmallIntegerField("工作日", default=0, help_text="联审的时限，或异议期的长短")
    bodies = models.ManyToManyField("accounts.Unit", verbose_name="联审单位", blank=True, related_name="+")
    may_waive = models.BooleanField("可免现场核查", default=False, help_text="免的要写理由和同意的人")
    text = models.TextField("标准", blank=True, help_text="一行一条；申请销号时逐条回答")
    rule = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        ordering = ["procedure", "order", "id"]
        verbose_name = verbose_name_plural = "规程环节"
        constraints = [
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="gate_known"),
            models.CheckConstraint(condition=~Q(gate="objection") | Q(days__lte=10), name="objection_window_is_short"),
        ]

    def __str__(self):
        return self.get_gate_display()

    def fits(self, issue) -> bool:
        """Whether the row speaks of an issue with these flags."""
        focus = self.focus == Focus.ANY or (self.focus == Focus.ONLY) == issue.is_focus
        return focus and self.difficulty in ("", issue.difficulty) and self.nature in ("", issue.nature)

    @property
    def lines(self) -> list[str]:
        """The lines of a standard."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]
