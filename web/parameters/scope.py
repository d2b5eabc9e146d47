"""In which reports phrases are counted ↔ the address, both ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.search.query.exact import make_exact
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import Query
from indexer.settings import Settings
from web.bounds import MOST_VALUES

_NAMES = ("year", "district", "section", "kind")
_BETWEEN = re.compile("[、，,;；\\s]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Scope:
    """The chosen values of each filter; in a field that is typed several stand with 、 between them."""

    year: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Scope:
        """Take the filters of an address or a form.

        Raises:
            QueryError: there are too many values of one.
        """
        scope = cls(*(_split(args.getlist(name)) for name in _NAMES))
        for name, values in zip(_NAMES, (scope.year, scope.district, scope.section, scope.kind), strict=True):
            if len(values) > MOST_VALUES:
                raise QueryError(
                    f"{_CALLED[name]}有 {len(values)} 个，最多 {MOST_VALUES} 个，请少选一些再试。"
                )
        return scope

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as parameters."""
        return [(name, value) for name in _NAMES for value in getattr(self, name)]

    def query(self, settings: Settings) -> Query:
        """Return a query that has these filters and no words.

        Raises:
            QueryError: they have no meaning.
        """
        choices = Choices(self.year, self.district, self.section, self.kind)
        return parse_query("", choices, settings=settings)

    def of_district(self, value: str) -> Scope:
        """The same for another division."""
        return Scope(self.year, (value,) if value else (), self.section, self.kind)


_CALLED = {"year": "年度", "district": "地区", "section": "章节", "kind": "类型"}


def read_phrase(typed: str, settings: Settings) -> Query:
    """Return what is looked for character by character.

    Raises:
        QueryError: it has no meaning.
    """
    return make_exact(parse_query(typed, settings=settings))


def check_text(args: MultiDict[str, str], raw: bytes) -> None:
    """Refuse bytes that are no text.

    Raises:
        QueryError: they are not UTF-8, or there are control characters.
    """
    try:
        unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise QueryError("网址中的文字不是 UTF-8 编码，请重新输入。") from None
    if any(_CONTROL.search(value) for values in args.listvalues() for value in values):
        raise QueryError("输入的内容中含有看不见的控制字符，请删去后重新输入。")


def _split(values: list[str]) -> tuple[str, ...]:
    parts = (part for value in values for part in _BETWEEN.split(value))
    return tuple(dict.fromkeys(part for part in parts if part))
