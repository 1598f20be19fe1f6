from issues.effects.handing import takers
from rectify.lib.fields import Ref, Words, area
from rectify.workflow.inputs import ActInput


class HandDownForm(ActInput):
    """To whom and why. The units are those that the rule allows."""

    unit = Ref(
        lambda form: takers(form.obj),
        called=lambda unit: unit.full_name,
        label="交给哪家经办",
        empty_label="请选",
        help_text="只列下属单位和这件的责任单位。主要责任仍在牵头单位，周报、方案、销号仍由牵头单位报",
    )
    reason = Words(
        label="理由",
        max_length=500,
        widget=area(3),
        help_text="接手的单位和督查办都看得到，会一直留在这件的页上",
    )


class TakeBackForm(ActInput):
    reason = Words(label="收回的理由", max_length=500, widget=area(3))
