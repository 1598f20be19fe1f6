"""Nothing typed is lost: every form in which words are typed keeps them in the browser until they were taken."""

import re

from rectify.roof.tests.source import HOME, relative

FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.S)
TYPED = re.compile(r"<textarea|components/_form\.html|components/_field\.html|\{% widget ")
# Forms drawn by our components in which nobody writes sentences, and why nothing is kept of them.
WITHOUT = {
    "templates/accounts/login/password.html": "passwords are never kept",
    "templates/registration/login.html": "passwords are never kept",
    "templates/components/_upload.html": "goes with files, which no browser keeps; a word or two about them",
    "templates/accounts/unit_imports/file.html": "a file",
    "templates/calendars/load.html": "a file",
    "templates/ledgers/imports/start.html": "a file",
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
