import hashlib
import json
from datetime import UTC, timedelta

from django.conf import settings
from django.db import migrations
from django.utils import timezone

ROLE, LABEL = "clue_keeper", "线索专管员"
NOTE = "线索还不在本系统里办，这个角色没有自己的页面"


def end_posts(apps, schema_editor):
    """What a clue keeper could see was an empty frame. Each post that is in force or to come ends, each with an event."""
    today = timezone.localdate()
    events = []
    for post in (
        apps.get_model("accounts", "Holding").objects.filter(role=ROLE).select_related("user", "unit").order_by("pk")
    ):
        facts = {"person": post.user.name, "unit": post.unit.name, "role": LABEL}
        last_day = today - timedelta(days=1)
        if post.ends and post.ends <= last_day:
            continue
        if post.starts > last_day:
            events.append(("accounts.holding.withdraw", post.user_id, facts))
            post.delete()
            continue
        events.append(("accounts.holding.end", post.user_id, {"holding": post.pk, "ends": str(last_day)} | facts))
        post.ends = last_day
        post.save(update_fields=["ends"])
    if events:
        append(apps, events)


def append(apps, events):
    """The chain goes on as `rectify.audit.trail` writes it on the day of this migration."""
    event_of, heads = apps.get_model("audit", "Event").objects, apps.get_model("audit", "ChainHead").objects
    heads.get_or_create(pk=1)
    head, at = heads.select_for_update().get(pk=1), timezone.now()
    for kind, user, facts in events:
        label = f"accounts.user:{user}"
        body = {
            "number": head.number + 1,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": None,
            "kind": kind,
            "object": label,
            "subject": label,
            "note": NOTE,
            "facts": facts,
            "previous": head.digest,
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.new(settings.DIGEST, text.encode()).hexdigest()
        event_of.create(**(body | {"at": at}), algorithm=settings.DIGEST, digest=digest)
        head.number, head.digest = head.number + 1, digest
    head.save(update_fields=["number", "digest"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_life_guards"), ("audit", "0002_guards")]

    operations = [migrations.RunPython(end_posts, migrations.RunPython.noop)]
