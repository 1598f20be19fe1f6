"""Whatever names a page of ours, in Python, templates or scripts, names one that there is, with what its address needs."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.urls import Resolver404, resolve, reverse

from issues.models import Status
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.source import HOME, files, relative, shipped, tree

PARAMS: dict[str, list[tuple[str, ...]]] = {}
for each in every_address():
    PARAMS.setdefault(each.name, []).append(each.params)
SPACES = {name.partition(":")[0] for name in PARAMS if ":" in name}
NAMED = re.compile(rf"({'|'.join(sorted(SPACES))}):[a-z_]*[a-z]")
PATH = re.compile(r"/(?:[a-z-]+/)+")
CALLS = {"reverse", "redirect", "address"}
TEMPLATES = [path.relative_to(HOME / "templates").as_posix() for path in files(".html") if "templates" in path.parts]


def fits(name: str, count: int | None, names: set[str]) -> bool:
    """Whether there is a page of this name whose address takes `count` values and those called `names` (None: any number)."""
    return any(
        names <= set(params) and (count is None or len(params) == count + len(names)) for params in PARAMS.get(name, ())
    )


def written(source: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that look like the name of a page of ours."""
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.fullmatch(node.value):
            yield node.lineno, node.value


def called(source: ast.AST) -> Iterator[tuple[int, str, int | None, set[str]]]:
    """Calls that make an address of a name written in place, with how many values and which by name they hand over."""
    for node in ast.walk(source):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS and node.args):
            continue
        first = node.args[0]
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)) or first.value.startswith(
            ("/", "http")
        ):
            continue
        handed = {
            word.arg: word.value for word in node.keywords if word.arg not in ("permanent", "preserve_request", "query")
        }
        count, names, listed = len(node.args) - 1, set(handed) - {"args", "kwargs"}, handed.get("args")
        if isinstance(named := handed.get("kwargs"), ast.Dict):
            names |= {key.value for key in named.keys if isinstance(key, ast.Constant)}
        elif named is not None:
            listed, count = None, None
        if listed is not None:
            count = len(listed.elts) if isinstance(listed, ast.List | ast.Tuple) else None
        yield node.lineno, first.value, None if None in names else count, names - {None}


def test_python_names_pages_that_there_are():
    found = [(relative(path), *name) for path in shipped() for name in written(tree(path))]
    assert len(found) > 300
    assert [row for row in found if row[2] not in PARAMS] == []


def test_python_hands_over_what_an_address_needs():
    found = [(relative(path), *call) for path in shipped() for call in called(tree(path))]
    assert len(found) > 150
    assert [row[:3] for row in found if not fits(*row[2:])] == []


def test_templates_name_pages_that_there_are_with_what_their_addresses_need():
    found = [
        (template, node.view_name.var, len(node.args), set(node.kwargs))
        for template in TEMPLATES
        for node in get_template(template).template.nodelist.get_nodes_by_type(URLNode)
        if isinstance(node.view_name.var, str)
    ]
    assert len(found) > 300
    assert [row[:2] for row in found if not fits(*row[1:])] == []


def paths() -> Iterator[tuple[str, str]]:
    """Addresses written out: whole texts of Python, links of templates, texts of scripts."""
    for path in shipped():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.fullmatch(node.value):
                yield relative(path), node.value
    for path in (*files(".html"), *files(".js")):
        if "dist" not in path.parts and "tests" not in path.parts:
            for quoted in re.findall(r"[\"'](/[^\"'?#{]*)[\"']", path.read_text(encoding="utf-8")):
                if PATH.fullmatch(quoted):
                    yield relative(path), quoted


def leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return path.startswith(("/api/", "/static/", "/never-served/"))
    return True


def test_an_address_written_out_leads_somewhere():
    found = list(paths())
    assert len(found) > 5
    assert [row for row in found if not leads_somewhere(row[1])] == []


@pytest.mark.django_db
def test_an_address_of_before_leads_to_where_the_page_is_now(world, client, settings):
    issue = world.issue(at=Status.RECTIFYING)
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for ask in (client.get, client.post):  # 308: what a form sends goes along
        answer = ask(f"/issues/{issue.public_id}/institutions/")
        assert (answer.status_code, answer.url) == (308, reverse("issues:regulations", args=[issue.public_id]))
