"""The states of an issue (docs/rules.md: status): its words, whose ball it is, what it counts as."""

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    DISPATCHED = "dispatched", "待签收"
    CONTESTED = "contested", "异议待复"
    PLANNING = "planning", "方案编制"
    PLAN_REVIEW = "plan_review", "方案待审"
    RECTIFYING = "rectifying", "整改中"
    AWAITING_SIGNATURE = "awaiting_signature", "待审签"
    FIRST_REVIEW = "first_review", "待初审"
    JOINT_REVIEW = "joint_review", "待联审"
    OBJECTION_WINDOW = "objection_window", "异议期"
    AWAITING_DECISION = "awaiting_decision", "待审定"
    CLOSED = "closed", "已销号"
    ARCHIVED = "archived", "已归档"
    TERMINATED = "terminated", "终止"


class Side(models.TextChoices):
    """Whose ball it is."""

    OFFICE = "office", "督查办"
    UNIT = "unit", "责任单位"
    REVIEWERS = "reviewers", "联审单位"
    NOBODY = "nobody", "无"


BALL = {
    Status.DRAFT: Side.OFFICE,
    Status.DISPATCHED: Side.UNIT,
    Status.CONTESTED: Side.OFFICE,
    Status.PLANNING: Side.UNIT,
    Status.PLAN_REVIEW: Side.OFFICE,
    Status.RECTIFYING: Side.UNIT,
    Status.AWAITING_SIGNATURE: Side.UNIT,
    Status.FIRST_REVIEW: Side.OFFICE,
    Status.JOINT_REVIEW: Side.REVIEWERS,
    Status.OBJECTION_WINDOW: Side.NOBODY,
    Status.AWAITING_DECISION: Side.OFFICE,
    Status.CLOSED: Side.NOBODY,
    Status.ARCHIVED: Side.NOBODY,
    Status.TERMINATED: Side.NOBODY,
}

OPEN = frozenset(
    {
        Status.DISPATCHED,
        Status.CONTESTED,
        Status.PLANNING,
        Status.PLAN_REVIEW,
        Status.RECTIFYING,
        Status.AWAITING_SIGNATURE,
        Status.FIRST_REVIEW,
        Status.JOINT_REVIEW,
        Status.OBJECTION_WINDOW,
        Status.AWAITING_DECISION,
    }
)
STRUCK_OFF = frozenset({Status.CLOSED, Status.ARCHIVED})  # 已销号: under observation, or archived after it
COUNTED = OPEN | STRUCK_OFF  # 应整改: dispatched and not terminated
WITH_UNIT = frozenset(s for s in OPEN if BALL[s] == Side.UNIT)
WITH_OFFICE = frozenset(s for s in OPEN if BALL[s] == Side.OFFICE)
WITH_REVIEWERS = frozenset(s for s in OPEN if BALL[s] == Side.REVIEWERS)
UNDER_WAY = frozenset({Status.PLANNING, Status.RECTIFYING})  # the unit's to work on: these owe weekly reports


class Grade(models.TextChoices):
    """The result the supervisors accepted; the strict rate counts 全面, the lenient adds 基本."""

    FULL = "full", "全面完成"
    MOSTLY = "mostly", "基本完成"
    PARTLY = "partly", "部分完成"
    UNVERIFIABLE = "unverifiable", "无法核实"
