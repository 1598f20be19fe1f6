"""联审: what a body says, what the office answers with, why it goes on without one."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from issues import policies
from issues.conditions import live_measures
from issues.effects.telling import tell_people
from issues.models import JointReview, Opinion, PlanMark
from issues.moves.returning import Returning
from issues.reviews import Subject, Word, all_in, differ, graded_poor, live_review, opinions_of
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.audit.hands import hands
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.fields import Choice, Row, Rows, Words, area
from rectify.lib.text import within
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

GRADES = ("organisation", "responsibility", "measures")
ABOUT = {
    "organisation": "谁来抓、怎么抓，定下来没有",
    "responsibility": "每条措施落到人、落到时间没有",
    "measures": "措施管不管用，标准能不能查",
}
AT = "措施 {}"


class OpinionItem(Row):
    """What is said of one measure: `at` names it, as 措施 2."""

    at = Words(max_length=40, widget=forms.HiddenInput)
    text = Words(label="意见", required=False, max_length=1000, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = f"对{self.initial.get('at', '措施')} 的意见"
        self.fields["text"].widget.attrs["aria-label"] = self.fields["text"].label = about

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data["text"]


class Unsaid(Input):
    """Nothing is said beside: a reason goes into the trail, which the unit and the other bodies read."""

    silent = True


class Give(Unsaid):
    """A word; a plan is graded in three respects; what to change, item by item; what is to be said of the whole."""

    word = Choice(
        label="我们的意见",
        choices=Opinion.Word.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选同意、修改后同意或退回"},
    )
    organisation = Choice(choices=PlanMark.choices, widget=forms.RadioSelect)
    responsibility = Choice(choices=PlanMark.choices, widget=forms.RadioSelect)
    measures = Choice(choices=PlanMark.choices, widget=forms.RadioSelect)
    text = Words(
        label="总的意见",
        required=False,
        max_length=2000,
        widget=area(3),
        help_text="不是“同意”的，逐条或在这里写明哪一条、要怎么改。",
    )
    items = Rows(OpinionItem, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opinion = self.obj
        for name in ("text", *GRADES):
            self.initial.setdefault(name, getattr(opinion, name))
        for name in GRADES:
            if opinion.review.subject == JointReview.Subject.PLAN:
                label = self.fields[name].label = Opinion.label_of(name)
                self.fields[name].help_text = ABOUT[name]
                self.fields[name].error_messages["required"] = f"请给“{label}”评好、中或差"
            else:
                del self.fields[name]

    @property
    def grades(self) -> list[forms.BoundField]:
        return [self[name] for name in GRADES if name in self.fields]

    def rows(self, orders: list[int]) -> dict[int, OpinionItem]:
        """The row of each measure on the page, with what was typed; else with what was said before and taken back."""
        texts = {item["at"]: item["text"] for item in self.obj.items}
        data = self.data if self.is_bound else None
        rows = {}
        for place, order in enumerate(orders):
            at = AT.format(order)
            rows[order] = OpinionItem(
                data, prefix=f"items-{place}", initial={"at": at, "text": texts.get(at, "")}, whole=self
            )
        return rows


class Skip(Input):
    """不再等: why the office goes on without a body that has not answered in time."""

    note = Words(label="不再等的理由", max_length=500, error_messages={"required": "请写明不再等的理由"})


class Merged(Returning):
    """What is answered carries, where it goes back, the merged reply as its reason: the unit reads it everywhere."""

    subject: JointReview.Subject

    @property
    def stated_reason(self) -> str:
        return self.cleaned_data.get("reply" if "reply" in self.fields and self.move.way == "back" else "note", "")


class PlanReply(Merged):
    """合并答复: one text for the unit, and where the bodies differ why it was decided so. Without a review, or before all have
    spoken, there is nothing to merge: a plan is passed, or returned with a reason.
    """

    subject = JointReview.Subject.PLAN
    reply = Words(
        label="合并答复",
        max_length=5000,
        widget=area(12),
        help_text="已按条合并好各家的意见，没有写是哪家说的，可以改。责任单位只看到这一份。",
        error_messages={"required": "请写合并答复：各家意见合成一份给责任单位"},
    )
    reason: Any = Words(  # the property of every input is another thing: fields are no attributes
        label="这样决定的理由",
        max_length=2000,
        widget=area(2),
        help_text="各家意见不一致，由督查负责人写；只留给督查办和联审单位看。",
        error_messages={"required": "各家意见不一致，请写这样决定的理由"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = live_review(self.obj, self.subject)
        opinions = opinions_of(review) if review else []
        asked = bool(opinions) and all_in(opinions)
        decides = asked and differ(opinions) and not graded_poor(opinions)
        for name, stays in (("reply", asked), ("reason", decides), ("note", not asked)):
            if not stays:
                self.fields.pop(name, None)


class ClosureReply(PlanReply):
    """The same for a request for closure, which nobody returns before all have spoken."""

    silent = True
    subject = JointReview.Subject.CLOSURE


# ---- what must be true first ---------------------------------------------------------------------------------------


def review_is_live(opinion: Opinion, act: Act) -> Verdict:
    if opinion.review.outcome == JointReview.Outcome.LIVE:
        return YES
    return no(f"这次联审已经结束（{opinion.review.get_outcome_display()}），不再收意见")


# What a person did on the issue itself; giving an opinion on an earlier round is no part in it.
ACTS = ("issues.issue.", "issues.measure.", "issues.evidence.", "ledgers.verdict.")


def had_no_hand_in_it(opinion: Opinion, act: Act) -> Verdict:
    """None of the reviewers is an author or the first reviewer (docs/rules.md: joint-no-hand): nobody who has acted on the
    issue."""
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
            if act.given.get(name) not in PlanMark.values:
                yield no(f"请给“{Opinion.label_of(name)}”评好、中或差", name)


def items_name_measures(opinion: Opinion, act: Act) -> Iterator[Verdict]:
    """What is said item by item names a measure that is under review."""
    measures = {f"措施 {measure.order}" for measure in live_measures(opinion.review.issue)}
    for item in _items(act.given):
        if item.get("at") not in measures:
            yield no(f"没有“{item.get('at', '')}”，请写明是哪一条措施，如“措施 1”", "items")


def _items(data: Mapping[str, Any]) -> list[dict]:
    return [item for item in data.get("items") or [] if (item.get("text") or "").strip()]


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


# ---- what follows --------------------------------------------------------------------------------------------------


def opine(opinion: Opinion, act: Act) -> dict:
    """The words of one body. They stand in its row and not in the trail, which the unit and the other bodies read."""
    _nothing_beside(act.note)
    act.tell(body=str(opinion.body))
    items = [
        {"at": within(str(item.get("at", "")), 40, "条目"), "text": item["text"].strip()}
        for item in act.given.get("items") or []
        if (item.get("text") or "").strip()
    ]
    graded = opinion.review.subject == Subject.PLAN  # a request for closure is not graded in three respects
    marks = {
        name: act.given.get(name) or "" if graded else "" for name in ("organisation", "responsibility", "measures")
    }
    text = (act.given.get("text") or "").strip()
    return {
        "word": act.given["word"],
        "text": text,
        "items": items,
        "given_at": timezone.now(),
        "given_by": act.by,
    } | marks


def unsay(opinion: Opinion, act: Act) -> dict:
    """收回: the words go back into the reviewer's hands; nobody else has read them."""
    _nothing_beside(act.note)
    act.tell(body=str(opinion.body))
    return {"word": "", "given_at": None, "given_by": None}


def _nothing_beside(note: str) -> None:
    """A note goes into the trail: what belongs into the opinion must not get there by a side door."""
    if note:
        raise Refused("意见请写在意见里；另附的话会进经过，责任单位和别家都看得到")


def name_body(opinion: Opinion, act: Act) -> dict:
    act.tell(body=str(opinion.body))
    return {}


def tell_when_all_in(opinion: Opinion, act: Act):
    """The office hears once, when the last body has spoken."""
    review = opinion.review
    if all_in(opinions_of(review)):
        people = people_for(review.issue.round.office, Role.OFFICE_CLERK, Role.OFFICE_HEAD)
        title = f"{review.issue.number} {review.get_subject_display()}意见已齐，请合并答复"
        tell_people(
            people, review.issue, key=f"review-in:{review.pk}", by=act.by, note="", title=title, why="本轮督查办的人员"
        )


# ---- the moves -------------------------------------------------------------------------------------------------------

N = Opinion.Status

GIVE = Move(
    "give",
    "提出意见",
    frozenset({N.ASKED}),
    N.GIVEN,
    may=policies.asked_reviewer,
    reviews=True,
    needs=(review_is_live, had_no_hand_in_it),
    accepts=(opinion_is_whole, items_name_measures),
    sets=opine,
    then=(tell_when_all_in,),
    takes=Give,
    says=Says(
        done="{issue.number} 已提出意见",
        next="别的单位提齐以前可以收回；各家看不到彼此的意见。",
        trail="{body}提出联审意见",
        reserved=True,
    ),
)

TAKE_BACK = Move(
    "take_back",
    "收回意见",
    frozenset({N.GIVEN}),
    N.ASKED,
    may=policies.asked_reviewer,
    needs=(review_is_live, is_the_giver, others_are_waited_for),
    sets=unsay,
    way="back",
    takes=Unsaid,
    says=Says(
        done="{issue.number} 的意见已收回", next="还在下面，改好再提。", trail="{body}收回联审意见", reserved=True
    ),
)

SKIP = Move(
    "skip",
    "不再等意见",
    frozenset({N.ASKED}),
    N.SKIPPED,
    may=policies.of_part(policies.office_head),
    needs=(review_is_live, is_late),
    needs_note=True,
    sets=name_body,
    then=(tell_when_all_in,),
    way="end",
    takes=Skip,
    says=Says(
        done="{issue.number} 不再等{obj.body}的意见", next="已记入经过。", trail="不再等{body}的联审意见", reserved=True
    ),
)

ROWS = (GIVE, TAKE_BACK, SKIP)
