"""From what a person typed to a `Query`: the grammar, and every way in which it can be broken.

::

    either  = all ( ("OR" | "|" | 或) all )*
    all     = ( ["AND" | 与] unary )*
    unary   = ( "NOT" | "-" | 非 )* primary
    primary = "(" either ")" | phrase | field (":" | "：") value | run

A run is whatever stands between blanks. Quotes are "…" “…” ＂…＂ 「…」 『…』. The operators 与 或 非
are operators only as words of their own between two others, so that each can still be looked for;
AND, OR and NOT always are. A colon after anything but a field's name is a character like others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from indexer.errors import QueryError
from indexer.search.query.tree import (
    And,
    Everything,
    InDistricts,
    InSections,
    InYears,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Words,
)
from indexer.search.query.values import Places, districts, kinds, sections, years
from indexer.text.fold import fold

_MAX_DEPTH = 20
"""Parentheses inside parentheses; nobody types more, and the parser calls itself for each."""

_CLOSING = {**dict.fromkeys('"“”＂„‟', '"“”＂„‟'), "「": "」", "『": "』"}
_FIELDS = {
    **dict.fromkeys(("年份", "年度", "year"), "year"),
    **dict.fromkeys(("地区", "district", "region"), "district"),
    **dict.fromkeys(("章节", "section"), "section"),
    **dict.fromkeys(("类型", "kind"), "kind"),
    **dict.fromkeys(("标题", "title"), "title"),
    **dict.fromkeys(("小标题", "heading"), "heading"),
}
_FIELD = re.compile(rf"({'|'.join(_FIELDS)})[:：]", re.IGNORECASE)
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "与": "and", "或": "or", "非": "not"}
_SIGNS = {"(": "(", "（": "(", ")": ")", "）": ")", "|": "or", "｜": "or"}


class _Lexeme(NamedTuple):
    """`kind` is one of ( ) and or not run phrase; `field` the field's name, `text` as typed."""

    kind: str
    text: str
    field: str = ""


def parse_tree(typed: str, places: Places | None) -> Node:
    """The meaning of a typed query; `Everything` where nothing was typed.

    Raises:
        QueryError: it has none.
    """
    lexemes = _chinese_operators(list(_lexemes(_clean(typed))))
    tree = _Parser(lexemes, places).parse()
    if tree is None:
        if typed.strip():
            raise QueryError(f"“{_shown(typed)}”里没有可以检索的字，请换一个词。")
        return Everything()
    return tree


def _clean(typed: str) -> str:
    """Control characters (line breaks too: phrases never cross lines) and broken ones as blanks."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in typed)


def _shown(text: str) -> str:
    text = _clean(text).strip()
    return text if len(text) <= 30 else f"{text[:30]}……"


def _lexemes(text: str) -> Iterator[_Lexeme]:
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in _SIGNS:
            yield _Lexeme(_SIGNS[char], char)
            at += 1
        elif char in "-－":
            if at + 1 == len(text) or text[at + 1].isspace():
                raise QueryError(f"“{char}”后面要紧跟不想看到的词；要找“{char}”本身，请给它加引号。")
            yield _Lexeme("not", char)
            at += 1
        else:
            field = _FIELD.match(text, at)
            name = _FIELDS[field[1].lower()] if field else ""
            at = field.end() if field else at
            lexeme, at = _value(text, at, name)
            if field and not lexeme.text.strip(",，、"):
                raise QueryError(f"“{field[0]}”后面缺少内容，请写成例如“{field[1]}:{_EXAMPLES[name]}”。")
            if lexeme.text:
                yield lexeme


_EXAMPLES = {
    "year": "2020",
    "district": "从化区",
    "section": "5",
    "kind": "work",
    "title": "政府工作报告",
    "heading": "总体情况",
}


def _value(text: str, at: int, field: str) -> tuple[_Lexeme, int]:
    """The phrase or run that begins at an offset, and the offset after it."""
    if at < len(text) and text[at] in _CLOSING:
        closing = _CLOSING[text[at]]
        end = next((to for to in range(at + 1, len(text)) if text[to] in closing), None)
        if end is None:
            raise QueryError(f"“{_shown(text[at:])}”的引号没有成对，请补上另一半或去掉它。")
        return _Lexeme("phrase", text[at + 1 : end].strip(), field), end + 1
    end = at
    while end < len(text) and not (text[end].isspace() or text[end] in _SIGNS or text[end] in _CLOSING):
        end += 1
    run = text[at:end]
    kind = _OPERATORS.get(run, "run") if not field and run.isascii() else "run"
    return _Lexeme(kind, run, field), end


def _chinese_operators(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """与 and 或 between two operands, and 非 before one, become operators."""
    result: list[_Lexeme] = []
    for lexeme, following in zip_longest(lexemes, lexemes[1:]):
        kind = _OPERATORS.get(lexeme.text) if lexeme.kind == "run" and not lexeme.field else None
        before = bool(result) and result[-1].kind in (")", "run", "phrase")
        after = following is not None and following.kind in ("(", "not", "run", "phrase")
        result.append(lexeme._replace(kind=kind) if kind and before and after else lexeme)
    return result


class _Parser:
    def __init__(self, lexemes: list[_Lexeme], places: Places | None) -> None:
        self._lexemes, self._at, self._depth, self._places = lexemes, 0, 0, places

    def parse(self) -> Node | None:
        tree = self._either()
        if self._at < len(self._lexemes):
            raise QueryError("右括号“)”前面没有对应的左括号，请补上或去掉它。")
        return tree

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
            nodes.append(self._unary())
        return _join(And, [node for node in nodes if node])

    def _unary(self) -> Node | None:
        negative, operator = False, ""
        while self._kind() == "not":
            negative, operator = not negative, self._lexemes[self._at].text
            self._at += 1
        if operator and self._kind() not in ("(", "run", "phrase"):
            raise QueryError(f"“{operator}”后面缺少要排除的词；要找“{operator}”本身，请给它加引号。")
        node = self._primary()
        return Not(node) if negative and node else node

    def _primary(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind != "(":
            return self._leaf(lexeme)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise QueryError(f"括号套了 {_MAX_DEPTH} 层以上，请把检索式写得简单些。")
        node = self._either()
        if self._kind() != ")":
            raise QueryError("左括号“(”没有对应的右括号，请补上或去掉它。")
        self._at += 1
        self._depth -= 1
        return node

    def _leaf(self, lexeme: _Lexeme) -> Node | None:
        text, field = lexeme.text, lexeme.field
        if field in _LISTS:
            return _LISTS[field](re.split("[,，、]", text), self._places)
        if not fold(text).strip():  # zero-width characters and the like
            return None
        return Phrase(text, field) if lexeme.kind == "phrase" else Words(text, field)


_LISTS: dict[str, Callable[[list[str], Places | None], Node]] = {
    "year": lambda values, _: InYears(years(values)),
    "district": lambda values, places: InDistricts(districts(values, places)),
    "section": lambda values, _: InSections(sections(values)),
    "kind": lambda values, _: OfKinds(kinds(values)),
}


def _join(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, kind) else (node,)
    return kind(tuple(dict.fromkeys(flat))) if len(set(flat)) > 1 else flat[0] if flat else None
