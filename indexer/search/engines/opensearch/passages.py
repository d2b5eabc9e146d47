"""A passage as the index keeps it, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from indexer.report.report import Region
from indexer.search.analysis import index_analyzer
from indexer.search.engines.base import Entry
from indexer.search.engines.opensearch.mapping import ANY_WORDS, EXACT, WORDS
from indexer.search.engines.opensearch.tokens import encode, make_positions
from indexer.search.hit_order import NO_YEAR
from indexer.text.fold import fold

_PLAIN = ("report", "ordinal", "year", "section", "first", "kind", "region")


class FetchedPassage(NamedTuple):
    """What the index keeps of a passage to be shown.

    Attributes:
        opens: whether it is the first under its heading.
        siblings: number of passages of its report.
    """

    report: str
    ordinal: int
    title: str
    year: int | None
    kind: str
    body: str
    region: Region | None
    section: int
    heading: str
    first: int
    text: str
    damage: int
    recognised: bool
    opens: bool
    siblings: int

    @property
    def path(self) -> tuple[str, ...]:
        """Names of the region from the top, () where unknown."""
        return self.region.path if self.region else ()

    @property
    def exact(self) -> str:
        """The folded text whose characters have positions in the index."""
        lines = [fold(self.heading), fold(self.text)]
        return "\n".join([fold(self.title), *lines] if not self.ordinal else lines)


def make_document(entry: Entry, opens: bool, count: int) -> dict[str, Any]:
    """Return what the index takes of a passage, without the number of its transaction.

    Args:
        opens: whether it is the first under its heading.
        count: number of passages of its report.
    """
    title, heading, text = fold(entry.title), fold(entry.heading), fold(entry.text)
    exact = "\n".join([heading, text] if entry.ordinal else [title, heading, text])
    region = entry.region
    plain: dict[str, Any] = {
        "report": entry.report,
        "ordinal": entry.ordinal,
        "year": entry.year or 0,
        "section": entry.section,
        "first": entry.first,
        "kind": entry.kind,
        "region": _join_region(region),
    }
    shown = {
        "title": _clean(entry.title),
        "heading": _clean(entry.heading),
        "text": _clean(entry.text),
        "body": _clean(entry.body),
        "damage": entry.damage,
        "recognised": entry.recognised,
        "opens": opens,
        "count": count,
    }
    words = {WORDS[name]: _cut(value) for name, value in zip(WORDS, (title, heading, text), strict=True)}
    return {
        **plain,
        "oldest": entry.year or NO_YEAR,
        "codes": list(region.codes) if region else [],
        **({"place": region.code} if region else {}),
        "shown": {**shown, "sum": _sum_up(plain, shown)},
        **words,
        ANY_WORDS: " ".join(sorted({word for value in words.values() for word in value.split()})),
        EXACT[""]: make_positions(exact),
        EXACT["title"]: make_positions(title),
        EXACT["heading"]: make_positions(heading),
    }


def read_passage(source: Mapping[str, Any]) -> FetchedPassage:
    """Return a passage from what the index has kept of it."""
    shown = source["shown"]
    return FetchedPassage(
        source["report"],
        source["ordinal"],
        shown["title"],
        source["year"] or None,
        source["kind"],
        shown["body"],
        parse_region(source["region"]),
        source["section"],
        shown["heading"],
        source["first"],
        shown["text"],
        shown["damage"],
        shown["recognised"],
        shown["opens"],
        shown["count"],
    )


def is_intact(source: Mapping[str, Any]) -> bool:
    """Return whether what the index has kept of a passage is what was written."""
    shown = dict(source.get("shown", {}))
    known = shown.pop("sum", "")
    return bool(known == _sum_up({name: source.get(name) for name in _PLAIN}, shown))


def parse_region(value: str) -> Region | None:
    """Return the region of codes and names as the index keeps them; None where it is not known."""
    codes, _, path = value.partition("\t")
    return Region.parse(codes, path)


def _join_region(region: Region | None) -> str:
    return "/".join(region.codes) + "\t" + "/".join(region.path) if region else ""


def _cut(folded: str) -> str:
    return " ".join(encode(token.text) for token in index_analyzer(folded))


def _clean(text: str) -> str:
    """A text without halves of characters, which JSON does not take."""
    return text.encode("utf-8", "replace").decode()


def _sum_up(plain: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    data = json.dumps([plain, shown], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()
