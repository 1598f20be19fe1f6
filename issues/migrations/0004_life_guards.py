from django.db import migrations

from rectify.lib.constraints import AppendOnly, FrozenColumns, Undeletable, again

HANDOVER = [
    "unit_id",
    "office_id",
    "outgoing_id",
    "incoming_id",
    "on",
    "mark",
    "year",
    "number",
    "body",
    "algorithm",
    "digest",
    "made_at",
    "made_by_id",
]

SAID = ["issue_id", "number", "planned_on", "stage_goal", "declared", "text", "next_review", "at", "by_id"]


class Migration(migrations.Migration):
    dependencies = [("issues", "0003_whole_life")]

    operations = [
        *again("issues.migrations.0002_guards"),
        FrozenColumns("issues_issue", ["procedure_id"], when="OLD.dispatched_at IS NOT NULL"),
        AppendOnly("issues_procedurestep"),
        AppendOnly("issues_procedurestep_bodies"),
        FrozenColumns("issues_jointreview", ["issue_id", "subject", "number", "opened_at"]),
        FrozenColumns("issues_jointreview", ["outcome", "reply", "reason", "decided_at"], when="OLD.outcome <> 'live'"),
        Undeletable("issues_jointreview"),
        Undeletable("issues_opinion"),
        AppendOnly("issues_handing"),
        AppendOnly("issues_slip"),
        AppendOnly("issues_phasechange"),
        AppendOnly("issues_phasechange_rolled"),
        FrozenColumns("issues_stagereview", SAID),
        Undeletable("issues_stagereview"),
        FrozenColumns("issues_handover", HANDOVER),
        Undeletable("issues_handover"),
    ]
