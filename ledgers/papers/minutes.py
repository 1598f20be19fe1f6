"""会议纪要: the decision on each item, and who was there."""

from ledgers.models import Meeting, MeetingItem
from ledgers.papers._shared import headed, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.dates import chinese
from rectify.lib.paper import Block, Heading, OfficialPaper, PaperForm, Paragraph, Quote


def build(meeting: Meeting, reader: PaperReader) -> OfficialPaper:
    items = list(meeting.items.select_related("issue__lead_unit", "closure").order_by("order", "pk"))
    for item in items:
        item.issue.veil()
    needed(items, "会议还没有议题，没有纪要")
    decided = [item for item in items if item.word]
    chair, day = meeting.chair or "　　　", chinese(meeting.held_on)
    opening = f"{day}，{chair}主持召开{meeting.title}，审议巡察整改问题销号{len(items)}件。"
    blocks: list[Block] = [Paragraph(opening)]
    if decided:
        blocks += [Paragraph("会议议定如下事项："), *(block for item in decided for block in decision(item))]
    left = [item for item in items if not item.word]
    if left:
        numbers = "、".join(item.issue.number for item in left)
        blocks.append(Paragraph(f"下列{len(left)}件的审议意见，会后据实填写：{numbers}。"))
        blocks += [block for item in left for block in decision(item)]
    present = meeting.attendees.strip() or "　"
    blocks += [Paragraph(present, label="出席："), Paragraph("　", label="请假："), Paragraph("　", label="列席：")]
    top = headed(meeting.office, "纪", reader) | {"sealed": False, "signed": "", "author": meeting.office.full_name}
    return OfficialPaper(
        title=meeting.title,
        blocks=blocks,
        mark=mark_of([item.issue for item in items]),
        **top | {"org": f"{meeting.office}会议纪要"},
    )


def decision(item: MeetingItem) -> list[Block]:
    issue = item.issue
    heading = Heading(f"{issue.number}（{issue.lead_unit}）", 1, item.order)
    word = f"。会议决定：{item.get_word_display()}。{item.note.strip()}"
    if not item.word:
        word = f"。单位申报{item.closure.get_declared_display()}，会议意见：　　　　　　"
    return [heading, Paragraph([Quote(issue.title), word])]


MINUTES = paper(OfficePaper("minutes", "会议纪要", PaperForm.MINUTES, About.MEETING, build, "纪"))
