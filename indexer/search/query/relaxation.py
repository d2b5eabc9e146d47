"""Milder forms of a query that found nothing, and how a person would type them."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.search.query.lexemes import may_be_operator
from indexer.search.query.tree import (
    About,
    And,
    Everything,
    InDistricts,
    InSections,
    InYears,
    Near,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Synonyms,
    Words,
    join,
)

_FIELDS = {"title": "标题:", "heading": "小标题:", "": ""}


def relax(tree: Node) -> Iterator[tuple[str, Node]]:
    """Milder queries, the nearest first, each as typed and as a tree.

    Phrases become words; then any of the words is enough. What is excluded stays excluded
    and filters stay.
    """
    loose = _loosened(tree)
    if loose != tree:
        yield to_typed(loose), loose
    if isinstance(loose, And):
        wanted = tuple(node for node in loose.nodes if isinstance(node, Words | Phrase))
        if len(wanted) > 1:
            rest = tuple(node for node in loose.nodes if node not in wanted)
            any_of: Node = Or(wanted)
            relaxed = join((any_of, *rest))
            yield to_typed(relaxed), relaxed


def _loosened(tree: Node) -> Node:
    if isinstance(tree, Phrase):
        runs = tuple(Words(run, tree.field) for run in dict.fromkeys(tree.text.split()))
        return join(runs) if runs else tree
    if isinstance(tree, And):
        flat: list[Node] = []
        for node in map(_loosened, tree.nodes):
            flat += node.nodes if isinstance(node, And) else (node,)
        return And(tuple(dict.fromkeys(flat)))
    return Or(tuple(map(_loosened, tree.nodes))) if isinstance(tree, Or) else tree


def to_typed(tree: Node) -> str:
    """A query as it could have been typed: `parse_query(typed(tree)).tree == tree` for parsed trees."""
    match tree:
        case Words(text, field):
            # In parentheses it is between no operands.
            return f"({text})" if not field and may_be_operator(text) else _FIELDS[field] + text
        case Phrase(text, field):
            opening, closing = ("「", "」") if set(text) & set('"“”＂„‟') else ('"', '"')
            return f"{_FIELDS[field]}{opening}{text}{closing}"
        case InYears(years):
            return "年份:" + ",".join(year.value for year in years)
        case InDistricts(districts):
            return "地区:" + ",".join(district.value for district in districts)
        case InSections(sections):
            return "章节:" + ",".join(map(str, sections))
        case OfKinds(kinds):
            return "类型:" + ",".join(kinds)
        case Near(nodes, distance):
            return f" NEAR{'' if distance is None else f'/{distance}'} ".join(map(to_typed, nodes))
        case Synonyms(words) | About(words):
            return to_typed(words)
        case And(nodes):
            return "".join(_joined(before, node) for before, node in zip((None, *nodes), nodes, strict=False))
        case Or(nodes):
            return " OR ".join(_operand(node, (And,)) for node in nodes)
        case Not(node):
            return "-" + _operand(node, (And, Or, Not))
        case Everything():
            return ""


def _operand(tree: Node, wrapped: tuple[type, ...]) -> str:
    return f"({to_typed(tree)})" if isinstance(tree, wrapped) else to_typed(tree)


def _joined(before: Node | None, node: Node) -> str:
    """An operand with what is between it and the one before it."""
    both = all(not isinstance(each, Words) or each.bound for each in (before, node))
    some = any(isinstance(each, Words) and each.bound for each in (before, node))
    between = "" if before is None else " AND " if both and some else " "
    return between + _operand(node, (Or,))
