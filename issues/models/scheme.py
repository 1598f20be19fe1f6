from django.db import models


class Scheme(models.Model):
    """分类方案 in one version (四个落实, 三大问题 …), or a catalogue of common problems; an issue may carry a code in each."""

    class Kind(models.TextChoices):
        GROUPING = "grouping", "分类"
        CATALOGUE = "catalogue", "共性问题目录"

    code = models.SlugField("代码", max_length=40)
    version = models.CharField("版本", max_length=20)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("种类", max_length=20, choices=Kind, default=Kind.GROUPING)
    is_current = models.BooleanField("现用", default=True)

    class Meta:
        ordering = ["kind", "code", "-version"]
        verbose_name = verbose_name_plural = "分类方案"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once")]

    def __str__(self):
        return self.name


class Category(models.Model):
    """One class of a scheme. A common problem (C01 …) says by `groups` where it belongs in the grouping schemes."""

    scheme = models.ForeignKey(Scheme, verbose_name="方案", on_delete=models.CASCADE, related_name="categories")
    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=120)
    order = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("在用", default=True)
    groups = models.ManyToManyField("self", verbose_name="归属", symmetrical=False, blank=True, related_name="members")

    class Meta:
        ordering = ["scheme", "order", "code"]
        verbose_name = verbose_name_plural = "类别"
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="category_code_once")]

    def __str__(self):
        return f"{self.code} {self.name}"


class OfficeClass(models.Model):
    """本办的叫法: what an office calls a class in its own ledgers; said once when it is asked, known from then on."""

    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查办", on_delete=models.PROTECT, related_name="own_classes"
    )
    name = models.CharField("叫法", max_length=120)
    category = models.ForeignKey(Category, verbose_name="类别", on_delete=models.CASCADE, related_name="called")

    class Meta:
        ordering = ["office", "name"]
        verbose_name = verbose_name_plural = "本办的叫法"
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="office_class_once")]

    def __str__(self):
        return f"{self.name}＝{self.category}"
