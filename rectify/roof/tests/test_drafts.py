"""Nothing typed is lost: every form in which words are typed keeps them in the browser until they were taken."""

import ast
import inspect
import re
from collections.abc import Iterator

from django.urls import resolve

from rectify.roof.testing.walk import every_address
from rectify.roof.tests.source import HOME, relative

FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.S)
TYPED = re.compile(r"<textarea|components/_form\.html|components/_field\.html|\{% widget ")
# Forms drawn by our components in which nobody writes sentences, and why nothing is kept of them.
WITHOUT = {
    "templates/accounts/login/password.html": "passwords are never kept",
    "templates/registration/login.html": "passwords are never kept",
    "templates/components/_upload.html": "goes with files, which no browser keeps; a word or two about them",
    "templates/accounts/unit_imports/file.html": "a file",
    "templates/audit/proof.html": "a day",
    "templates/ledgers/papers/paper.html": "a day",
    "templates/accounts/factors/own.html": "a code, which is good for half a minute",
    "templates/accounts/factors/bind.html": "a code, which is good for half a minute",
    "templates/accounts/factors/factor.html": "a code, which is good for half a minute",
    "templates/accounts/staff_lists/file.html": "a file",
    "templates/calendars/load.html": "a file",
    "templates/ledgers/imports/start.html": "a file",
    "templates/ledgers/paper_templates/template.html": "a file",
    "templates/ledgers/layouts/layouts.html": "a file",
}


def forms():
    for path in sorted((HOME / "templates").rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        for found in FORM.finditer(text):
            if "post" in found["head"].lower() and TYPED.search(found["body"]):
                yield relative(path), found


def test_a_form_with_words_keeps_a_draft():
    written = list(forms())
    assert len(written) > 50
    assert {path for path, form in written if "data-draft=" not in form["head"]} - set(WITHOUT) == set()


def test_the_exceptions_hold_no_sentences():
    for path in WITHOUT:
        assert "<textarea" not in (HOME / path).read_text(encoding="utf-8"), path


# Whoever calls one of these has given the receipt (rectify.lib.receipts.took).
GIVERS = {"acted", "by_page", "act_by_page", "act_in_passing", "took", "save_asked_view", "drop_named_view"}
ASKING = {"require_safe", "require_GET"}
# Views that are sent something and end no draft, and why there is none.
NO_DRAFT = {
    "notices:open": "a button",
    "notices:read_all": "a button",
    "drafts:keep": "the draft itself",
    "drafts:drop": "the draft itself",
    "drafts:choose": "a file that waits",
    "backups:confirm": "a button",
    "accounts:demo_login": "a button",
    "accounts:logout": "a button",
    "accounts:api_key_collect": "a button",
    "accounts:api_key_grant": "a button",
    "accounts:sessions_end": "a button",
    "accounts:factor": "a code",
    "accounts:factor_bind": "a code",
    "accounts:own_factor": "a code",
    "accounts:unit_import": "a file",
    "accounts:unit_import_drop": "a button",
    "accounts:staff_import": "a file",
    "accounts:staff_import_drop": "a button",
    "accounts:staff_submit": "a button",
    "accounts:slips_print": "ticks",
    "audit:verify": "a button",
    "issues:new_alike": "reads while somebody types",
    "issues:plan_hints": "reads while somebody types",
    "issues:reports_read": "ticks of a list",
    "ledgers:import": "a file",
    "ledgers:meeting_put": "ticks of a list",
}


def views_without_receipt() -> Iterator[str]:
    """The names of addresses of pages whose view takes a form and gives no receipt."""
    for address in every_address():
        if address.is_api:
            continue
        view = inspect.unwrap(resolve("/" + re.sub(r"<(?:int|slug|str):\w+>", "7", address.route)).func)
        names = used_by(view) if inspect.isfunction(view) else set()
        if names & {"POST", "require_POST"} and not names & (GIVERS | ASKING):
            yield address.name


def used_by(view) -> set[str]:
    """Every name in the source of a view and of the functions of its module that it uses."""
    functions = {
        node.name: node for node in ast.parse(inspect.getsource(inspect.getmodule(view))).body if hasattr(node, "args")
    }
    names, waiting = set(), {view.__name__}
    while waiting:
        nodes = list(ast.walk(functions.pop(waiting.pop())))
        names |= {node.id for node in nodes if isinstance(node, ast.Name)}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        waiting |= names & set(functions)
    return names


def test_a_view_that_takes_a_form_gives_a_receipt():
    assert set(views_without_receipt()) == set(NO_DRAFT)
