"""From what a person typed to a `Query`: the grammar, and every way in which it can be broken.

::

    either  = all ( ("OR" | "|" | "||" | 或) all )*
    all     = ( ["AND" | "&&" | "+" | 与] unary )*
    unary   = ( "NOT" | "-" | 非 | 不含 )* near
    near    = primary ( "NEAR" ["/" n] primary )*
    primary = "(" either ")" | phrase ["~" n] | field (":" | "：") value | number | run

A run is whatever is between blanks. Quotes are "…" “…” ＂…＂ 「…」 『…』; a quote or a parenthesis
without its other half is a blank, for sentences are pasted in halves. A document's number is one term,
whatever its brackets (国办发〔2019〕60号). Operators in Chinese and in small letters are operators only as
words of their own between two others, so that each can still be looked for; AND, OR and NOT always are. A
colon after anything but a field's name is a character like others; a sign that is alone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from indexer.errors import QueryError
from indexer.search.query.lexemes import DOCUMENT_NUMBER, OPERANDS, Lexeme, cut, shorten_typed
from indexer.search.query.tree import (
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
    Words,
)
from indexer.search.query.values import Places, parse_districts, parse_kinds, parse_sections, parse_years
from indexer.text.fold import fold

_MAX_DEPTH = 20
"""Parentheses inside parentheses; nobody types more, and the parser calls itself for each."""

_MOST_NEAR = 20
"""NEAR in one query: each looks at all places of its words."""

_BRACKETS = (("〔", "〕"), ("[", "]"), ("(", ")"), ("【", "】"))
"""Brackets of the year, as folding leaves them."""
_LONGEST_ISSUER = 8


class TooManyOperators(QueryError):
    """A query has more operators than it may."""


def parse_tree(typed: str, places: Places | None) -> Node:
    """The meaning of a typed query; `Everything` where nothing was typed.

    Raises:
        QueryError: it has none.
    """
    lexemes = cut(typed)
    if sum(lexeme.kind == "near" or lexeme.distance is not None for lexeme in lexemes) > _MOST_NEAR:
        raise TooManyOperators(f"一个检索式里最多写 {_MOST_NEAR} 个“NEAR”，请分几次检索。")
    tree = _Parser(lexemes, places).parse()
    if tree is None:
        if typed.strip():
            raise QueryError(f"“{shorten_typed(typed)}”里没有可以检索的字，请换一个词。")
        return Everything()
    return tree


class _Parser:
    def __init__(self, lexemes: list[Lexeme], places: Places | None) -> None:
        self._lexemes, self._at, self._depth, self._places = lexemes, 0, 0, places

    def parse(self) -> Node | None:
        return self._either()

    def _kind(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _either(self) -> Node | None:
        nodes = [self._all()]
        while self._kind() == "or":
            operator = self._lexemes[self._at].text
            self._at += 1
            nodes.append(self._all())
            if None in nodes:
                raise QueryError(f"“{operator}”的前后都要有检索词；要找“{operator}”本身，请给它加引号。")
        return _join(Or, [node for node in nodes if node])

    def _all(self) -> Node | None:
        nodes: list[Node | None] = []
        while self._kind() not in ("", "or", ")"):
            operator = self._lexemes[self._at].text
            joined = self._kind() == "and"
            self._at += joined
            if joined and (not nodes or self._kind() in ("", "and", "or", ")")):
                raise QueryError(f"“{operator}”的前后都要有检索词；要找“{operator}”本身，请给它加引号。")
            if joined:
                nodes[-1] = _bound(nodes[-1])
            node = self._unary()
            nodes.append(_bound(node) if joined else node)
        tree = _join(And, [node for node in nodes if node])
        # “X AND X” says no more than “X”.
        return tree if tree is None or isinstance(tree, And) else _unbound(tree)

    def _unary(self) -> Node | None:
        negative, operator = False, ""
        while self._kind() == "not":
            negative, operator = not negative, self._lexemes[self._at].text
            self._at += 1
        if operator and self._kind() not in ("(", *OPERANDS):
            raise QueryError(f"“{operator}”后面缺少要排除的词；要找“{operator}”本身，请给它加引号。")
        node = self._near()
        return Not(node) if negative and node else node

    def _near(self) -> Node | None:
        node = self._primary()
        nodes: list[Words | Phrase] = []
        distance: int | None = None
        while self._kind() == "near":
            operator = self._lexemes[self._at]
            distance = operator.distance if distance is None else min(distance, operator.distance or distance)
            self._at += 1
            following = self._primary() if self._kind() in OPERANDS else None
            if not isinstance(node, Words | Phrase) or not isinstance(following, Words | Phrase):
                raise QueryError("“NEAR”的前后都要是词或带引号的短语；要找“NEAR”本身，请给它加引号。")
            nodes = [*(nodes or [node]), following]
        return Near(tuple(nodes), distance) if nodes else node

    def _primary(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind != "(":
            return self._leaf(lexeme)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise QueryError(f"括号套了 {_MAX_DEPTH} 层以上，请把检索式写得简单些。")
        node = self._either()
        self._at += 1  # the other half: `balance` has seen to it
        self._depth -= 1
        return node

    def _leaf(self, lexeme: Lexeme) -> Node | None:
        text, field = lexeme.text, lexeme.field
        if field in _LISTS:
            return _LISTS[field](re.split("[,，、]", text), self._places)
        if not fold(text).strip():  # zero-width characters and the like
            return None
        if (
            lexeme.kind == "number"
            or field == "number"
            or (lexeme.kind == "phrase" and DOCUMENT_NUMBER.fullmatch(text))
        ):
            return _document_number(text, field if field != "number" else "")
        if lexeme.distance is not None and len(text.split()) > 1:
            return Near(tuple(Words(word) for word in text.split()), lexeme.distance)
        return Phrase(text, field) if lexeme.kind == "phrase" else Words(text, field)


def _document_number(text: str, field: str) -> Node:
    """A document's number in any brackets, without blanks."""
    found = DOCUMENT_NUMBER.fullmatch(text.strip())
    if found is None:
        return Phrase(text, field)
    issuer, year, number = found[1], fold(found[2]), found[3]
    issuer = issuer if len(issuer) <= _LONGEST_ISSUER else issuer[-4:]
    return Or(
        tuple(Phrase(f"{issuer}{left}{year}{right}{int(number)}号", field) for left, right in _BRACKETS)
    )


def _bound(node: Node | None) -> Node | None:
    return replace(node, bound=True) if isinstance(node, Words) else node


def _unbound(node: Node) -> Node:
    return replace(node, bound=False) if isinstance(node, Words) and node.bound else node


_LISTS: dict[str, Callable[[list[str], Places | None], Node]] = {
    "year": lambda values, _: InYears(parse_years(values)),
    "district": lambda values, places: InDistricts(parse_districts(values, places)),
    "section": lambda values, _: InSections(parse_sections(values)),
    "kind": lambda values, _: OfKinds(parse_kinds(values)),
}


def _join(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, kind) else (node,)
    return kind(tuple(dict.fromkeys(flat))) if len(set(flat)) > 1 else flat[0] if flat else None
