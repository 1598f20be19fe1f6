"""Pictures of pages, kept only when somebody wants to look: SHOTS=folder make test. And what axe has to say."""

import os
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}


def picture(page: object, name: str) -> None:
    """The whole page as SHOTS/name.png; whether looked at or not, axe must find nothing serious on it."""
    if folder := os.environ.get("SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert faults(page) == []


def faults(page: object) -> list[str]:
    """What axe finds serious or critical: rule and place."""
    # Our own policy forbids added scripts; the browser's debugging door does not ask it.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
