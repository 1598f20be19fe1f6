"""The docs stand by themselves and beside the code: no paper is cited that is not here, and whatever one names the other has."""

import ast
import re
from functools import cache

import pytest

from rectify.roof.tests.source import HOME, files, python, relative, shipped, tree

DOCS = HOME / "docs"
RULES = (DOCS / "rules.md").read_text(encoding="utf-8")
DECISIONS = (DOCS / "decisions.md").read_text(encoding="utf-8")
WORDS = (DOCS / "words.md").read_text(encoding="utf-8")
CITED = re.compile(r"docs/rules\.md(?::|, from)\s+(?:# )?([a-z0-9-]+)(?:,?\s+to\s+([a-z0-9-]+))?")
PAPER = re.compile(r"[\w./-]*\w\.md\b")
# Papers that were called by other names than their files: what could not be looked up here.
UNKNOWN = re.compile(
    r"(reading|product|design|domain) spec(ification|\.)|security (decision|rule) D|issue text|\[[PG]\d+\]", re.I
)


def rows_below(page: str, title: str) -> list[list[str]]:
    """The cells of the tables under the heading `title`, without the head."""
    part = re.split(r"^#{1,2} ", page.split(f"# {title}\n", 1)[1], flags=re.M)[0]
    lines = [line for line in part.splitlines() if line.startswith("|") and not line.startswith("|--")]
    return [cells(line) for line in lines[1:]]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in RULES.splitlines() if line.startswith("| <a ")
]
ANCHORS = [re.match(r'<a id="([a-z0-9-]+)"></a>\1$', row[0])[1] for row in ROWS]
OURS = [path for path in files(".py", ".html", ".css", ".js", ".mjs", ".toml") if path.name != "test_docs.py"]


def text_of(path) -> str:
    return path.read_text(encoding="utf-8")


# ---- rules ----------------------------------------------------------------------------------------------------------


def test_no_paper_is_cited_that_is_not_here():
    lost = {
        f"{relative(path)}: {name}"
        for path in [*OURS, *DOCS.glob("*.md"), HOME / "README.md"]
        for name in PAPER.findall(text_of(path))
        if not any((folder / name.lstrip("/")).exists() for folder in (HOME, DOCS, path.parent))
    }
    assert lost == set()
    assert {relative(path): hit[0] for path in OURS if (hit := UNKNOWN.search(text_of(path)))} == {}


def test_what_the_code_cites_is_a_rule():
    cited = [(relative(path), name) for path in OURS for pair in CITED.findall(text_of(path)) for name in pair if name]
    assert len(cited) > 80
    assert {one for one in cited if one[1] not in ANCHORS} == set()


def test_a_rule_has_one_line():
    assert len(ANCHORS) > 100
    assert sorted(set(ANCHORS)) == sorted(ANCHORS)
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


@cache
def defined(path) -> frozenset[str]:
    """Names that a module defines at its top."""
    names: set[str] = set()
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(names)


@pytest.mark.parametrize("row", ROWS, ids=ANCHORS)
def test_a_rule_stands_where_it_says(row):
    for place in row[2].split("; "):
        path, *names = re.findall(r"`([^`]+)`", place)
        assert (HOME / path).exists(), path
        assert set(names) <= (defined(HOME / path) if names else set()), f"{path} defines no {names}"


def test_a_source_can_be_looked_up():
    known = {name for name, _ in rows_below(RULES, "Sources")}
    numbers = {int(number) for number in re.findall(r"^(\d+)\. \*\*", DECISIONS, flags=re.M)}
    used: set[str] = set()
    for *_, sources in ROWS:
        for source in sources.split("; "):
            if source.startswith("decision"):
                assert {int(number) for number in re.findall(r"\d+", source)} <= numbers, source
            else:
                used.add(source.split(", Art.")[0])
    assert used == known


def test_decisions_are_numbered_one_after_another():
    numbers = [int(number) for number in re.findall(r"^(\d+)\. \*\*", DECISIONS, flags=re.M)]
    assert numbers == list(range(1, len(numbers) + 1))


# ---- words ----------------------------------------------------------------------------------------------------------


def pairs() -> list[tuple[str, str]]:
    """(words of the code, words of the pages) out of the table of ideas."""
    halves = [(row[i], row[i + 1]) for row in rows_below(WORDS, "Words") for i in range(0, len(row), 3)]
    return [(code, page) for code, page in halves if code]


def test_words_of_pages_are_on_pages():
    spoken = "".join(text_of(path) for path in OURS if "tests" not in path.parts)
    terms = {term for _, page in pairs() for term in re.split(r"[、（）／，\s×]+", page) if term}
    assert len(terms) > 60
    assert {term for term in terms if term not in spoken} == set()


def test_words_of_the_code_are_classes():
    classes = {node.name for path in shipped() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)}
    named = {word for code, _ in pairs() for word in re.findall(r"\b[A-Z]\w+", code)}
    assert len(named) > 30
    assert named - classes == {"Reconciliation"}  # a page and a command, no row of its own


def one(word: str) -> str:
    """A word without the ending of the plural."""
    return re.sub(r"s$", "", re.sub(r"ies$", "y", word.lower()))


def test_a_module_explains_itself_or_stands_in_the_words():
    """A new module is called by words of docs/words.md, or gets a line under “Modules” there."""
    ideas = {
        one(part)
        for code, _ in pairs()
        for word in re.findall(r"[A-Za-z]+", code)
        for part in re.findall(r"[A-Z]?[a-z]+", word)
    }
    lines = [name for title in ("Layers", "Modules") for row in rows_below(WORDS, title) for name in row[0].split(", ")]
    plain = re.findall(r"\w+", WORDS.split("\n## Plain words\n", 1)[1].split(":", 1)[1])
    known = ideas | {one(word) for word in (*lines, *plain)}
    modules = [path for path in python() if not {"tests", "bench"} & set(relative(path).split("/"))]
    stems = {path.stem.strip("_") for path in modules if path.name not in {"__init__.py", "conftest.py"}}
    unknown = {stem for stem in stems if stem not in lines and {one(word) for word in stem.split("_")} - known}
    assert unknown == set()
    words = {word for stem in stems for word in (stem, *stem.split("_"))}
    words |= {part for path in modules for part in relative(path).split("/")}
    assert {name for name in (*lines, *plain) if name not in words} == set()
