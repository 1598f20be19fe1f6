"""The demo city: lived through by real moves, so its books balance and its trail holds; nobody's data is emptied for it.

It is built on SQLite alone, since settings allow it nowhere else.
"""

import json
import runpy
from collections import Counter
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.management import CommandError, call_command

from issues.models import Extension, Feedback, Handing, Issue, JointReview, Outcome, Report, Splitting, Status
from issues.slices import condition
from issues.workload import Workload
from ledgers.models import Batch, Closure, Draw, MeetingItem, Visit
from ledgers.papers import PAPERS
from ledgers.reconcile import everything
from rectify.accounts.models import User
from rectify.accounts.roles import offered
from rectify.audit.models import Event
from rectify.audit.trail import verify
from rectify.lib import drawing
from rectify.lib.dates import today
from rectify.roof.demo import city
from rectify.roof.demo.counties import VARIANTS
from rectify.roof.demo.findings import catalogue
from rectify.roof.testing.seed import NIGHT, some
from rectify.roof.testing.world import build
from rectify.roof.tests.test_workload import branch, desks_agree, people

pytestmark = pytest.mark.embedded
CHECKER = Path(project.BASE_DIR).parent / "shared" / "spec" / "check_papers.py"
# Of what there is: what a night proves or a letter carries, what somebody is typing, what a person said once of a likeness, what
# comes before the first feedback.
NOT_SHOWN = {
    "accounts.ApiKeyUse",
    "accounts.Factor",
    "accounts.OpenSession",
    "accounts.PasswordHalf",
    "accounts.PastPassword",
    "accounts.RecoveryCode",
    "accounts.StaffList",
    "accounts.ThrottleCount",
    "audit.Proof",
    "audit.ProofFault",
    "drafts.ChosenFile",
    "drafts.FormDraft",
    "issues.LastRound",
    "issues.ListLook",
    "issues.OfficeClass",
    "issues.Unlike",
    "ledgers.OfflineEntry",
    "ledgers.OfflineFile",
    "notices.Mailing",
    "workflow.FormKey",
}


@pytest.fixture
def story(db):
    """The city is built once for all that is asked of it: half a minute."""
    call_command("load_defaults", verbosity=0)
    said = []
    city.build(said.append)
    return said


def test_the_city_is_in_every_state_and_in_order(story, settings, tmp_path):
    assert set(Issue.objects.values_list("status", flat=True)) == set(Status.values)
    assert 130 <= Issue.objects.count() <= 160
    assert set(Extension.objects.values_list("status", flat=True)) >= {"waiting", "consented", "approved", "refused"}
    assert set(Report.objects.values_list("kept", flat=True)) == {"", "kept", "not_kept"}
    assert Report.objects.filter(is_late=True).exists()
    assert everything().differences == []
    count, broken = verify()
    assert broken is None
    moments = list(Event.objects.order_by("number").values_list("at", flat=True))
    assert count == len(moments)
    assert moments == sorted(moments)
    assert city.is_demo()
    draw = Draw.objects.get()
    assert draw.result == drawing.draw(draw.lines.values_list("number", "unit"), draw.seed, draw.size)
    assert MeetingItem.objects.count() == 2
    assert Handing.objects.filter(kind="handed_down").exists()
    assert Outcome.objects.filter(declared=0).exists()
    assert any("月" in line for line in story)
    for role in offered():
        assert role in User.objects.get(username=role.person.username).roles, role
    the_variants_are_played_through()
    the_city_shows_everything()
    settings.DEMO = True
    the_papers_are_as_the_checker_wants(tmp_path)
    desks = some(people(), lambda user: tuple(user.roles), branch, least=20, about="desks")
    assert desks_agree(desks) > (100 if NIGHT else 20)


def the_city_shows_everything():
    """A row of every model, a feedback that is 工作秘密 and a finding that few read; two matters wait for the leader whom the
    page of log-in offers first."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in ("rectify", "issues", "ledgers")]
    assert {model._meta.label for model in ours if not model._default_manager.exists()} <= NOT_SHOWN
    leader = User.objects.get(username="leader")
    assert Workload(leader, today()).total >= 2
    assert Batch.objects.get().state == Batch.Status.READY
    assert Splitting.objects.get().confirmed_at is None
    assert Feedback.objects.get(confidentiality="work_secret").splitting == Splitting.objects.get()
    assert Issue.objects.exclude(restricted="").get().knowers.count() == 3


def the_papers_are_as_the_checker_wants(folder):
    """Every kind of paper, made of what the city holds; then one of each series issued and printed again."""
    if not CHECKER.exists():
        return
    checker = runpy.run_path(str(CHECKER))
    faults = {}
    for slug, kind in PAPERS.items():
        call_command("paper", slug, "--demo", "--out", str(folder / "a.docx"))
        faults[slug], _ = checker["check"](str(folder / "a.docx"), slug, kind.title)
    assert set(faults) == set(checker["PAPERS"])
    assert {slug: found for slug, found in faults.items() if found} == {}
    for kind in {kind.series: kind for kind in PAPERS.values() if kind.series}.values():
        out = StringIO()
        call_command("paper", kind.slug, "--demo", "--issue", "--json", stdout=out)
        issued = json.loads(out.getvalue())
        call_command("paper", "--issued", issued["number"], "--out", str(folder / "b.docx"))
        assert sha256((folder / "b.docx").read_bytes()).hexdigest() == issued["digest"]


def test_the_papers_of_the_city_were_checked():
    if not CHECKER.exists():
        pytest.skip("没有 ../shared/spec，演示城市的文书没有核对")


def the_variants_are_played_through():
    """docs/rules.md: status-procedures as rule data: each round ends where its procedure leads and no step was left out."""
    ends = {variant.name: Counter() for variant in VARIANTS}
    for issue in Issue.objects.filter(round__office__short_name="汀北县委巡察办").select_related("round"):
        ends[issue.round.name.partition("（")[2].rstrip("）")][issue.status] += 1
    assert ends["五方会审联督"] == {"closed": 1, "rectifying": 1, "joint_review": 2, "plan_review": 1}
    assert ends["五四三督办验收"] == {"archived": 1, "rectifying": 1, "closed": 1, "awaiting_decision": 1}
    assert ends["四色调度"] == {"rectifying": 2, "closed": 1, "first_review": 1}
    assert ends["按难度销号"] == {"closed": 2, "objection_window": 1, "rectifying": 1}
    assert ends["企业归零"] == {"closed": 2, "awaiting_decision": 1, "joint_review": 1}
    bodies = [review.opinions.count() for review in JointReview.objects.filter(issue__round__name__contains="五方")]
    assert set(bodies) == {5}
    assert JointReview.objects.filter(outcome="returned").count() == 2
    assert Visit.objects.filter(kind="site_check", finding="holds").count() == 3
    lights = Issue.objects.filter(condition("light:red", today()), round__name__contains="四色")
    assert lights.count() == 1
    assert not Closure.objects.filter(
        issue__procedure__code="county-4", issue__difficulty="hard", minutes="", outcome="approved"
    )


def test_every_common_problem_has_its_findings():
    assert list(catalogue()) == [f"C{number:02d}" for number in range(1, 23)]
    assert all(len(group["findings"]) >= 3 and len(group["measures"]) >= 3 for group in catalogue().values())


def test_a_database_with_people_is_left_alone(db, settings):
    settings.DEMO = True
    build()
    with pytest.raises(CommandError, match="不是演示城市"):
        call_command("demo", "--rebuild")
    with pytest.raises(CommandError, match="已经有人员"):
        call_command("demo")


def test_outside_a_demo_nothing_is_built(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="没有改动任何数据"):
        call_command("demo")
