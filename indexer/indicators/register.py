"""The indicators that are known: `indexer/data/indicators.tsv`, where each has its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

_GROUP = re.compile(r"\(([^()]*/[^()]*)\)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the register.

    Attributes:
        key: its name in addresses and files; name: what people read.
        group: the heading that it is offered under.
        dimension: what its level is counted in (`money`, `percent`, `persons`, …; see the table's head).
        better: `up`, `down`, or "-" where neither can be said.
        aliases: what reports call it, folded.
    """

    key: str
    name: str
    group: str
    dimension: str
    better: str
    aliases: tuple[str, ...]


_LIST = "list"  # dimension of names that stand for several indicators


@cache
def _rows() -> tuple[Indicator, ...]:
    text = (files("indexer") / "data" / "indicators.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        Indicator(key, name, group, dimension, better, tuple(_expand(aliases)))
        for key, name, group, dimension, better, aliases, _source in lines
    )


@cache
def read_register() -> dict[str, Indicator]:
    """All indicators by key, in the order in which they are offered."""
    return {row.key: row for row in _rows() if row.dimension != _LIST}


@cache
def read_joint_names() -> dict[str, tuple[str, ...]]:
    """Names for several indicators (城乡居民收入), each with their keys, "" for one that is not known."""
    return {row.key: tuple(row.name.split(",")) for row in _rows() if row.dimension == _LIST}


@cache
def read_alias_table() -> dict[str, tuple[tuple[str, str], ...]]:
    """Aliases with the keys of their indicators by their first two characters, the longest first."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in _rows():
        for alias in row.aliases:
            table.setdefault(alias[:2], []).append((alias, row.key))
    return {start: tuple(sorted(listed, key=lambda a: -len(a[0]))) for start, listed in table.items()}


def _expand(aliases: str) -> Iterator[str]:
    """Every spelling that a row of the table gives."""
    seen = set()
    for alias in aliases.split("|"):
        parts = _GROUP.split(alias)
        choices = [part.split("/") if at % 2 else [part] for at, part in enumerate(parts)]
        for words in product(*choices):
            spelling = "".join(words)
            if len(spelling) > 1 and spelling not in seen:
                seen.add(spelling)
                yield spelling
