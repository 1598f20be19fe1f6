"""The names that a template takes from outside: what it reads and neither sets nor loops over, parts included.

Read off the compiled template, node by node, so that quotes, filters and comments are none of our business.
"""

from collections.abc import Iterator
from functools import cache

from django.template import Node, NodeList, Variable
from django.template.base import FilterExpression
from django.template.defaulttags import ForNode, TemplateLiteral, WithNode
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.smartif import TokenBase

# What every template has: of the engine, of the context processors in settings, of loops.
EVERYWHERE = frozenset({"True", "False", "None", "forloop", "block", "request", "user", "perms", "messages"})
EVERYWHERE |= frozenset({"DEFAULT_MESSAGE_LEVELS", "csrf_token", "frame", "site", "debug", "sql_queries"})
BINDING = ("asvar", "target_var", "var_name", "varname", "variable_name")


@cache
def free_names(template: str) -> frozenset[str]:
    """What whoever renders `template` has to hand in; what a page may leave out (see `optional`) is among them."""
    return frozenset(_free(get_template(template).template.nodelist, frozenset())) - EVERYWHERE


@cache
def optional(template: str) -> frozenset[str]:
    """What the templates that `template` extends read as well: they do without what a page has not."""
    return frozenset().union(*(free_names(parent) for parent in _parents(template)))


def _parents(template: str) -> Iterator[str]:
    for node in get_template(template).template.nodelist.get_nodes_by_type(ExtendsNode):
        yield node.parent_name.var
        yield from _parents(node.parent_name.var)


def _free(nodes: NodeList, bound: frozenset[str]) -> Iterator[str]:
    """Walks in order: what a tag sets with `as` is known to what follows it."""
    for node in nodes:
        yield from _free_of(node, bound)
        bound |= {value for key in BINDING if isinstance(value := getattr(node, key, None), str)}


def _free_of(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, IncludeNode):
        yield from _free_of_part(node, bound)
    elif isinstance(node, ForNode):
        yield from _read(node.sequence, bound)
        yield from _free(node.nodelist_loop, bound | set(node.loopvars))
        yield from _free(node.nodelist_empty, bound)
    elif isinstance(node, WithNode):
        yield from _read(node.extra_context, bound)
        yield from _free(node.nodelist, bound | set(node.extra_context))
    else:
        for value in vars(node).values():
            yield from _read(value, bound)


def _free_of_part(node: IncludeNode, bound: frozenset[str]) -> Iterator[str]:
    """A part sees what stands around it, or with `only` what it is given; its name must stand there as text."""
    yield from _read(node.extra_context, bound)
    name = node.template.var
    if isinstance(name, Variable):
        yield from _read(node.template, bound)
        return
    known = bound | set(node.extra_context)
    yield from () if node.isolated_context else free_names(name) - known


def _read(value: object, bound: frozenset[str]) -> Iterator[str]:
    """The names in one attribute of a node: a variable, an expression, nodes, or a collection of them."""
    if isinstance(value, Variable):
        if value.lookups and value.lookups[0] not in bound:
            yield value.lookups[0]
    elif isinstance(value, FilterExpression):
        yield from _read(value.var, bound)
        for _, arguments in value.filters:
            for takes_lookup, argument in arguments:
                yield from _read(argument, bound) if takes_lookup else ()
    elif isinstance(value, NodeList):
        yield from _free(value, bound)
    elif isinstance(value, Node):
        yield from _free_of(value, bound)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _read(part, bound)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _read(part, bound)
    elif isinstance(value, TemplateLiteral):
        yield from _read(value.value, bound)
    elif isinstance(value, TokenBase):  # an operator of {% if %}
        yield from _read([value.first, value.second], bound)
