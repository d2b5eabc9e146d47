"""Lists that scripts go through: cursors that additions do not disturb, and the fields that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request

from indexer.errors import QueryError
from indexer.search.query.values import number

_USUAL, _MOST = 50, 100
"""Items of a page."""
_LONGEST_CURSOR = 200


@dataclass(frozen=True, slots=True)
class ListAsked:
    """Which part of a list an address asks for; `cursor` is "" for its beginning."""

    cursor: str
    limit: int

    @property
    def number(self) -> int:
        """The cursor as the number that it is; 0 for the beginning.

        Raises:
            QueryError: it is none.
        """
        if not self.cursor:
            return 0
        if not (self.cursor.isascii() and self.cursor.isdecimal() and len(self.cursor) < 16):
            raise QueryError("参数 cursor 不是上一页答复中的 next，请照抄，或从头开始。")
        return int(self.cursor)


def read_list() -> ListAsked:
    """Return what the current address asks for.

    Raises:
        QueryError: the number of items is none, or the cursor too long.
    """
    cursor = request.args.get("cursor", "").strip()
    if len(cursor) > _LONGEST_CURSOR:
        raise QueryError("参数 cursor 不是上一页答复中的 next，请照抄，或从头开始。")
    return ListAsked(cursor, number(request.args.get("limit"), _USUAL, _MOST, "limit"))


def answer_list(name: str, items: Sequence[dict[str, Any]], following: str) -> Response:
    """A page of a list.

    Args:
        name: what the list is called.
        following: the cursor of the next page, "" where there is none.

    Raises:
        QueryError: a field is wanted that no item has.
    """
    answer = jsonify({name: choose_fields(items), "next": following or None})
    if following:
        pairs = [pair for pair in request.args.items(multi=True) if pair[0] != "cursor"]
        address = f"{request.path}?{urlencode([*pairs, ('cursor', following)])}"
        answer.headers["Link"] = f'<{address}>; rel="next"'
    return answer


def choose_fields(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items with the fields that the current address wants, all where it names none.

    Raises:
        QueryError: an item does not have one of them.
    """
    wanted = [name.strip() for name in request.args.get("fields", "").split(",") if name.strip()]
    if not wanted or not items:
        return list(items)
    unknown = [name for name in wanted if name not in items[0]]
    if unknown:
        known = "、".join(items[0])
        raise QueryError(f"没有字段“{unknown[0][:40]}”，可用的有：{known}。")
    return [{name: item[name] for name in dict.fromkeys(wanted)} for item in items]
