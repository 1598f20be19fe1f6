"""改派: another unit leads."""

from rectify.accounts.models import Unit
from rectify.lib.fields import Ref
from rectify.workflow.inputs import Input

NO_UNIT = "请选改派给哪家单位"


class Reassign(Input):
    unit = Ref(
        lambda form: Unit.objects.visible_to(form.user).active().exclude(is_office=True), label="改由哪家单位牵头",
        empty_label="请选", error_messages={"required": NO_UNIT, "invalid_choice": NO_UNIT},
    )  # fmt: skip
