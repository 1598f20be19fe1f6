"""What a unit hands in for a measure: one or two small real files of a kind that fits."""

from datetime import timedelta
from typing import Any

from issues.actions import evidence as actions
from issues.models import Evidence, Measure, Shows
from rectify.lib.dates import chinese, today
from rectify.lib.filecheck import READ, Check, judged, look
from rectify.lib.filestore import Stored, full_path, keep
from rectify.lib.filetexts import find
from rectify.roof.demo import papers

NAMES = {
    "pdf": ("整改情况说明", "会议纪要", "印发文件", "处理决定", "检查记录"),
    "png": ("现场照片（整改后）", "公示栏照片", "复查现场照片"),
    "xlsx": ("明细台账", "清退汇总表", "核查登记表"),
    "docx": ("自查报告", "管理办法（印发稿）", "工作小结"),
}
KINDS = {
    "punish": ["pdf"],
    "correct": ["png", "xlsx", "pdf"],
    "reform": ["pdf", "xlsx", "png"],
    "prevent": ["docx", "pdf"],
}


def hand_in(problem: Any, measure: Measure | None, *, replaces: Evidence | None = None) -> None:
    """Store one file, for the measures that put things right often two, and attach it by the unit's liaison."""
    rng = problem.rng
    kinds = KINDS[measure.kind if measure else "correct"]
    for kind in rng.sample(kinds, 1 if replaces or len(kinds) < 3 or rng.random() < 0.6 else 2):
        name = rng.choice(NAMES[kind])
        on = today() - timedelta(days=rng.randint(0, 3))
        stored = keep([body(problem, measure, kind=kind, name=name, on=on)], folder="evidence")
        shows = Shows.EFFECT if kind in ("png", "xlsx") else Shows.DONE
        actions.attach(
            issue=problem.issue,
            stored=stored,
            name=f"{problem.issue.number} {name}.{kind}",
            kind=kind,
            by=problem.liaison,
            measure=measure,
            shows=shows,
            document_date=on,
            replaces=replaces,
            note="补充经办人签字，替换上一版" if replaces else "",
            check=checked(stored, kind),
        )


def checked(stored: Stored, kind: str) -> Check:
    """What a worker would find in a file that we have just written ourselves, without a process for each."""
    place = full_path(stored.path)
    return judged(find(str(place), kind)) if kind in READ else look(place, kind)


def body(problem: Any, measure: Measure | None, *, kind: str, name: str, on: Any) -> bytes:
    issue = problem.issue
    lines = [
        f"单位：{issue.lead_unit}",
        f"问题：{issue.number} {issue.title}",
        f"措施：{measure.text if measure else '—'}"[:40],
        f"标准：{measure.criterion if measure else '—'}"[:40],
        f"日期：{chinese(on)}",
        "（演示材料，单位和人员均为虚构）",
    ]
    if kind == "png":
        return papers.png(problem.rng)
    if kind == "xlsx":
        return papers.xlsx(name, problem.rng, on=on)
    if kind == "docx":
        return papers.docx(name, lines, on=on, signed=str(issue.lead_unit))
    return papers.pdf(name, lines)
