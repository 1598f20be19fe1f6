"""What must be true around a joint review (docs/rules.md, from joint-blind to joint-late). Conditions like those of
`conditions`."""

from collections.abc import Iterable, Iterator

from issues import policies
from issues.models import Issue, JointReview, Opinion, PlanMark
from rectify.lib.verdict import Verdict, no, yes
from rectify.workflow.move import Act
from rectify.workflow.moves import Move

Subject = JointReview.Subject
Word = Opinion.Word


_ANSWERS: dict[str, tuple[Move, Move]] = {}


def answered_by(subject: str, forth: Move, back: Move) -> None:
    """Register the two moves by which a joint review of `subject` is answered, beside their table."""
    _ANSWERS[subject] = forth, back


def answers(review: JointReview) -> tuple[Move, Move]:
    """通过 and 退回 of what is under review."""
    return _ANSWERS[review.subject]


def live_review(issue: Issue, subject: str | None = None) -> JointReview | None:
    """The joint review under way, of `subject` when one is named."""
    reviews = issue.joint_reviews.live()
    return (reviews.filter(subject=subject) if subject else reviews).first()


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
        answered = [opinion for opinion in opinions if opinion.status == Opinion.Status.GIVEN]
        if answered and all(opinion.word == Word.RETURN for opinion in answered):
            yield no("提意见的各家都要求退回，不能通过", "joint")
        for opinion in graded_poor(answered):
            yield no(f"{opinion.body}评为“差”，须退回重做", "joint")
        yield from for_the_head(issue, act, opinions)

    return need


def opinions_allow_returning(issue: Issue, act: Act) -> Iterator[Verdict]:
    """A request under joint review goes back when all have spoken; against a divided table only by the head."""
    review = act.read(live_review, issue, Subject.CLOSURE)
    if review is not None:
        opinions = opinions_of(review)
        yield from _are_in(opinions)
        yield from for_the_head(issue, act, opinions)


def graded_poor(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Those that gave a plan a 差."""
    return [o for o in opinions if o.status == Opinion.Status.GIVEN and PlanMark.POOR in o.marks]


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


def for_the_head(issue: Issue, act: Act, opinions: list[Opinion]) -> Iterator[Verdict]:
    if all_in(opinions) and differ(opinions) and not policies.office_head(act.by, issue):
        yield no("各家意见不一致，须由督查负责人决定", "joint")


# ---- the reviewers --------------------------------------------------------------------------------------------------
