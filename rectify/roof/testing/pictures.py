"""Pictures of pages, kept only when somebody wants to look: SHOTS=folder make test. And what axe has to say."""

import os
from pathlib import Path
from typing import Any

from rectify.roof.testing.leaving import stand_still

AXE = Path(__file__).resolve().parents[3] / "static" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"moderate", "serious", "critical"}
VIOLATIONS = "{resultTypes: ['violations']}"


def picture(page: Any, name: str) -> None:
    """The whole page as SHOTS/name.png; whether looked at or not, axe must find nothing grave on it."""
    stand_still(page)
    if folder := os.environ.get("SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert faults(page) == []


def faults(page: Any) -> list[str]:
    """What axe finds moderate, serious or critical: rule and place. A page that is being left is waited out first."""
    stand_still(page)
    # Our own policy forbids added scripts; the browser's debugging door does not ask it. Put in and asked in one go: a
    # page that changes between the two would be asked without it.
    found = page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')}; return axe.run(document, {VIOLATIONS}) }}")
    return [
        f"{rule['id']}: {node['target']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
