from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable

FILE = ["issue_id", "name", "size", "kind", "algorithm", "digest", "path", "uploaded_at", "uploaded_by_id"]
TAKEN_APART = ["feedback_id", "paper", "rows", "answers", "reason", "confirmed_at", "confirmed_by_id"]
WORDS_ABOUT_FILE = ["measure_id", "note", "shows", "document_date", "handed_in_at"]


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_initial")]

    operations = [
        FrozenColumns("issues_feedback", ["round_id", "unit_id", "track_id", "delivered_on", "text"]),
        Undeletable("issues_feedback"),
        FrozenColumns("issues_splitting", TAKEN_APART, when="OLD.confirmed_at IS NOT NULL"),
        FrozenColumns("issues_issue", ["round_id", "number", "original"], when="OLD.dispatched_at IS NOT NULL"),
        Undeletable("issues_issue", when="OLD.status <> 'draft'"),
        FrozenColumns("issues_plan", ["issue_id", "version", "body", "digest", "submitted_at", "submitted_by_id"]),
        Undeletable("issues_plan"),
        FrozenColumns("issues_evidence", FILE),
        FrozenColumns("issues_evidence", WORDS_ABOUT_FILE, when="OLD.handed_in_at IS NOT NULL"),
        Undeletable("issues_evidence"),
        FrozenColumns("issues_report", ["missed_at"], when="OLD.missed_at IS NOT NULL"),
        Undeletable("issues_report", when="OLD.sent_at IS NOT NULL OR OLD.missed_at IS NOT NULL"),
        FrozenColumns("issues_week", ["facts", "words", "digest"], when="OLD.published_at IS NOT NULL"),
    ]
