from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ledgers.models.querysets import AccountStatementQuerySet, StatementDisputeQuerySet
from rectify.lib.constraints import together
from rectify.lib.dates import chinese, month_end, month_start
from rectify.lib.ids import new_id


class StatementStatus(models.TextChoices):
    UNIT_CHECKS = "unit_checks", "待单位核对"
    OFFICE_CHECKS = "office_checks", "待督查办核对"
    DISPUTED = "disputed", "有异议待定"
    CONFIRMED = "confirmed", "双方已确认"
    WITHDRAWN = "withdrawn", "已撤回"


class DisputeStatus(models.TextChoices):
    RAISED = "raised", "待对方答复"
    EXPLAINED = "explained", "待认可答复"
    RESOLVED = "resolved", "已认可"


class AccountSide(models.TextChoices):
    UNIT = "unit", "单位"
    OFFICE = "office", "督查办"


class AccountStatement(models.Model):
    """对账单 of a unit's account over some days, item by item, as it stood when it was drawn up; both sides confirm or dispute
    it (docs/rules.md: account-statement).

    `lines` never change: a list of {issue, number, title, opening, entries: [{on, kind}], closing}, of which a line's place is
    its position from 1. `status` is written by `rectify.workflow.move.make` alone. What the unit said was said by `unit_who` on
    `unit_on`; `unit_by` is the person who entered it, of the unit or, for a unit without accounts, of the office. `digest` covers
    the whole once both have confirmed. `made_by` is None where the clock drew it up, `meeting` set where it is for one.
    """

    Status = StatementStatus

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    round = models.ForeignKey(
        "issues.Round", verbose_name="轮次", on_delete=models.PROTECT, related_name="account_statements"
    )
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="account_statements"
    )
    meeting = models.ForeignKey(
        "ledgers.Meeting",
        verbose_name="会议",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="account_statements",
    )
    since = models.DateField("起")
    until = models.DateField("止")
    lines = models.JSONField("逐件", default=list)
    answer_by = models.DateField("核对期限")
    made_at = models.DateTimeField("生成时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="生成人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField("状态", max_length=20, choices=StatementStatus, default=StatementStatus.UNIT_CHECKS)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    unit_on = models.DateField("单位核对日期", null=True, blank=True)
    unit_who = models.CharField("单位核对人", max_length=60, blank=True)
    unit_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记单位核对的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    office_at = models.DateTimeField("督查办核对时间", null=True, blank=True)
    office_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="督查办核对人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField("双方确认时间", null=True, blank=True)
    digest = models.CharField("校验码", max_length=64, blank=True)
    remark = models.TextField("撤回的理由", blank=True)

    objects = AccountStatementQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "unit__order", "unit_id", "-id"]
        verbose_name = verbose_name_plural = "对账单"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "since", "until"],
                condition=~Q(status="withdrawn"),
                name="statement_once_a_period",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="statement_period_runs_on"),
            models.CheckConstraint(condition=Q(status__in=StatementStatus.values), name="statement_status_known"),
            models.CheckConstraint(
                condition=Q(status="confirmed", confirmed_at__isnull=False, unit_on__isnull=False)
                & Q(office_at__isnull=False)
                & ~Q(digest="")
                | ~Q(status="confirmed") & Q(confirmed_at=None, digest=""),
                name="statement_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(unit_by=None) | Q(office_by=None) | ~Q(unit_by=F("office_by")),
                name="statement_sides_are_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(remark=""), name="statement_withdrawn_says_why"
            ),
            together("unit", "on", "by"),
            together("office"),
        ]

    def __str__(self):
        return f"{self.unit} {self.period}对账单"

    def get_absolute_url(self) -> str:
        return reverse("ledgers:statement", kwargs={"public_id": self.public_id})

    @property
    def period(self) -> str:
        """The days, in words; a whole month by its name."""
        if (self.since, self.until) == (month_start(self.until), month_end(self.until)):
            return f"{self.until.year}年{self.until.month}月"
        return f"{chinese(self.since)}至{chinese(self.until)}"


class StatementDispute(models.Model):
    """One line of a statement that one side does not accept: a task with a day for the other side.

    `said` holds every word in its order, by {act, side, words, who, on, by}; the last one is by `last_by`. It is over when who
    raised it accepts an answer.
    """

    Status = DisputeStatus

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    statement = models.ForeignKey(
        AccountStatement, verbose_name="对账单", on_delete=models.PROTECT, related_name="disputes"
    )
    place = models.PositiveIntegerField("行")
    side = models.CharField("提出的一方", max_length=10, choices=AccountSide)
    said = models.JSONField("说了什么", default=list)
    last_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="最后一句的经办人", on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField("期限")
    raised_at = models.DateTimeField("提出时间", default=timezone.now)
    status = models.CharField("状态", max_length=20, choices=DisputeStatus, default=DisputeStatus.RAISED)
    status_since = models.DateTimeField("状态起于", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects = StatementDisputeQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        verbose_name = verbose_name_plural = "对账异议"
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "place"], condition=~Q(status="resolved"), name="dispute_open_once_a_line"
            ),
            models.CheckConstraint(condition=Q(status__in=DisputeStatus.values), name="dispute_status_known"),
            models.CheckConstraint(condition=Q(side__in=AccountSide.values), name="dispute_side_known"),
            models.CheckConstraint(condition=Q(place__gte=1), name="dispute_place_from_one"),
        ]

    def __str__(self):
        return f"{self.line['number']} 的异议"

    @property
    def trail_subject(self) -> AccountStatement:
        return self.statement

    @property
    def line(self) -> dict[str, Any]:
        """The line of the statement that it is about."""
        line: dict[str, Any] = self.statement.lines[self.place - 1]
        return line

    @property
    def turn(self) -> str:
        """The side whose turn it is: to answer, or to accept the answer; nobody's when it is over."""
        if self.status == DisputeStatus.RESOLVED:
            return ""
        other = AccountSide.OFFICE if self.side == AccountSide.UNIT else AccountSide.UNIT
        return other.value if self.status == DisputeStatus.RAISED else self.side
