"""Every act of the issues as a test calls it, and the events that it leaves (`rectify.roof.testing.acts`)."""

from datetime import timedelta
from io import BytesIO

from issues.actions import (
    bulk,
    catalogue,
    claiming,
    evidence,
    exports,
    extensions,
    handing,
    handover,
    issues,
    knowing,
    lasting,
    links,
    measures,
    milestones,
    outcomes,
    parts,
    recurrence,
    regulations,
)
from issues.actions.levels import set_level
from issues.filters import IssueFilter
from issues.models import (
    ExtensionReason,
    Issue,
    Knower,
    Lasting,
    MeasureLink,
    Milestone,
    Outcome,
    OutcomeKind,
    Regulation,
    Round,
    Shows,
    StageReview,
    Status,
    Track,
)
from issues.tests import list_acts, paper_acts, round_acts, week_acts
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.filestore import keep
from rectify.roof.testing.acts import ActStage, Case, in_days, under_way
from rectify.roof.testing.world import person, track

S = Status


def stored(text: str, folder: str = "evidence"):
    return keep([f"%PDF-1.4 {text}".encode()], folder=folder)


def proof(w: ActStage):
    return w.attach(under_way(w), under_way(w).measures.first())


def handed_in(w: ActStage):
    """A file that the request under review has taken along."""
    return w.at(S.FIRST_REVIEW).evidence.first()


def restricted(w: ActStage) -> Issue:
    issue = under_way(w)
    knowing.restrict(issue=issue, why="person", reason="涉及干部", by=w.head)
    return issue


def named(w: ActStage) -> Knower:
    return knowing.name(issue=restricted(w), **naming(w))


def naming(w: ActStage) -> dict:
    return {"person": w.liaison, "until": in_days(30), "reason": "承办", "by": w.head}


def reason() -> ExtensionReason:
    return ExtensionReason.objects.get_or_create(code="test", defaults={"name": "等专户", "kind": "objective"})[0]


# ---- what hangs on an issue -------------------------------------------------------------------------------------------


def regulation(w: ActStage) -> Regulation:
    about = {"title": "资金管理办法", "kind": Regulation.Kind.values[0]}
    return regulations.add(issue=under_way(w), by=w.liaison, **about)


def kind() -> OutcomeKind:
    return OutcomeKind.objects.get_or_create(code="test", defaults={"name": "挽回损失", "unit": "万元"})[0]


def number(w: ActStage) -> Outcome:
    row = {"measure": under_way(w).measures.first(), "kind": kind(), "value": 3}
    outcomes.declare(issue=under_way(w), rows=[row], by=w.liaison)
    return Outcome.objects.get()


def linked(w: ActStage) -> MeasureLink:
    return links.link(measure=under_way(w).measures.first(), issue=w.at(S.PLANNING), by=w.clerk)


def todo(w: ActStage):
    """A measure of an issue under way that is not done yet."""
    measure = under_way(w).measures.first()
    assert measure.status in ("todo", "doing")
    return measure


def milestone(w: ActStage, **fields) -> Milestone:
    about = {"order": 1, "text": "逐户", "due": in_days(9)} | fields
    return Milestone.objects.create(measure=todo(w), **about)


LASTING = {"stage_goal": "不反弹", "rhythm": "quarterly", "reason": "要长期抓"}


def kept_on(w: ActStage) -> Lasting:
    ahead = {"next_review": in_days(40)}
    found = lasting.apply(issue=under_way(w), by=w.liaison, **LASTING, **ahead)
    w.move(found, "approve", "head")
    return found


def stage_review(w: ActStage) -> StageReview:
    kept_on(w)
    return lasting.review(issue=under_way(w), declared=StageReview.Word.values[0], text="巩固", by=w.liaison)


def incoming(w: ActStage):
    return person("incoming", (Role.UNIT_PRINCIPAL, w.lead))


def letter(w: ActStage):
    about = {"unit": w.lead, "outgoing": w.principal, "incoming": incoming(w), "on": today()}
    return handover.draw_up(by=w.head, **about)


def earlier(w: ActStage) -> Issue:
    """An issue of a round that came before."""
    now = w.round
    before = Round.objects.create(
        term=now.term, number=3, name="第三轮", kind=now.kind, office=now.office, profile=now.profile
    )
    given = {"round_": before, "lead_unit": w.lead, "by": w.clerk, "title": "空置房", "original": "原文"}
    return issues.register(category=w.category, **given)


def repeated(w: ActStage) -> Issue:
    recurrence.link(issue=under_way(w), other=earlier(w), by=w.clerk)
    return under_way(w)


def unlike(w: ActStage) -> dict:
    pair = {"issue": under_way(w), "other": w.at(S.PLANNING), "by": w.clerk}
    recurrence.tell_apart(**pair)
    return pair


PLAN = {"text": "逐户复核", "kind": "prevent", "criterion": "复核表签字", "person": "科长"}

ROWS = [
    Case(bulk.remind_each, "issues.issue.remind", lambda w: {"issues": [under_way(w)], "by": w.clerk}),
    Case(bulk.remind, "issues.issue.remind", lambda w: {"issue": under_way(w), "by": w.clerk}),
    Case(
        catalogue.keep, "issues.catalogue.add", lambda w: {"row": Track(), "code": "more", "name": "专项", "by": w.head}
    ),
    Case(catalogue.keep, "issues.catalogue.change", lambda w: {"row": track(), "name": "专项", "by": w.head}),
    Case(
        catalogue.remove,
        "issues.catalogue.remove",
        lambda w: {"row": Track.objects.create(code="more", name="专项"), "by": w.head},
    ),
    Case(
        claiming.claim,
        "issues.issue.sign",
        lambda w: {"rows": [claiming.ClaimedIssue(w.at(S.DISPATCHED))], "by": w.liaison},
    ),
    Case(
        evidence.attach,
        "issues.evidence.attach",
        lambda w: {"issue": under_way(w), "stored": stored("新"), "name": "新.pdf", "kind": "pdf", "by": w.liaison},
    ),
    Case(
        evidence.attach,
        "issues.evidence.replace",
        lambda w: {
            "issue": under_way(w),
            "stored": stored("换"),
            "name": "换.pdf",
            "kind": "pdf",
            "by": w.liaison,
            "replaces": proof(w),
        },
    ),
    Case(
        evidence.attach,
        "issues.issue.change_evidence issues.evidence.attach",
        lambda w: {
            "issue": w.at(S.FIRST_REVIEW),
            "stored": stored("又"),
            "name": "又.pdf",
            "kind": "pdf",
            "by": w.liaison,
            "withdraws": True,
        },
    ),
    Case(evidence.check, "issues.evidence.check", lambda w: {"evidence": proof(w)}),
    Case(
        evidence.describe,
        "issues.evidence.describe",
        lambda w: {
            "evidence": proof(w),
            "measure": None,
            "shows": Shows.DONE,
            "document_date": None,
            "note": "改",
            "by": w.liaison,
        },
    ),
    Case(
        evidence.describe,
        "issues.issue.change_evidence issues.evidence.correct",
        lambda w: {
            "evidence": handed_in(w),
            "measure": None,
            "shows": Shows.DONE,
            "document_date": None,
            "note": "改",
            "by": w.liaison,
            "withdraws": True,
        },
    ),
    Case(evidence.withdraw, "issues.evidence.withdraw", lambda w: {"evidence": proof(w), "by": w.liaison}),
    Case(
        evidence.withdraw,
        "issues.issue.change_evidence issues.evidence.withdraw",
        lambda w: {"evidence": handed_in(w), "by": w.liaison, "withdraws": True},
    ),
    Case(evidence.read, "issues.evidence.read", lambda w: {"evidence": proof(w), "by": w.clerk}),
    Case(
        evidence.turn_away,
        "issues.evidence.turn_away",
        lambda w: {"issue": under_way(w), "codes": ["kind"], "by": w.liaison},
    ),
    Case(
        exports.export,
        "issues.round.export",
        lambda w: {
            "issues": Issue.objects.all(),
            "round_": w.round,
            "asked": IssueFilter({}, Issue.objects.all()),
            "target": BytesIO(),
            "by": w.clerk,
        },
    ),
    Case(
        extensions.apply,
        "issues.extension.apply",
        lambda w: {"issue": under_way(w), "reason": reason(), "text": "等", "to_due": in_days(90), "by": w.principal},
    ),
    Case(
        handing.hand_down,
        "issues.issue.hand_down",
        lambda w: {"issue": under_way(w), "unit": w.branch, "reason": "由它办", "by": w.principal},
    ),
    Case(
        handing.take_back,
        "issues.issue.take_back",
        lambda w: {
            "issue": handing.hand_down(issue=under_way(w), unit=w.branch, reason="由它办", by=w.principal).issue,
            "reason": "收回",
            "by": w.principal,
        },
    ),
    Case(
        handover.draw_up,
        "issues.handover.draw_up",
        lambda w: {"unit": w.lead, "outgoing": w.principal, "incoming": incoming(w), "on": today(), "by": w.head},
    ),
    Case(
        handover.receive,
        "issues.handover.receive",
        lambda w: {"handover": (found := letter(w)), "digest": found.digest, "by": found.incoming},
    ),
    Case(
        handover.withdraw, "issues.handover.withdraw", lambda w: {"handover": letter(w), "reason": "写错", "by": w.head}
    ),
    Case(
        regulations.add,
        "issues.institution.add",
        lambda w: {"issue": under_way(w), "title": "办法", "kind": Regulation.Kind.values[0], "by": w.liaison},
    ),
    Case(regulations.accept, "issues.institution.accept", lambda w: {"regulation": regulation(w), "by": w.clerk}),
    Case(
        issues.register,
        "issues.issue.register",
        lambda w: {"round_": w.round, "lead_unit": w.lead, "title": "又", "original": "原文", "by": w.clerk},
    ),
    Case(issues.edit, "issues.issue.edit", lambda w: {"issue": w.at(S.DRAFT), "goal": "到位", "by": w.clerk}),
    Case(issues.reword, "issues.issue.reword", lambda w: {"issue": under_way(w), "wording": "表述", "by": w.clerk}),
    Case(
        set_level,
        "issues.issue.level",
        lambda w: {"issue": under_way(w), "level": "work_secret", "reason": "文件明确", "by": w.head},
    ),
    Case(
        knowing.restrict,
        "issues.issue.restrict",
        lambda w: {"issue": under_way(w), "why": "person", "reason": "涉及干部", "by": w.head},
    ),
    Case(knowing.release, "issues.issue.release", lambda w: {"issue": restricted(w), "reason": "已公开", "by": w.head}),
    Case(knowing.name, "issues.knower.name", lambda w: {"issue": restricted(w)} | naming(w)),
    Case(knowing.unname, "issues.knower.unname", lambda w: {"knower": named(w), "reason": "调离", "by": w.head}),
    Case(issues.drop, "issues.issue.drop", lambda w: {"issue": w.at(S.DRAFT), "by": w.clerk}),
    Case(
        lasting.apply,
        "issues.lasting.apply",
        lambda w: {"issue": under_way(w), "next_review": in_days(40), "by": w.liaison} | LASTING,
    ),
    Case(
        lasting.review,
        "issues.stagereview.write",
        lambda w: {"issue": kept_on(w).issue, "declared": StageReview.Word.values[0], "text": "巩固", "by": w.liaison},
    ),
    Case(
        lasting.read,
        "issues.stagereview.read",
        lambda w: {"review": (found := stage_review(w)), "accepted": found.declared, "by": w.clerk},
    ),
    Case(
        links.link,
        "issues.measurelink.link",
        lambda w: {"measure": under_way(w).measures.first(), "issue": w.at(S.PLANNING), "by": w.clerk},
    ),
    Case(links.unlink, "issues.measurelink.unlink", lambda w: {"link": linked(w), "by": w.clerk}),
    Case(
        measures.write_plan,
        "issues.measure.write",
        lambda w: {"issue": w.at(S.PLANNING), "measures": [PLAN | {"due": in_days(9)}], "by": w.liaison},
    ),
    Case(
        milestones.reach,
        "issues.milestone.reach",
        lambda w: {"milestone": milestone(w), "on": today(), "by": w.liaison},
    ),
    Case(
        milestones.record_slips,
        "issues.milestone.pass",
        lambda w: {"on": milestone(w, original_due=in_days(9)).due + timedelta(days=1)},
    ),
    Case(
        outcomes.declare,
        "issues.outcome.declare",
        lambda w: {
            "issue": under_way(w),
            "by": w.liaison,
            "rows": [{"measure": under_way(w).measures.first(), "kind": kind(), "value": 3}],
        },
    ),
    Case(
        outcomes.accept,
        "issues.outcome.accept",
        lambda w: {"issue": under_way(w), "rows": [{"outcome": number(w), "value": 3}], "by": w.clerk},
    ),
    Case(
        parts.draft_part,
        "issues.issue.register",
        lambda w: {
            "issue": (whole := under_way(w)),
            "title": "部分",
            "original": whole.original,
            "lead_unit": w.lead,
            "by": w.clerk,
        },
    ),
    Case(
        recurrence.link,
        "issues.issue.link_recurrence",
        lambda w: {"issue": under_way(w), "other": earlier(w), "by": w.clerk},
    ),
    Case(
        recurrence.unlink,
        "issues.issue.unlink_recurrence",
        lambda w: {"issue": repeated(w), "note": "不是", "by": w.clerk},
    ),
    Case(
        recurrence.tell_apart,
        "issues.unlike.say",
        lambda w: {"issue": under_way(w), "other": w.at(S.PLANNING), "by": w.clerk},
    ),
    Case(recurrence.think_again, "issues.unlike.take_back", unlike),
]
ROWS += [*paper_acts.ROWS, *round_acts.ROWS, *list_acts.ROWS, *week_acts.ROWS]
