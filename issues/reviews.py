"""What must be true around a joint review (product.md section 3, 联审; domain.md 3.2). Conditions like those of `conditions`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from issues import policies
from issues.conditions import live_measures
from issues.models import Issue, JointReview, Mark, Opinion
from rectify.audit.hands import hands
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.move import Act

Subject = JointReview.Subject
Word = Opinion.Word
# What a person did on the issue itself; giving an opinion on an earlier round is no part in it.
ACTS = ("issues.issue.", "issues.measure.", "issues.evidence.", "ledgers.verdict.")


def live_review(issue: Issue, subject: str | None = None) -> JointReview | None:
    """The joint review under way, of `subject` when one is named."""
    found = issue.joint_reviews.live()
    return (found.filter(subject=subject) if subject else found).first()


def opinions_of(review: JointReview) -> list[Opinion]:
    return list(review.opinions.select_related("body", "given_by").order_by("order", "id"))


def all_in(opinions: Iterable[Opinion]) -> bool:
    """Whether nobody is asked any more."""
    return all(opinion.status != Opinion.Status.ASKED for opinion in opinions)


def differ(opinions: Iterable[Opinion]) -> bool:
    """Whether the bodies that spoke said different things, or all ask for changes: then the head decides."""
    words = {opinion.word for opinion in opinions if opinion.status == Opinion.Status.GIVEN}
    return len(words) > 1 or words == {Word.AMEND}


# ---- the office, once the opinions are in ---------------------------------------------------------------------------


def opinions_allow_passing(subject: str):
    """A condition: everybody has spoken; what differs is for the head; a plan graded 差, or refused by all, goes back."""

    def need(issue: Issue, act: Act) -> Iterator[Verdict]:
        review = act.read(live_review, issue, subject)
        if review is None:
            return
        opinions = opinions_of(review)
        yield from _are_in(opinions)
        if not all_in(opinions):
            return  # what the first of them said is nobody's business before the last has spoken
        given = [opinion for opinion in opinions if opinion.status == Opinion.Status.GIVEN]
        if given and all(opinion.word == Word.RETURN for opinion in given):
            yield no("提意见的各家都要求退回，不能通过", "joint")
        for opinion in graded_poor(given):
            yield no(f"{opinion.body}评为“差”，须退回重做", "joint")
        yield from _for_the_head(issue, act, opinions)

    return need


def opinions_allow_returning(issue: Issue, act: Act) -> Iterator[Verdict]:
    """A request under joint review goes back when all have spoken; against a divided table only by the head."""
    review = act.read(live_review, issue, Subject.CLOSURE)
    if review is not None:
        opinions = opinions_of(review)
        yield from _are_in(opinions)
        yield from _for_the_head(issue, act, opinions)


def plan_return_is_the_heads(issue: Issue, act: Act) -> Iterator[Verdict]:
    """The office may return a plan at any time; against a table that is in and divided only the head. 差 leaves no choice."""
    review = act.read(live_review, issue, Subject.PLAN)
    opinions = opinions_of(review) if review else []
    if opinions and all_in(opinions) and not graded_poor(opinions):
        yield from _for_the_head(issue, act, opinions)


def return_reason_is_written(issue: Issue, act: Act) -> Iterator[Verdict]:
    """Where the bodies differ on a plan, the return too says why."""
    review = act.read(live_review, issue, Subject.PLAN)
    opinions = opinions_of(review) if review else []
    if (
        all_in(opinions)
        and differ(opinions)
        and not graded_poor(opinions)
        and not (act.given.get("reason") or "").strip()
    ):
        yield no("各家意见不一致，请写这样决定的理由", "reason")


def graded_poor(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Those that gave a plan a 差."""
    return [o for o in opinions if o.status == Opinion.Status.GIVEN and Mark.POOR in o.marks]


def reply_is_written(subject: str):
    """What was filled in: the one merged reply, and where the bodies differ the reason of the head."""

    def accept(issue: Issue, act: Act) -> Iterator[Verdict]:
        review = act.read(live_review, issue, subject)
        if review is None:
            return
        if not (act.given.get("reply") or "").strip():
            yield no("请写合并答复：各家意见合成一份给责任单位", "reply")
        if differ(opinions_of(review)) and not (act.given.get("reason") or "").strip():
            yield no("各家意见不一致，请写这样决定的理由", "reason")

    return accept


def _are_in(opinions: list[Opinion]) -> Iterator[Verdict]:
    waiting = [str(opinion.body) for opinion in opinions if opinion.status == Opinion.Status.ASKED]
    if waiting:
        yield no(f"还有 {len(waiting)} 家没有提意见：{'、'.join(waiting)}", "joint")
    else:
        yield yes("联审各家意见已齐")


def _for_the_head(issue: Issue, act: Act, opinions: list[Opinion]) -> Iterator[Verdict]:
    if all_in(opinions) and differ(opinions) and not policies.office_head(act.by, issue):
        yield no("各家意见不一致，须由督查负责人决定", "joint")


# ---- the reviewers --------------------------------------------------------------------------------------------------


def review_is_live(opinion: Opinion, act: Act) -> Verdict:
    if opinion.review.outcome == JointReview.Outcome.LIVE:
        return YES
    return no(f"这次联审已经结束（{opinion.review.get_outcome_display()}），不再收意见")


def had_no_hand_in_it(opinion: Opinion, act: Act) -> Verdict:
    """None of the reviewers is an author or the first reviewer (product.md section 3): nobody who has acted on the issue."""
    issue = opinion.issue
    mine = hands(act)
    if issue.created_by_id in mine:
        return no("这件是您录入（导入）的，须由本单位另一人提意见")
    for kind in ACTS:
        acts = Event.objects.about(issue).filter(Q(by__in=mine) | Q(facts__for__in=sorted(mine)), kind__startswith=kind)
        if acts.exclude(kind__endswith=".read").exists():
            return no("您办过这件，须由本单位另一人提意见")
    return yes("由没有办过这件的人提意见")


def opinion_is_whole(opinion: Opinion, act: Act) -> Iterator[Verdict]:
    """A word; reasons where it is not a plain 同意; a plan is graded in three respects."""
    if act.given.get("word") not in Word.values:
        yield no("请选同意、修改后同意或退回", "word")
    elif act.given["word"] != Word.AGREE and not (act.given.get("text") or "").strip() and not _items(act.given):
        yield no("不是“同意”的，请写明哪一条、要怎么改", "text")
    if opinion.review.subject == Subject.PLAN:
        for name in ("organisation", "responsibility", "measures"):
            if act.given.get(name) not in Mark.values:
                yield no(f"请给“{Opinion.label_of(name)}”评好、中或差", name)


def items_name_measures(opinion: Opinion, act: Act) -> Iterator[Verdict]:
    """What is said item by item names a measure that is under review."""
    measures = {f"措施 {measure.order}" for measure in live_measures(opinion.review.issue)}
    for item in _items(act.given):
        if item.get("at") not in measures:
            yield no(f"没有“{item.get('at', '')}”，请写明是哪一条措施，如“措施 1”", "items")


def is_the_giver(opinion: Opinion, act: Act) -> Verdict:
    return YES if opinion.given_by_id == act.by.pk else no("不是您提的意见，不能收回")


def others_are_waited_for(opinion: Opinion, act: Act) -> Verdict:
    """Blindness works both ways: once all can read all, nobody takes back."""
    if opinion.review.opinions.filter(status=Opinion.Status.ASKED).exists():
        return YES
    return no("各家意见已齐、相互可见，不能再收回")


def is_late(opinion: Opinion, act: Act) -> Verdict:
    """A body that does not answer holds nobody up for ever; but it has its time."""
    due = opinion.review.due
    if due is None or due < today():
        return yes("已过提意见的时限")
    return no(f"时限到 {due:%Y-%m-%d}，还没有过")


def _items(data: Mapping[str, Any]) -> list[dict]:
    return [item for item in data.get("items") or [] if (item.get("text") or "").strip()]
