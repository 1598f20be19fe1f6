"""Who calls whom in what is shipped, as far as the source says it by name: enough to ask whether an act writes and records."""

import ast
from functools import cache

from rectify.roof.tests.source import HOME, is_module, name_of, shipped, tree

WRITES = frozenset({"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"})
# What these write is not what an act writes: form keys, messages, files.
BESIDE = ("rectify.workflow.form_keys", "rectify.notices.notify", "rectify.lib.", "rectify.audit.")


@cache
def functions() -> dict[str, ast.FunctionDef]:
    """Every function at the top of a module, by its dotted name."""
    return {
        f"{name_of(path)}.{node.name}": node
        for path in shipped()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def names_in(module: str) -> dict[str, str]:
    """What each imported name of a module stands for."""
    path = HOME.joinpath(*module.split(".")).with_suffix(".py")
    path = path if path.exists() else HOME.joinpath(*module.split("."), "__init__.py")
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
    return found


@cache
def calls(name: str) -> frozenset[str]:
    """The functions of ours that a function names: called, or handed on to be called (`_outcome(issue, remind, …)`)."""
    module = name.rpartition(".")[0]
    known, found = names_in(module), set()
    for node in ast.walk(functions()[name]):
        if isinstance(node, ast.Name):
            found |= {f"{module}.{node.id}", known.get(node.id, "")}
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            home = known.get(node.value.id, "")
            found |= {f"{home}.{node.attr}"} if is_module(home) else set()
    return frozenset(found & set(functions()))


def all_calls(name: str) -> set[str]:
    """A function and all that it comes to."""
    found, ahead = set(), [name]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += calls(one)
    return found


def reaches(name: str, targets: set[str]) -> bool:
    return bool(all_calls(name) & targets)


def writes(name: str) -> bool:
    """Whether a function, or one that it comes to, writes a row."""
    return any(_writes(one) for one in all_calls(name) if not one.startswith(BESIDE))


def _writes(name: str) -> bool:
    return any(map(_is_a_write, ast.walk(functions()[name])))


def _is_a_write(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    updates = node.func.attr == "update" and node.keywords and not node.args  # of a dict: one argument, no keywords
    return node.func.attr in WRITES or bool(updates)
