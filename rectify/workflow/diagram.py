from rectify.workflow.moves import moves_of


def diagram(model) -> str:
    """The table of moves over `model` as a mermaid state diagram, for the README (a test compares the two)."""
    label = model._meta.label_lower
    words = dict(model._meta.get_field("status").choices)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{text}" as {code}' for code, text in words.items() if _used(label, code)]
    for move in moves_of(label).values():
        for source in sorted(move.sources):
            lines += [f"    {source} --> {turn.to}: {move.label}（{turn.words}）" for turn in move.turns]
            lines += [f"    {source} --> {move.target}: {move.label}"]
    return "\n".join(lines)


def _used(label: str, code: str) -> bool:
    return any(code in move.sources or code in move.targets for move in moves_of(label).values())
