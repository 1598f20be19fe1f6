"""What an issued paper rests on: the rows that its numbers counted, by which words, at which moment; sealed with its file
(docs/rules.md: paper-basis)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from issues.models import Issue
from ledgers.models import IssuedPaper, PaperTemplate
from ledgers.paperwork import CountedRows, PaperReader
from rectify.lib.dates import SHANGHAI
from rectify.lib.digests import digest_of, fits

SEAL = "seal"


def basis_of(
    obj: Any, reader: PaperReader, *, at: datetime, template: PaperTemplate | None, digest: str
) -> dict[str, Any]:
    """As `IssuedPaper.basis` keeps it. `digest` is that of the file, which its seal covers too."""
    about = [CountedRows("所涉问题", "文书所写的这一件", [obj])] if isinstance(obj, Issue) else []
    counted = {one.name: one for one in [*about, *reader.counted]}
    body = {
        "at": at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        "template": template.number if template else None,
        "figures": [
            {"name": one.name, "definition": one.definition, "rows": rows_of(one.issues)} for one in counted.values()
        ],
    }
    return body | {SEAL: digest_of(_sealed(body, digest))}


def rows_of(issues: Iterable[Issue]) -> list[list[str]]:
    """Number, where it stands, deadline. No words: a number tells nothing to whom may not read it."""
    return [[one.number, one.get_status_display(), one.due.isoformat() if one.due else ""] for one in issues]


def is_whole(paper: IssuedPaper) -> bool:
    """Whether what it rests on is what was kept, with this file. A paper of before keeps nothing."""
    return not paper.basis or fits(paper.basis.get(SEAL, ""), _sealed(paper.basis, paper.digest))


def _sealed(basis: dict[str, Any], digest: str) -> dict[str, Any]:
    return {name: value for name, value in basis.items() if name != SEAL} | {"file": digest}
