"""The words that pages said once (docs/words.md, “Words of before”) stand nowhere: pages, books, papers, manual, mails, tests."""

import re

from rectify.roof.tests.source import HOME, files, relative
from rectify.roof.tests.test_docs import DOCS, WORDS, rows_below, text_of

BETTER = dict(rows_below(WORDS, "Words of before"))
SPOKEN = [path for path in files(".py", ".html", ".js", ".mjs", ".css", ".csv") if "migrations" not in path.parts]
TOLD = [path for path in [*DOCS.glob("*.md"), HOME / "README.md"] if path.name != "words.md"]


def old_words_in(text: str) -> set[str]:
    """The old words in a text; a better one that holds an old one (核定未报) is none."""
    kept = [word for said in BETTER.values() for word in re.findall(r"[^\x00-\xff]+", said)]
    for word in sorted(kept, key=len, reverse=True):
        text = text.replace(word, " ")
    return {word for word in BETTER if word in text}


def test_the_table_is_read():
    assert len(BETTER) > 40
    assert len(SPOKEN) > 700
    assert old_words_in("周五10:00定未报，14:00拟小结；两本账") == {"定未报", "两本账"}
    assert old_words_in("周五10:00核定未报；返回（不保存）") == set()


def test_no_word_of_before_is_said():
    assert {relative(path): old for path in [*SPOKEN, *TOLD] if (old := old_words_in(text_of(path)))} == {
        "rectify/roof/tests/test_old_words.py": {"定未报", "两本账"},
    }
