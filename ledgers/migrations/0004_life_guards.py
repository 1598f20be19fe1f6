from django.db import migrations

from rectify.lib.constraints import AppendOnly, FrozenColumns, Undeletable, again

VISIT = [
    "issue_id",
    "closure_id",
    "kind",
    "on",
    "place",
    "people",
    "heard",
    "seen",
    "searched",
    "asked",
    "finding",
    "fault",
    "note",
    "draw_id",
    "planned_on",
    "recorded_at",
    "recorded_by_id",
]
VISIT_FILE = ["visit_id", "name", "size", "kind", "algorithm", "digest", "path", "uploaded_at", "uploaded_by_id"]
DRAW = [
    "public_id",
    "office_id",
    "title",
    "scope",
    "pool_size",
    "pool_digest",
    "size",
    "each_unit",
    "source",
    "frozen_at",
    "frozen_by_id",
]

MEETING = ["office_id", "title", "held_on", "minutes", "chair", "attendees", "made_at", "made_by_id", "closed_at"]
DECIDED = "OLD.decided_at IS NOT NULL AND OLD.word <> 'later'"


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0003_whole_life")]

    operations = [
        *again("ledgers.migrations.0002_guards"),
        FrozenColumns("ledgers_visit", VISIT, when="OLD.recorded_at IS NOT NULL"),
        Undeletable("ledgers_visit", when="OLD.recorded_at IS NOT NULL"),
        FrozenColumns("ledgers_objection", ["closure_id", "raised_by", "text", "entered_at", "entered_by_id"]),
        FrozenColumns("ledgers_objection", ["answer", "answer_note", "answered_at"], when="OLD.answer <> 'open'"),
        Undeletable("ledgers_objection"),
        FrozenColumns("ledgers_visitfile", VISIT_FILE),
        Undeletable("ledgers_visitfile"),
        FrozenColumns("ledgers_draw", DRAW),
        FrozenColumns("ledgers_draw", ["seed", "seeded_at", "seeded_by_id"], when="OLD.seeded_at IS NOT NULL"),
        FrozenColumns("ledgers_draw", ["result", "drawn_at", "drawn_by_id"], when="OLD.drawn_at IS NOT NULL"),
        Undeletable("ledgers_draw"),
        AppendOnly("ledgers_drawline"),
        FrozenColumns("ledgers_meeting", MEETING, when="OLD.closed_at IS NOT NULL"),
        Undeletable("ledgers_meeting", when="OLD.closed_at IS NOT NULL"),
        FrozenColumns("ledgers_meetingitem", ["issue_id", "closure_id", "word", "note", "decided_at"], when=DECIDED),
        Undeletable("ledgers_meetingitem", when="OLD.decided_at IS NOT NULL"),
    ]
