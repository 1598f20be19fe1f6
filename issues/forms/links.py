"""联动: one measure answers several issues."""

from issues.models import Issue, MeasureLink
from rectify.lib.fields import Ref, Words
from rectify.workflow.inputs import ActInput


class LinkForm(ActInput):
    """Which issue the measure answers too, and why."""

    issue = Ref(
        lambda form: Issue.objects.visible_to(form.user).select_related("round__office", "lead_unit"),
        label="也整改哪一件",
        error_messages={"required": "请选一件问题", "invalid_choice": "没有这件问题，请刷新后再选"},
    )
    note = Words(label="为什么", max_length=300, required=False)


class UnlinkForm(ActInput):
    """Which link of the measure is taken off."""

    link = Ref(
        lambda form: MeasureLink.objects.visible_to(form.user).standing().filter(measure=form.obj),
        by="issue__public_id",
        error_messages={"required": "请选要解除的联动", "invalid_choice": "这条联动已经解除，请刷新"},
    )
    note = Words(label="为什么解除", max_length=300, required=False)
