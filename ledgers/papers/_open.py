"""What a unit may make known of its issues: struck off, and no 工作秘密. Nothing counts or hints at the rest."""

from issues.models import Issue
from ledgers.models import Closure
from ledgers.papers._shared import issues_of, needed, of_slice
from ledgers.paperwork import PaperReader, UnitInRound
from rectify.lib.levels import Confidentiality
from rectify.lib.paper import Heading, Paragraph, Quote


def opened(about: UnitInRound, reader: PaperReader) -> list[Issue]:
    """The issues that are printed. Raises Refused where there is none."""
    closed = of_slice(issues_of(about, reader), "closed", reader)
    issues = list(closed.exclude(confidentiality=Confidentiality.WORK_SECRET).prefetch_related("closures"))
    needed(issues, "这个单位本轮还没有可以公开的已销号问题")
    return issues


def put_right(issues: list[Issue]) -> list[Heading | Paragraph]:
    """Each problem with its result as it was accepted, without names of persons."""
    blocks: list[Heading | Paragraph] = []
    for at, issue in enumerate(issues, 1):
        standing = next((c for c in issue.closures.all() if c.outcome == Closure.Outcome.APPROVED), None)
        blocks.append(Paragraph([f"{at}. 关于“", Quote(issue.title), "”的问题"]))
        state = issue.get_grade_display()
        blocks.append(Paragraph(f"整改状态：{state}。{standing.result.strip() if standing else ''}"))
    return blocks
