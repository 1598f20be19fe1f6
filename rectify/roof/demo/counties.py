"""What differs between the rounds of the county office: the rule data of each, and what becomes of its problems."""

from dataclasses import dataclass
from typing import Any

from issues.models import Difficulty, Gate

FIVE = ("tbjw", "tbzz", "tbxx", "tbxz", "tbgz")
BASIC = (
    "思想认识到位：班子专题研究过，主要负责人领办",
    "责任细化到位：每条措施有人、有时限",
    "措施落实到位：有凭证、有现场",
)
LASTING = "成果运用到位：形成制度并在执行"


@dataclass(frozen=True)
class Variant:
    """A round: its procedure's steps, its lights where it has some, and what becomes of the problems of each unit."""

    number: int
    name: str
    ago: int  # days since the feedback
    steps: tuple[dict[str, Any], ...]
    fates: tuple[tuple[str, str, str], ...]  # unit, where it ends, turns
    note: str
    lights: tuple[tuple, ...] = ()


VARIANTS = (
    Variant(
        1,
        "五方会审联督",
        64,
        (
            {"gate": Gate.PLAN_REVIEW, "days": 5, "bodies": FIVE},
            {"gate": Gate.CLOSURE_REVIEW, "days": 5, "bodies": FIVE},
        ),
        (
            ("tbql", "closed", ""),
            ("tbwj", "rectifying", "poor"),
            ("tbql", "joint_review", "differ"),
            ("tbwj", "plan_review", "asked"),
            ("tbwj", "joint_review", "asked"),
        ),
        "方案和销号都由五家联审，各提各的，督查办合成一份答复",
    ),
    Variant(
        2,
        "五四三督办验收",
        330,
        ({"gate": Gate.SITE_CHECK, "may_waive": False}, {"gate": Gate.CLOSURE_REVIEW, "days": 3, "bodies": ("tbxz",)}),
        (
            ("tbny", "archived", ""),
            ("tbny", "relapsed", ""),
            ("tbql", "closed", "partly"),
            ("tbny", "awaiting_decision", ""),
        ),
        "销号前三方到现场验收，不能免；通知书、指导书等五种文书另行出具",
    ),
    Variant(
        3,
        "四色调度",
        70,
        (),
        (
            ("tbql", "rectifying", "late"),
            ("tbwj", "rectifying", ""),
            ("tbny", "closed", ""),
            ("tbwj", "first_review", ""),
        ),
        "颜色由规则算出：绿为办结，黄为序时推进或已报未认，红为逾期，蓝为长期坚持",
        (
            ("struck_off", 0, "green", "已销号", "nobody", ""),
            ("lasting", 0, "blue", "长期坚持，定阶段目标", "nobody", ""),
            ("overdue", 0, "red", "逾期", "principal", "督办单"),
            ("declared", 0, "yellow", "已报未认", "nobody", ""),
            ("under_way", 0, "yellow", "序时推进", "nobody", ""),
        ),
    ),
    Variant(
        4,
        "按难度销号",
        80,
        (
            {"gate": Gate.STANDARD, "difficulty": Difficulty.EASY, "text": "\n".join(BASIC[:2])},
            {"gate": Gate.STANDARD, "difficulty": Difficulty.MEDIUM, "text": "\n".join(BASIC)},
            {"gate": Gate.STANDARD, "difficulty": Difficulty.HARD, "text": "\n".join((*BASIC, LASTING))},
            {"gate": Gate.OBJECTION, "difficulty": Difficulty.HARD, "days": 5},
            {"gate": Gate.LEADING_GROUP, "difficulty": Difficulty.HARD},
        ),
        (
            ("tbny", "closed", "easy"),
            ("tbwj", "closed", "hard"),
            ("tbql", "objection_window", "hard"),
            ("tbny", "rectifying", "hard"),
        ),
        "较易、一般、较难各有标准；较难的要过异议期、经领导小组审定",
    ),
    Variant(
        5,
        "企业归零",
        58,
        ({"gate": Gate.CLOSURE_REVIEW, "days": 3, "bodies": ("tbgz",)}, {"gate": Gate.LEADING_GROUP}),
        (
            ("tbct", "closed", ""),
            ("tbct", "awaiting_decision", ""),
            ("tbct", "joint_review", "asked"),
            ("tbct", "closed", "round_again"),
        ),
        "单位负责人签字，业务部门审核，领导小组会议审定后打印归零表",
    ),
)
