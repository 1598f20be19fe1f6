from django.db import models
from django.db.models import F, Q

from rectify.accounts.scoping import UnitQuerySet
from rectify.lib.ids import new_id


class Unit(models.Model):
    """A party organisation or office, in a tree.

    `path` lists the ids from the root down, each followed by a slash (`1/4/`), so that "this unit and all below" is one
    prefix comparison and unit 1 never contains unit 12. `ahead` is what stands before its name wherever it is shown or chosen:
    the unit above, where others are called the same; empty for most (`rectify/accounts/namesakes.py`).
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    name = models.CharField("名称", max_length=100)
    ahead = models.CharField("同名时冠以", max_length=200, blank=True, editable=False)
    short_name = models.CharField("简称", max_length=30, blank=True)
    pinyin = models.CharField("拼音", max_length=200, blank=True, editable=False)
    parent = models.ForeignKey(
        "self", verbose_name="上级单位", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    order = models.PositiveIntegerField("排序", default=0, help_text="固定次序，列表一律按它排")
    sector = models.ForeignKey(
        "accounts.Sector", verbose_name="板块", null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    supervising_office = models.ForeignKey(
        "self", verbose_name="督查单位", null=True, blank=True, on_delete=models.PROTECT, related_name="supervised"
    )
    is_office = models.BooleanField("是督查（整改、巡察）办", default=False)
    is_offline = models.BooleanField(
        "不联网", default=False, db_default=False, help_text="单位上不了网：用工作簿报，由督查办代录"
    )
    is_active = models.BooleanField("在用", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_below_a_parent"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="unit_name_once_at_the_top"),
        ]

    def __str__(self):
        return f"{self.ahead}{self.short_name or self.name}"

    @property
    def full_name(self) -> str:
        """The whole name, by which it is told from every other."""
        return f"{self.ahead}{self.name}"

    def contains(self, other: "Unit") -> bool:
        """Whether `other` is this unit or lies below it."""
        return other.path.startswith(self.path)


class UnitAlias(models.Model):
    """Another name by which papers call a unit; an import that asked once does not ask again."""

    name = models.CharField("别名", max_length=100, unique=True)
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "单位别名"

    def __str__(self):
        return f"{self.name} = {self.unit}"


class FormerName(models.Model):
    """曾用名: how a unit was called until a day, and since when where that is known. Papers of that time call it so; another unit
    may bear the name by now, which is why it is no alias."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=30, blank=True)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至")

    class Meta:
        ordering = ["-until", "-id"]
        verbose_name = verbose_name_plural = "曾用名"
        constraints = [
            models.CheckConstraint(condition=Q(since=None) | Q(since__lt=F("until")), name="former_name_lasted"),
        ]

    def __str__(self):
        return self.name
