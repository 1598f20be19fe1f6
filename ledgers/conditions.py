"""What must be true before an issue is struck off (product.md section 3, 申请销号 to 重开)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from issues.conditions import live_measures
from issues.gates import gate
from issues.models import Evidence, Gate, Grade, Issue, MeasureStatus, Shows
from issues.plans.links import answering
from ledgers.models import Closure, Entry, Objection, Verdict, Visit
from ledgers.models.closure import Answer
from rectify.audit.hands import same_hand
from rectify.lib.dates import today
from rectify.lib.verdict import Verdict as Answered
from rectify.lib.verdict import no, yes
from rectify.workflow.move import Act


def live_closure(issue: Issue) -> Closure | None:
    """The closure request under way."""
    return issue.closures.filter(outcome=Closure.Outcome.LIVE).first()


def standing_closure(issue: Issue) -> Closure | None:
    """The closure by which the issue is struck off now."""
    return issue.closures.filter(outcome=Closure.Outcome.APPROVED).first()


def words_on_files(closure: Closure) -> list[Verdict]:
    """What was said of each of its files, and by whom; in the order of the files."""
    return list(closure.verdicts.order_by("evidence_id").select_related("evidence", "by"))


def hands_in(closure: Closure, words: Iterable[Verdict] | None = None) -> set[int | None]:
    """Ids of whoever asked for, signed, reviewed or decided it, or judged one of its files (`words`, where they were read)."""
    people = {closure.applied_by_id, closure.signed_by_id, closure.reviewed_by_id, closure.decided_by_id}
    judged = closure.verdicts.values_list("by", flat=True) if words is None else (word.by_id for word in words)
    return people | set(judged)


def live_evidence(issue: Issue):
    """Evidence that stands: neither withdrawn nor replaced; after 重开 only what came since, the old files stay with the
    closing that did not hold."""
    files = issue.evidence.standing()
    if not issue.reopenings:
        return files
    reopened = issue.entries.filter(kind=Entry.Kind.REOPENED).order_by("-sequence").values_list("at", flat=True)
    return files.filter(uploaded_at__gte=reopened[0])


# ---- 申请销号 -------------------------------------------------------------------------------------------------------


def measures_are_done(issue: Issue, act: Act) -> Answered:
    undone = [m for m in live_measures(issue) if m.status not in (MeasureStatus.DONE, MeasureStatus.ACCEPTED)]
    if undone:
        return no("、".join(f"措施 {m.order}" for m in undone) + " 还没有报完成", "measures")
    return yes("措施都已报完成")


def linked_measures_are_accepted(issue: Issue, act: Act) -> Iterator[Answered]:
    """联动整改: a measure of another issue that answers this one too counts once the office has accepted it."""
    found = [measure for measure, _ in answering(issue, act.by)]
    open_ = [measure for measure in found if measure.status != MeasureStatus.ACCEPTED]
    for measure in open_:
        yield no(f"联动的 {measure.issue.number} 措施 {measure.order} 还没有核准", "measures")
    if found and not open_:
        yield yes(f"联动的 {len(found)} 条措施都已核准")


def criteria_are_proven(issue: Issue, act: Act) -> Iterator[Answered]:
    """件件有着落: every criterion has evidence, and words alone (meetings, notices) prove nothing done."""
    proven: dict[int | None, set[str]] = {}
    for measure_id, shows in live_evidence(issue).values_list("measure_id", "shows"):
        proven.setdefault(measure_id, set()).add(shows)
    holds = True
    for measure in live_measures(issue):
        shown = proven.get(measure.pk, set())
        if not shown:
            holds = False
            yield no(f"措施 {measure.order} 还没有佐证，请上传“做过”或“做好”的材料", "evidence")
        elif shown == {Shows.SAID}:
            holds = False
            yield no(f"措施 {measure.order} 只有会议、通知一类材料，还要有凭证、记录或结果", "evidence")
    if holds:
        yield yes("每条销号标准都有佐证")


def evidence_dates_are_plausible(issue: Issue, act: Act) -> Iterator[Answered]:
    """A paper carries its date; not in the future; older than the feedback only with a word of explanation."""
    delivered = issue.feedback.delivered_on if issue.feedback_id else None
    doubtful = [no(text, "evidence") for e in live_evidence(issue) if (text := _doubt(e, delivered))]
    if doubtful:
        yield from doubtful
    else:
        yield yes("佐证日期都说得通")


def _doubt(evidence: Evidence, delivered: date | None) -> str:
    name, on = _short(evidence.name), evidence.document_date
    if on is None:
        return f"《{name}》没有填材料形成日期"
    if on > timezone.localdate():
        return f"《{name}》的日期 {on:%Y-%m-%d} 还没有到"
    if delivered and on < delivered and not evidence.note.strip():
        return f"《{name}》早于反馈日期 {delivered:%Y-%m-%d}，请写明为什么用它"
    return ""


def promises_are_answered(issue: Issue, act: Act) -> Answered:
    own = issue.reports.filter(unit=issue.lead_unit_id)  # what a former lead unit promised binds the former unit
    open_ = own.filter(kept="", sent_at=None, week__opened_at__isnull=False).exclude(promise="").count()
    if open_:
        return no(f"周报里还有 {open_} 条承诺没有回答", "reports")
    return yes("周报里的承诺都已回答")


def answers_are_given(issue: Issue, act: Act) -> Iterator[Answered]:
    """三问: matter solved, persons handled, mechanism built; each yes or not applicable with a reason."""
    if not (act.given.get("result") or "").strip():
        yield no("请写整改结果", "result")
    if act.given.get("declared") not in Grade.values:
        yield no("请选单位申报的完成情况", "declared")
    for name, label in (("matter", "事要解决"), ("persons", "人要处理"), ("mechanism", "长效机制要建立")):
        if act.given.get(name) not in Answer.values:
            yield no(f"请回答“{label}”", name)
        elif act.given[name] == Answer.NOT_APPLICABLE and not (act.given.get(f"{name}_note") or "").strip():
            yield no(f"“{label}”选了不适用，请写明为什么", f"{name}_note")
    if act.given.get("matter") == Answer.NOT_APPLICABLE:
        yield no("“事要解决”不能选不适用", "matter")


def standard_of(issue: Issue) -> list[str]:
    """The lines that a request for closure of this issue answers; none where its procedure has no standard for it."""
    step = gate(issue, Gate.STANDARD)
    return step.lines if step else []


def standards_are_met(issue: Issue, act: Act) -> Iterator[Answered]:
    """The standard of the procedure for issues of this difficulty, line by line (domain.md 3.5)."""
    for line in standard_of(issue):
        if line not in (act.given.get("standards") or ()):
            yield no(f"请对照标准确认：{line}", "standards")


def review_has_not_begun(issue: Issue, act: Act) -> Answered:
    closure = act.read(live_closure, issue)
    if closure and closure.verdicts.exists():
        return no("初审已经开始，不能撤回；确需撤回请联系督查办退回")
    return yes("初审还没有开始")


# ---- 签字背书 -------------------------------------------------------------------------------------------------------


def not_the_applicant(issue: Issue, act: Act) -> Answered:
    closure = act.read(live_closure, issue)
    if closure and same_hand(act, closure.applied_by_id, issue, kind="issues.issue.apply"):
        return no("销号申请是您提出的，须由主要负责人另行签字")
    return yes("由申请人以外的人签字")


def pledge_is_given(issue: Issue, act: Act) -> Iterator[Answered]:
    """What is signed is what was shown: the digest on the form must still be the request's."""
    closure = act.read(live_closure, issue)
    if not act.given.get("pledge"):
        yield no("请先确认承诺：以上情况属实，如有虚假愿承担责任", "pledge")
    if closure and act.given.get("digest") != closure.digest:
        yield no("申请内容在您打开页面之后有变动，请刷新后看过再签")


# ---- 初审 -----------------------------------------------------------------------------------------------------------


def every_file_is_accepted(issue: Issue, act: Act) -> Iterator[Answered]:
    closure = act.read(live_closure, issue)
    if closure is None:
        yield no("没有办理中的销号申请")
        return
    words = dict(closure.verdicts.values_list("evidence_id", "word"))
    files = list(live_evidence(issue))
    unread = [f for f in files if f.pk not in words]
    if unread:
        yield no(f"还有 {len(unread)} 份佐证没有给结论：{_names(unread)}", "verdicts")
    doubted = [f for f in files if words.get(f.pk) in (Verdict.Word.UNCLEAR, Verdict.Word.REJECTED)]
    if doubted:
        yield no(f"{len(doubted)} 份佐证没有认可：{_names(doubted)}，请退回补充", "verdicts")
    if not unread and not doubted:
        yield yes(f"{len(files)} 份佐证全部认可")


# ---- 审定、重开 -----------------------------------------------------------------------------------------------------


def not_the_first_reviewer(issue: Issue, act: Act) -> Answered:
    closure = act.read(live_closure, issue)
    if closure and same_hand(act, hands_in(closure, act.read(words_on_files, closure)), issue):
        return no("您参与过这件的申请或初审，须由另一人审定")
    return yes("由初审人以外的人审定")


def decision_is_whole(issue: Issue, act: Act) -> Iterator[Answered]:
    """审定 carries a grade; the site was checked, or the check waived with a reason and a name."""
    if act.given.get("grade") not in Grade.values:
        yield no("请选监督认定的完成情况", "grade")
    if not (act.given.get("site_note") or "").strip():
        yield no("请写现场核查情况；没有核查的，写免核理由", "site_note")
    if not (act.given.get("site_by") or "").strip():
        yield no("请写核查人；没有核查的，写同意免核的人", "site_by")
    if act.read(gate, issue, Gate.LEADING_GROUP) and not (act.given.get("minutes") or "").strip():
        yield no("按规程须经领导小组会议审定，请写会议纪要号", "minutes")
    yield from _site_is_checked(issue, act)


def _site_is_checked(issue: Issue, act: Act) -> Iterator[Answered]:
    """Where the procedure asks for a look on site: a record of this request, or a waiver where it may be waived."""
    step = act.read(gate, issue, Gate.SITE_CHECK)
    if step is None:
        return
    if not act.given.get("site_check"):
        if not step.may_waive:
            yield no("按规程须现场核查，不能免", "site")
    elif not _checked(act.read(live_closure, issue)):
        yield no("还没有这次申请的现场核查记录，请先登记核查情况", "visit")


def _checked(closure: Closure | None) -> bool:
    """Whether somebody went to look for this request."""
    done = closure.visits.filter(kind=Visit.Kind.SITE_CHECK, recorded_at__isnull=False) if closure else None
    return bool(done and done.exists())


def not_the_approver(issue: Issue, act: Act) -> Answered:
    closure = act.read(standing_closure, issue)
    if closure and same_hand(act, closure.decided_by_id, issue, kind="issues.issue.approve"):
        return no("这件是您审定销号的，须由另一位负责人重开")
    return yes("由审定人以外的人重开")


def source_is_named(issue: Issue, act: Act) -> Answered:
    return (
        yes("") if (act.given.get("source") or "").strip() else no("请写重开的来源（回头看、信访、督查等）", "source")
    )


def new_deadline_is_given(issue: Issue, act: Act) -> Answered:
    """What is put right again gets its own time: the old deadline may long be past."""
    due = act.given.get("due")
    if due is None:
        return no("请定新的整改期限", "due")
    if due <= today():
        return no(f"新期限 {due:%Y-%m-%d} 不晚于今天，请写今天以后的日期", "due")
    return yes(f"新期限 {due:%Y-%m-%d}")


# ---- 异议期、回头看 -------------------------------------------------------------------------------------------------


def window_is_over(issue: Issue, act: Act) -> Iterator[Answered]:
    """The last day belongs to those who object; an open objection keeps the window open."""
    closure = act.read(live_closure, issue)
    until = closure.window_until if closure else None
    if until and until >= timezone.localdate():
        yield no(f"异议期到 {until:%Y-%m-%d}，还没有过")
    else:
        yield yes("异议期已满")
    open_ = closure.objections.filter(answer=Objection.Answer.OPEN).count() if closure else 0
    if open_:
        yield no(f"还有 {open_} 份异议没有答复", "objections")


def an_objection_stands(issue: Issue, act: Act) -> Answered:
    closure = act.read(live_closure, issue)
    if closure and closure.objections.filter(answer=Objection.Answer.SUSTAINED).exists():
        return yes("有成立的异议")
    return no("还没有认定成立的异议", "objections")


def looked_back(*findings: str):
    """A condition: the latest look back at the standing closure found one of `findings`, and this person was there."""

    def need(issue: Issue, act: Act) -> Iterator[Answered]:
        closure = act.read(standing_closure, issue)
        visits = closure.visits.filter(kind=Visit.Kind.LOOK_BACK, recorded_at__isnull=False) if closure else None
        visit = visits.order_by("-on", "-id").first() if visits is not None else None
        if visit is None:
            yield no("还没有回头看记录", "visit")
            return
        if visit.finding not in findings:
            yield no(f"最近一次回头看的结论是“{visit.get_finding_display()}”", "visit")
        if not visit.visitors.filter(pk=act.by.pk).exists():
            yield no("须由去回头看的人办理")

    return need


def not_a_closer(issue: Issue, act: Act) -> Answered:
    """Who asked for, signed, reviewed or decided the closing does not judge whether it held."""
    closure = act.read(standing_closure, issue)
    if closure and same_hand(act, hands_in(closure), issue):
        return no("您参与过这件的销号，须由另一人回头看")
    return yes("由没有参与销号的人回头看")


def observation_is_over(issue: Issue, act: Act) -> Answered:
    on = issue.look_back_on
    if on and on > timezone.localdate():
        return no(f"观察期到 {on:%Y-%m-%d}，期满才能归档；期内的回头看照常记录")
    return yes("观察期已满")


def _names(files: list[Evidence]) -> str:
    shown = "、".join(f"《{_short(f.name)}》" for f in files[:3])
    return shown + ("等" if len(files) > 3 else "")


def _short(name: str) -> str:
    return name if len(name) <= 24 else name[:22] + "…"
