from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from issues.models.knower import Restriction
from issues.models.querysets import IssueQuerySet, OfIssueQuerySet
from issues.models.status import BALL, COUNTED, OPEN, STRUCK_OFF, Grade, Side, Status
from rectify.lib.constraints import together
from rectify.lib.ids import new_id
from rectify.lib.levels import Confidentiality


class Nature(models.TextChoices):
    INDIVIDUAL = "individual", "个性问题"
    COMMON = "common", "共性问题"


class Cause(models.TextChoices):
    """根源: where a problem comes from (docs/rules.md: class-cause)."""

    SUBJECTIVE = "subjective", "主观层面"
    LEADERSHIP = "leadership", "领导干部"
    INSTITUTIONAL = "institutional", "体制机制"


class Source(models.TextChoices):
    FEEDBACK = "feedback", "巡察反馈"
    CARRIED_OVER = "carried_over", "上轮未完成"
    IN_PROGRESS = "in_progress", "推进中发现"
    SELF_CHECK = "self_check", "自查自纠"
    AUDIT = "audit", "审计等其他监督"


class Discovered(models.TextChoices):
    INTERVIEW = "interview", "个别谈话"
    LETTERS = "letters", "来信来访"
    DOCUMENTS = "documents", "调阅资料"
    FIELD = "field", "实地走访"
    OTHER = "other", "其他"


class Tier(models.TextChoices):
    TEAM = "team", "领导班子"
    DEPARTMENTS = "departments", "部门和所属单位"
    GRASSROOTS = "grassroots", "基层"


class Difficulty(models.TextChoices):
    EASY = "easy", "较易"
    MEDIUM = "medium", "一般"
    HARD = "hard", "较难"


class Ending(models.TextChoices):
    NOT_APPLICABLE = "not_applicable", "不再适用"
    MERGED = "merged", "合并到另一件"
    TRANSFERRED = "transferred", "转其他渠道办理"
    SPLIT = "split", "拆分为几件"


WITHHELD = "限知悉范围"
# What somebody wrote of an issue: gone from a row that its reader may only count.
WORDS = (
    "original",
    "wording",
    "aspect",
    "heading",
    "root_cause",
    "goal",
    "no_prevention",
    "focus_reason",
    "stage_goal",
    "working_paper",
    "lead_leader",
    "responsible_leaders",
    "handler",
    "due_text",
    "ledger_note",
)


class Issue(models.Model):
    """问题: what must be put right. `status` is written by `rectify.workflow.move.make` alone.

    What the clock or a count decides (overdue, days with a side, share of measures done) is computed, never stored here.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey("issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="issues")
    number = models.CharField("编号", max_length=20)
    feedback = models.ForeignKey(
        "issues.Feedback",
        verbose_name="反馈意见",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
    )
    item = models.ForeignKey(
        "issues.FeedbackItem",
        verbose_name="反馈条目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
    )
    track = models.ForeignKey(
        "issues.Track", verbose_name="专项", null=True, blank=True, on_delete=models.PROTECT, related_name="issues"
    )
    source = models.CharField("来源", max_length=20, choices=Source, default=Source.FEEDBACK)
    discovered_by = models.CharField("发现方式", max_length=20, choices=Discovered, blank=True)

    title = models.CharField("问题", max_length=200)
    original = models.TextField("原文", help_text="反馈意见中的原话，下发后不能改")
    wording = models.TextField("工作表述", blank=True)
    aspect = models.CharField("方面", max_length=200, blank=True)
    heading = models.CharField("大项", max_length=200, blank=True)
    root_cause = models.TextField("原因分析", blank=True)
    cause = models.CharField("根源类型", max_length=20, choices=Cause, default="", db_default="", blank=True)
    goal = models.TextField("整改目标", blank=True)
    no_prevention = models.CharField("不设“防”措施的理由", max_length=300, blank=True)
    category = models.ForeignKey(
        "issues.Category", verbose_name="类别", null=True, blank=True, on_delete=models.PROTECT, related_name="issues"
    )
    groups = models.ManyToManyField("issues.Category", verbose_name="分类", blank=True, related_name="grouped_issues")
    nature = models.CharField("性质", max_length=20, choices=Nature, default=Nature.INDIVIDUAL)
    tier = models.CharField("层面", max_length=20, choices=Tier, blank=True)
    difficulty = models.CharField("难度", max_length=10, choices=Difficulty, default=Difficulty.MEDIUM)
    confidentiality = models.CharField("范围", max_length=20, choices=Confidentiality, default=Confidentiality.INTERNAL)
    restricted = models.CharField("知悉限定", max_length=10, choices=Restriction, default="", db_default="", blank=True)
    is_focus = models.BooleanField("重点关注", default=False)
    focus_reason = models.CharField("重点关注情形", max_length=200, blank=True)
    is_immediate = models.BooleanField("立行立改", default=False)
    long_term = models.BooleanField("长期坚持", default=False)
    stage_goal = models.CharField("阶段目标", max_length=300, blank=True)
    next_review = models.DateField("下次检视", null=True, blank=True)
    working_paper = models.CharField("底稿号", max_length=60, blank=True)

    lead_leader = models.CharField("牵头领导", max_length=100, blank=True)
    responsible_leaders = models.CharField("责任领导", max_length=300, blank=True)
    lead_unit = models.ForeignKey(
        "accounts.Unit", verbose_name="牵头单位", on_delete=models.PROTECT, related_name="issues_led"
    )
    handler = models.CharField("承办", max_length=200, blank=True)

    original_due = models.DateField("原定期限", null=True, blank=True)
    due = models.DateField("期限", null=True, blank=True)
    # One order for every list and for keyset paging: without a deadline comes last, on both engines.
    due_order = models.GeneratedField(
        expression=Coalesce("due", models.Value(date(9999, 12, 31), output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    due_text = models.CharField("期限原话", max_length=200, blank=True)
    due_version = models.PositiveSmallIntegerField("期限版本", default=1)

    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    returns = models.PositiveSmallIntegerField("退回次数", default=0)
    reopenings = models.PositiveSmallIntegerField("反弹次数", default=0)
    plan_version = models.PositiveSmallIntegerField("方案版本", default=0)
    declared = models.CharField("单位申报", max_length=20, choices=Grade, blank=True)
    grade = models.CharField("监督认定", max_length=20, choices=Grade, blank=True)

    created_at = models.DateTimeField("建立时间", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="最后改草稿的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source_key = models.CharField("台账来源键", max_length=200, blank=True)
    ledger_note = models.TextField(
        "原台账所记", blank=True, help_text="导入时原表写的状态、进展、备注；不算单位申报，也不算监督认定"
    )
    dispatched_at = models.DateTimeField("下发时间", null=True, blank=True)
    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="下发人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    procedure = models.ForeignKey(
        "issues.Procedure",
        verbose_name="办理规程",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
    )
    closed_on = models.DateField("销号日期", null=True, blank=True)
    look_back_on = models.DateField("回头看日期", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ending = models.CharField("终止情形", max_length=20, choices=Ending, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name="并入", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", verbose_name="拆分自", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    recurrence_of = models.ForeignKey(
        "self", verbose_name="屡查屡犯自", null=True, blank=True, on_delete=models.PROTECT, related_name="recurrences"
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="issue_number_once"),
            models.UniqueConstraint(
                fields=["round", "lead_unit", "source_key"], condition=~Q(source_key=""), name="issue_source_once"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="issue_status_known"),
            together("dispatched"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(COUNTED)) | Q(dispatched_at__isnull=False, due__isnull=False),
                name="issue_open_is_dispatched_and_due",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(STRUCK_OFF)) | (Q(closed_on__isnull=False) & ~Q(grade="")),
                name="issue_closed_has_day_and_grade",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(STRUCK_OFF)) | Q(closed_on=None),
                name="issue_not_closed_has_no_closing_day",
            ),
            models.CheckConstraint(
                condition=Q(dispatched_by=None)
                | (Q(edited_by=None) & (Q(created_by=None) | ~Q(dispatched_by=F("created_by"))))
                | (Q(edited_by__isnull=False) & ~Q(dispatched_by=F("edited_by"))),
                name="issue_dispatched_by_another_than_last_changed_it",
            ),
            models.CheckConstraint(
                condition=Q(restricted="") | Q(confidentiality=Confidentiality.WORK_SECRET),
                name="issue_restricted_is_work_secret",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="issue_not_merged_into_itself"),
            models.CheckConstraint(condition=~Q(split_from=F("id")), name="issue_not_split_from_itself"),
        ]
        indexes = [
            models.Index(fields=["due_order", "id"], name="issue_open_due", condition=Q(status__in=sorted(OPEN))),
            models.Index(
                fields=["round", "due_order", "id"],
                name="issue_open_due_in_round",
                condition=Q(status__in=sorted(OPEN)),
            ),
            models.Index(fields=["due_order", "id"], name="issue_due"),
            models.Index(fields=["lead_unit", "status"], name="issue_unit_status"),
            models.Index(fields=["round", "status"], name="issue_round_status"),
            models.Index(fields=["round", "grade"], name="issue_graded", condition=Q(status__in=sorted(STRUCK_OFF))),
            models.Index(fields=["status", "status_since"], name="issue_waiting"),
            models.Index(fields=["round", "due_order", "id"], name="issue_relapsed", condition=Q(reopenings__gt=0)),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page; of what the reader may only count the ledger, where it stands as a number."""
        return reverse("issues:list") if self.withheld else reverse("issues:detail", args=[self.public_id])

    @property
    def withheld(self) -> bool:
        """Whether the reader it was fetched for counts it without reading it (`IssueQuerySet.counted_for`)."""
        return self.__dict__.get("_withheld", False)

    @withheld.setter
    def withheld(self, withheld: bool) -> None:
        """Its words go before anything can show them; the number, and what is counted and sorted by, stay."""
        self.__dict__["_withheld"] = withheld
        if withheld:
            self.__dict__ |= dict.fromkeys(WORDS, "") | {"title": WITHHELD}

    @property
    def told_title(self) -> str:
        """What of the title may stand in a notice: of 工作秘密 nothing, the number says which it is (docs/rules.md: level)."""
        return "工作秘密，内容只在问题页上看" if self.is_secret else self.title

    @property
    def is_secret(self) -> bool:
        return self.confidentiality == Confidentiality.WORK_SECRET

    def veil(self) -> None:
        """Withhold it from everybody where it is restricted: of what is shown to others than its reader."""
        self.withheld = self.withheld or bool(self.restricted)

    @property
    def side(self) -> Side:
        """Whose ball it is."""
        return BALL[Status(self.status)]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class IssueUnit(models.Model):
    """A unit that shares an issue beside its one lead unit: responsible (责任) or supporting (配合)."""

    class Slot(models.TextChoices):
        RESPONSIBLE = "responsible", "责任单位"
        SUPPORTING = "supporting", "配合单位"

    issue = models.ForeignKey(Issue, verbose_name="问题", on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="issue_shares"
    )
    slot = models.CharField("责任", max_length=20, choices=Slot, default=Slot.RESPONSIBLE)
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["slot", "order", "id"]
        verbose_name = verbose_name_plural = "责任单位"
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="unit_once_per_issue")]

    def __str__(self):
        return f"{self.unit}（{self.get_slot_display()}）"

    @property
    def trail_subject(self) -> Issue:
        return self.issue
