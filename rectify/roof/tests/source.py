"""The source as the tests of its shape see it: files, syntax trees, and each file's place in the table of layers."""

import ast
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
ELSEWHERE = {
    ".venv",
    ".git",
    "var",
    "node_modules",
    "dist",
    "__pycache__",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}

PACKAGES = {
    "rectify.lib": 1,
    "rectify.calendars": 2,
    "rectify.accounts": 2,
    "rectify.audit": 3,
    "rectify.options": 4,
    "rectify.notices": 5,
    "rectify.drafts": 5,
    "rectify.workflow": 6,
    "rectify.backups": 6.7,
    "issues": 7,
    "ledgers": 8,
    "rectify.roof": 9,
}
# The doors of the shared apps (people, trail, options and calendar have pages too) may use the trail and the
# workflow's demand, and know nothing of issues: they stand above `rectify.workflow`, among themselves in the order of their
# packages.
DOORS = frozenset({"actions", "forms", "pages", "urls", "apps", "management"})
DOORSTEP = 6.5
# What lies directly in rectify/ (settings, addresses, the worker), commands and tests: may import all, nobody imports it.
ROOF = 99
# Inside issues/ and ledgers/. A name that is not here has no place yet: give it one, the lowest that works.
MODULES = {
    "models": 1,
    "sentences": 1,
    "options": 1,
    "guards": 1,
    "reading": 2,
    "splitting": 2,
    "plans": 2,
    "columns": 2,
    "importing": 5,
    "offline": 5,
    "limits": 2,
    "likeness": 1,
    "horizon": 2,
    "burdens": 2,
    "clock": 2,
    "deadlines": 3,
    "recurrence": 3,
    "lives": 3,
    "entrants": 2,
    "slices": 3,
    "pending": 3,
    "rates": 3,
    "present": 3,
    "sorts": 3,
    "grouping": 3,
    "procedures": 3,
    "stages": 3,
    "waits": 3,
    "searching": 2,
    "files": 2,
    "filters": 3,
    "lateness": 3,
    "queues": 3,
    "setup": 3,
    "others": 2,
    "workload": 3,
    "advice": 3,
    "gates": 3,
    "lights": 3,
    "leads": 3,
    "reviews": 4,
    "replies": 4,
    "panels": 4,
    "books": 3,
    "numbering": 2,
    "versions": 2,
    "subtotals": 3,
    "accounts": 3,
    "reconcile": 4,
    "statement": 4,
    "stocktaking": 4,
    "snapshots": 3,
    "stock_sheet": 4,
    "itemised": 4,
    "sealing": 3,
    "statement_sheet": 4,
    "turns": 4,
    "redrawing": 3,
    "seals": 4,
    "acknowledged": 3,
    "entries": 4,
    "kinds": 3,
    "figures": 3,
    "weeks": 3,
    "policies": 4,
    "conditions": 4,
    "visitors": 4,
    "checks": 4,
    "effects": 4,
    "moves": 5,
    "states": 5,
    "actions": 6,
    "documents": 6,
    "paperwork": 2,
    "templating": 3,
    "layouts": 4,
    "basis": 3,
    "papers": 8,
    "forms": 7,
    "pages": 8,
    "api": 8,
    "tasks": 8,
    "urls": 9,
    "apps": ROOF,
    "management": ROOF,
    "tests": ROOF,
    "migrations": ROOF,
}


def relative(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def files(*endings: str) -> list[Path]:
    """All files of ours with one of the endings."""
    found = (path for ending in endings for path in HOME.rglob(f"*{ending}"))
    return sorted(path for path in found if not ELSEWHERE & set(path.relative_to(HOME).parts))


def python() -> list[Path]:
    return [path for path in files(".py") if "migrations" not in path.parts]


def shipped() -> list[Path]:
    """Python that runs in production: no tests and no helpers of tests."""
    return [path for path in python() if not {"tests", "testing", "bench"} & set(path.relative_to(HOME).parts)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")


def package_of(name: str) -> str | None:
    return next((package for package in PACKAGES if name == package or name.startswith(package + ".")), None)


def place(name: str) -> tuple[float, int] | None:
    """(line of the package, line of the module) of a dotted name of ours; None for what is not ours."""
    package = package_of(name)
    if package is None:
        return (ROOF, 0) if name == "rectify" or name.startswith("rectify.") else None
    if name == package:
        return PACKAGES[package], 0
    if package == "rectify.roof":
        return PACKAGES[package], ROOF if ".management." in name else 0
    if package not in {"issues", "ledgers"}:
        module = name.removeprefix(f"{package}.").split(".")[0]
        doorstep = module in DOORS and package != "rectify.lib"
        return (DOORSTEP + PACKAGES[package] / 100, MODULES.get(module, 0)) if doorstep else (PACKAGES[package], 0)
    return PACKAGES[package], MODULES.get(name.split(".")[1], -1)


def imported(path: Path) -> list[str]:
    """Dotted names a file imports; `from a import b` counts as a.b where that is a module of ours."""
    names = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            names += [f"{base}.{alias.name}" if is_module(f"{base}.{alias.name}") else base for alias in node.names]
    return names


def is_module(name: str) -> bool:
    place_on_disk = HOME.joinpath(*name.split("."))
    return place_on_disk.is_dir() or place_on_disk.with_suffix(".py").exists()


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1
