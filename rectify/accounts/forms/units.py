"""Forms of the tree of units."""

from django import forms

from rectify.accounts.models import Sector, Unit, UnitRequest, User
from rectify.lib.filegate import UnclassifiedField, demand_clean, is_sure

MOST_BYTES = 5 * 1024 * 1024


class UnitForm(forms.ModelForm):
    aliases = forms.CharField(
        label="别名",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个。文件里这样写的，导入时就认得是这家",
    )

    class Meta:
        model = Unit
        fields = ["name", "short_name", "parent", "order", "sector", "supervising_office", "is_office"]
        help_texts = {"order": "所有列表都按它排，小的在前", "supervising_office": "由哪个督查办督查"}

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(by).active()
        for name, queryset, empty in (
            ("parent", units, "没有上级（最上级）"),
            ("supervising_office", units.filter(is_office=True), "没有"),
            ("sector", Sector.objects.all(), "没有"),
        ):
            self.fields[name].queryset, self.fields[name].empty_label = queryset, empty
        self.fields["parent"].label_from_instance = lambda unit: unit.name
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(self.instance.aliases.values_list("name", flat=True))
            del self.fields["parent"]

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def _post_clean(self) -> None:
        """The form does not touch the unit: the action locks it and writes."""


class MoveForm(forms.Form):
    to = forms.ModelChoiceField(
        label="移到哪家下面",
        queryset=Unit.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="没有上级（最上级）",
    )

    def __init__(self, *args, unit: Unit, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        others = Unit.objects.visible_to(by).active().exclude(path__startswith=unit.path)
        self.fields["to"].queryset = others
        self.fields["to"].label_from_instance = lambda other: other.name
        self.initial["to"] = unit.parent and unit.parent.public_id


class RequestsForm(forms.Form):
    """What is done with the ticked requests of an office: made below a unit, taken for a unit there is, or not made."""

    ids = forms.ModelMultipleChoiceField(
        label="单位",
        queryset=UnitRequest.objects.none(),
        to_field_name="public_id",
        error_messages={"required": "请先勾选要办的单位"},
    )
    parent = forms.ModelChoiceField(
        label="新增在哪家下面",
        queryset=Unit.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="没有上级（最上级）",
    )
    sector = forms.ModelChoiceField(label="板块", queryset=Sector.objects.all(), required=False, empty_label="没有")
    unit = forms.ModelChoiceField(
        label="是哪家已有单位",
        queryset=Unit.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="不是已有单位",
    )
    reason = forms.CharField(label="不新增的理由", max_length=200, required=False)

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(by).active()
        self.fields["ids"].queryset = UnitRequest.objects.visible_to(by).waiting()
        for name in ("parent", "unit"):
            self.fields[name].queryset = units
            self.fields[name].label_from_instance = lambda unit: unit.name


class UnitFilter(forms.Form):
    q = forms.CharField(label="名称、简称、拼音、别名", required=False, max_length=50)
    sector = forms.ModelChoiceField(
        label="板块", required=False, queryset=Sector.objects.all(), to_field_name="code", empty_label="板块：全部"
    )
    off = forms.BooleanField(label="含已停用", required=False)


class FileForm(forms.Form):
    """A small file to be read."""

    file = forms.FileField(label="文件", max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    confirmed_unclassified = UnclassifiedField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"这个文件超过 {MOST_BYTES // 2**20} MB，不像单位名单。请检查后再选")
        demand_clean(file, kind="xlsx", sure=is_sure(self))
        return file
