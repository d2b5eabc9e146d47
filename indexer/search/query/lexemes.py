"""Cuts what a person typed into runs, phrases, operators and parentheses.

A quote or a parenthesis without its other half is a blank, for sentences are pasted in halves. Operators in
Chinese and in small letters are operators only as words of their own between two others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from indexer.errors import QueryError

_CLOSING = {**dict.fromkeys('"“”＂„‟', '"“”＂„‟'), "「": "」", "『": "』"}
_FIELDS = {
    **dict.fromkeys(("年份", "年度", "year"), "year"),
    **dict.fromkeys(("地区", "district", "region"), "district"),
    **dict.fromkeys(("章节", "section"), "section"),
    **dict.fromkeys(("类型", "kind"), "kind"),
    **dict.fromkeys(("标题", "title"), "title"),
    **dict.fromkeys(("小标题", "heading"), "heading"),
    **dict.fromkeys(("文号", "number"), "number"),
}
_FIELD = re.compile(rf"({'|'.join(_FIELDS)})[:：][ \u3000]*", re.IGNORECASE)
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}
_BETWEEN = {
    **{"与": "and", "或": "or", "非": "not", "不含": "not", "不包括": "not", "不要": "not"},
    **{"and": "and", "or": "or", "not": "not", "&&": "and", "&": "and", "+": "and", "near": "near"},
}
"""What is an operator between two others only."""
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?")
_WITHIN = re.compile(r"[~～](\d{1,3})(?!\d)")
_BLANKS = r"[ \u3000]*"
DOCUMENT_NUMBER = re.compile(
    rf"([\u4e00-\u9fffA-Za-z]{{0,12}}){_BLANKS}[〔［\[(（【〈]{_BLANKS}((?:[1１][9９]|[2２][0０])\d\d){_BLANKS}[〕］\])）】〉]"
    rf"{_BLANKS}第?{_BLANKS}([0-9０-９]{{1,5}}){_BLANKS}号"
)
"""Number of a document: who issued it, the year in brackets, and its number of that year (GB/T 9704)."""
_SIGNS = {"(": "(", "（": "(", ")": ")", "）": ")", "|": "or", "｜": "or"}


OPERANDS = ("run", "phrase", "number")
_ONLY_SIGNS = frozenset(("&&", "&", "+"))


class Lexeme(NamedTuple):
    """`kind` is one of ( ) and or not near run phrase number; `field` the field's name, `text` as typed."""

    kind: str
    text: str
    field: str = ""
    distance: int | None = None


def cut(typed: str) -> list[Lexeme]:
    """Return the lexemes of a typed query; each parenthesis has its other half.

    Raises:
        QueryError: a field has no value.
    """
    return _operators_between(_balanced(list(_lexemes(_clean(typed)))))


def _clean(typed: str) -> str:
    """Control characters (line breaks too: phrases never cross lines) and broken ones as blanks."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in typed)


def is_operator(text: str) -> bool:
    """Return whether a run of characters may be read as an operator, given what is beside it."""
    return text in _OPERATORS or text in _BETWEEN or _NEAR.fullmatch(text) is not None


def shorten_typed(text: str) -> str:
    """What was typed, for a message: without control characters, thirty characters at most."""
    text = _clean(text).strip()
    return text if len(text) <= 30 else f"{text[:30]}……"


def _lexemes(text: str) -> Iterator[Lexeme]:
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif number := DOCUMENT_NUMBER.match(text, at):
            yield Lexeme("number", number[0])
            at = number.end()
        elif char in _SIGNS:
            at += 1 + text.startswith("||", at)
            yield Lexeme(_SIGNS[char], char)
        elif char in "-－+＋" and not text[at + 1 : at + 2].strip(" \u3000"):
            at += 1  # a sign that is alone says nothing
        elif char in "-－":
            yield Lexeme("not", char)
            at += 1
        elif char in "+＋":
            at += 1  # each word is wanted anyway
        else:
            field = _FIELD.match(text, at)
            name = _FIELDS[field[1].lower()] if field else ""
            at = field.end() if field else at
            lexeme, at = _value(text, at, name)
            if field and not lexeme.text.strip(",，、"):
                shown = field[0].strip()
                raise QueryError(f"“{shown}”后面缺少内容，请写成例如“{field[1]}:{_EXAMPLES[name]}”。")
            if lexeme.text:
                yield lexeme


_EXAMPLES = {
    "year": "2020",
    "district": "从化区",
    "section": "5",
    "kind": "work",
    "title": "政府工作报告",
    "heading": "总体情况",
    "number": "国办发〔2019〕60号",
}


def _value(text: str, at: int, field: str) -> tuple[Lexeme, int]:
    """The phrase, number or run that begins at an offset, and the offset after it."""
    if field and (number := DOCUMENT_NUMBER.match(text, at)):
        return Lexeme("number", number[0]), number.end()
    if at < len(text) and text[at] in _CLOSING:
        closing = _CLOSING[text[at]]
        end = next((to for to in range(at + 1, len(text)) if text[to] in closing), None)
        if end is None:
            return Lexeme("run", ""), at + 1
        within = _WITHIN.match(text, end + 1)
        phrase = Lexeme("phrase", text[at + 1 : end].strip(), field, int(within[1]) if within else None)
        return phrase, within.end() if within else end + 1
    end = at
    while end < len(text) and not (text[end].isspace() or text[end] in _SIGNS or text[end] in _CLOSING):
        if end > at and DOCUMENT_NUMBER.match(text, end) and text[end - 1] in "，。；、,;:：":
            break
        end += 1
    run = text[at:end]
    if not field and (near := _NEAR.fullmatch(run)):
        return Lexeme("near", run, "", int(near[1]) if near[1] else None), end
    kind = _OPERATORS.get(run, "run") if not field else "run"
    return Lexeme(kind, run, field), end


def may_be_operator(text: str) -> bool:
    """Whether a run is an operator where it is between operands: 与, 或, 非."""
    return text in _BETWEEN


def _operators_between(lexemes: list[Lexeme]) -> list[Lexeme]:
    """与, 或, and, && … between two operands, and 非 and 不含 before one, become operators."""
    result: list[Lexeme] = []
    for lexeme, following in zip_longest(lexemes, lexemes[1:]):
        kind = _BETWEEN.get(lexeme.text) if lexeme.kind == "run" and not lexeme.field else None
        before = bool(result) and result[-1].kind in (")", *OPERANDS)
        before = before or (not result and lexeme.text == "not")
        after = following is not None and following.kind in ("(", "not", *OPERANDS)
        result.append(lexeme._replace(kind=kind) if kind and before and after else lexeme)
    return [
        lexeme for lexeme in result if lexeme.kind != "run" or lexeme.field or lexeme.text not in _ONLY_SIGNS
    ]


def _balanced(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Without parentheses that have no other half."""
    opened: list[int] = []
    lone: set[int] = set()
    for at, lexeme in enumerate(lexemes):
        if lexeme.kind == "(":
            opened.append(at)
        elif lexeme.kind == ")":
            if opened:
                opened.pop()
            else:
                lone.add(at)
    lone.update(opened)
    return [lexeme for at, lexeme in enumerate(lexemes) if at not in lone]
