"""The files of the zip beside a signed sheet: each with the issue whose number its folder or name begins with, and what the list
of evidence says of it. What does not match is listed, nothing is dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from issues.models import Issue, Measure, MeasureStatus, Shows
from ledgers.models import OfflineEntry, OfflineFile
from ledgers.offline import sheets
from ledgers.offline.comparing import lines_of
from ledgers.offline.wanted import SheetLine
from rectify.accounts.models import User
from rectify.lib.numbers import whole


@dataclass
class SheetProof:
    """A file that came along: which issue and measure it proves, how far, of what day; `fault`: why it is not taken."""

    file: OfflineFile
    issue: Issue | None = None
    measure: Measure | None = None
    shows: str = Shows.DONE.value
    document_date: str = ""
    note: str = ""
    fault: str = ""
    listed: bool = False
    chosen: str = ""  # enter, leave or nothing yet

    @property
    def key(self) -> str:
        return f"{sheets.PROOF}:{self.file.pk}"

    @property
    def body(self) -> dict[str, Any]:
        """As the input of evidence takes it."""
        measure = self.measure.public_id if self.measure else None
        return {
            "measure": measure,
            "shows": self.shows,
            "document_date": self.document_date or None,
            "note": self.note,
        }

    @property
    def shows_words(self) -> str:
        return Shows(self.shows).label if self.shows in Shows.values else self.shows


def proofs(entry: OfflineEntry, user: User) -> tuple[list[SheetProof], list[str]]:
    """Every file of the zip, and the lines of the list whose file is not in it, as sentences."""
    seen = Issue.objects.visible_to(user).filter(round=entry.sheet.round_id, lead_unit=entry.sheet.unit_id)
    issues = {issue.number: issue for issue in seen.select_related("round__office", "lead_unit")}
    lines = [line for line in lines_of(entry).get(sheets.PROOF, ()) if any(line.cells.values())]
    used: set[int] = set()
    files = [_proof(file, lines, issues, used) for file in entry.files.filter(part=OfflineFile.Part.EVIDENCE)]
    missing = [
        f"佐证清单第 {line.number} 行写的《{line.cells.get('文件名') or '（没有写文件名）'}》，压缩包里没有"
        for line in lines
        if line.number not in used
    ]
    return files, missing


def number_of(place: str, numbers: Sequence[str]) -> str:
    """The number that a folder is called by, or with which a folder or the name begins; empty where none does."""
    parts = place.split("/")
    for number in sorted(numbers, key=len, reverse=True):
        if any(part == number or part.startswith(number) and not part[len(number)].isalnum() for part in parts):
            return number
    return ""


def _proof(file: OfflineFile, lines: Sequence[SheetLine], issues: Mapping[str, Issue], used: set[int]) -> SheetProof:
    number = number_of(file.place, list(issues))
    named = [line for line in lines if line.cells.get("文件名", "") == file.name]
    fitting = [line for line in named if not number or line.cells.get("编号") == number]
    proof = SheetProof(file)
    if len(fitting) > 1 and not number:
        proof.fault = "佐证清单里有几行写了这个文件名，压缩包里没有按编号分文件夹，分不清是哪一件"
        return proof
    line = next(iter(fitting), None)
    if line is not None:
        used.add(line.number)
        number = number or line.cells.get("编号", "")
        proof.listed = True
    proof.issue = issues.get(number)
    if proof.issue is None:
        proof.fault = "文件夹、文件名和佐证清单里都没有本单位的问题编号"
    elif line is not None:
        _described(proof, line)
    return proof


def _described(proof: SheetProof, line: SheetLine) -> None:
    """What the list says of the file."""
    assert proof.issue is not None
    word, order = line.cells.get("证明到哪一步", ""), line.cells.get("措施序号", "")
    proof.shows = sheets.SHOWS.get(word, word) if word else Shows.DONE.value
    proof.document_date, proof.note = _day(line.cells.get("材料形成日期", "")), line.cells.get("说明", "")
    if order:
        live = proof.issue.measures.exclude(status=MeasureStatus.CANCELLED)
        proof.measure = live.filter(order=whole(order) or 0).first()
        if proof.measure is None:
            proof.fault = f"{proof.issue.number} 没有措施 {order}"


def _day(text: str) -> str:
    """An ISO day as the program stores it; anything else as it stands, for the input to say what is wrong."""
    day = text[:10]
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return text
