"""The tables of moves as drawings: docs/moves.md is written from here (`make docs`), and a test compares the two."""

from django.apps import apps

from rectify.workflow.moves import labels, moves_of

HEAD = """# How a status changes

One drawing for each table of moves; the rows are in `issues/states.py`, `issues/moves/` and `ledgers/moves/`. Written by
`make docs`: change the table, not this file.
"""


def drawings() -> str:
    """All tables as one page of markdown, the longest first."""
    tables = sorted(labels(), key=lambda label: (-len(moves_of(label)), label))
    return HEAD + "".join(f"\n## {_name(label)}\n\n```mermaid\n{diagram(label)}\n```\n" for label in tables)


def diagram(label: str) -> str:
    """The table of moves over the model `label` as a mermaid state diagram."""
    words = dict(apps.get_model(label)._meta.get_field("status").choices)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{text}" as {code}' for code, text in words.items() if _used(label, code)]
    for move in moves_of(label).values():
        for source in sorted(move.sources):
            lines += [f"    {source} --> {turn.to}: {move.label}（{turn.words}）" for turn in move.turns]
            lines += [f"    {source} --> {move.target}: {move.label}"]
    return "\n".join(lines)


def _name(label: str) -> str:
    model = apps.get_model(label)
    return f"{model.__name__} {model._meta.verbose_name}"


def _used(label: str, code: str) -> bool:
    return any(code in move.sources or code in move.targets for move in moves_of(label).values())
