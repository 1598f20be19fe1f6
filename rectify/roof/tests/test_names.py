"""Names: a class is called as no other is."""

import ast
from collections import defaultdict

from rectify.roof.tests.source import relative, shipped, tree

ALIKE = {"Command"}  # so Django finds the commands of `manage.py`


def test_no_two_classes_have_one_name():
    """At the top of modules; a class within another is called by both names (`Measure.Status`)."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in shipped():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(relative(path))
    assert len(places) > 500
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in ALIKE} == {}
