"""What a measuring world lacks for a night: a trail as long as that of a worked one, and stored files that rows seal."""

import os
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from issues.models import Evidence, Issue, Report
from ledgers.models import Closure
from ledgers.seals import decisions
from rectify.accounts.models import User
from rectify.audit.trail import Fact, record_many
from rectify.lib.digests import digest_of
from rectify.lib.filestore import keep
from rectify.roof.testing.behind import lifted
from rectify.roof.testing.grants import granted

EVENTS = 20  # an issue: what one of the demo city has, from dispatch to the closing
KINDS = ("dispatch", "sign", "submit_plan", "pass_plan")
BATCH = 2000


def trail() -> None:
    """Posts granted, and `EVENTS` sealing events an issue: those of its reports, the rest its own."""
    granted()
    seal()
    person, facts = User.objects.filter(kind="business").first(), []
    for fact in _facts():
        facts.append(fact)
        if len(facts) == BATCH:
            record_many(facts, by=person)
            facts = []
    record_many(facts, by=person)


def seal() -> None:
    """The digests that a request and its decision get by moves."""
    with lifted(connection):
        for closure in Closure.objects.select_related("decided_by").iterator(chunk_size=BATCH):
            closure.digest = closure.signed_digest = digest_of(closure.snapshot)
            if closure.final_digest:
                closure.final_digest = digest_of(decisions(closure, [])[0])
            closure.save(update_fields=["digest", "signed_digest", "final_digest"])


def _facts() -> Iterator[Fact]:
    """The events of an issue stand apart in the trail, as in life."""
    issues = Issue.objects.only("pk", "number").order_by("pk")
    for turn in range(EVENTS - 4):
        for issue in issues.iterator(chunk_size=BATCH):
            yield Fact(
                f"issues.issue.{KINDS[turn % len(KINDS)]}", issue, facts={"label": "下发", "way": "go", "plan": 1}
            )
    for word in ("send", "read"):
        for report in Report.objects.select_related("issue").order_by("pk").iterator(chunk_size=BATCH):
            yield Fact(f"issues.report.{word}", report)


def files(count: int, size: int) -> None:
    """`count` pieces of evidence of `size` bytes that nothing can press together."""
    person = User.objects.filter(kind="business").first()
    for issue in Issue.objects.order_by("pk")[:count]:
        stored = keep([os.urandom(size)], folder="evidence")
        where = {"path": stored.path, "size": stored.size, "algorithm": stored.algorithm, "digest": stored.digest}
        row = Evidence(
            issue=issue, name="照片.jpg", kind="jpg", uploaded_at=timezone.now(), uploaded_by=person, **where
        )
        row.save()
        record_many([Fact("issues.evidence.attach", row)], by=person)
