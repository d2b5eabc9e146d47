"""What the index holds of a passage.

- `title`, `heading`, `text`: words with positions, scored by BM25F;
- `grams`: the single characters and pairs of neighbours of `exact`, for existence only;
- `exact`: the folded characters themselves, which verify what the grams suggest;
- columns of what is counted, filtered and sorted by;
- stored: what a hit shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats

from indexer.analysis import bigrams, index_analyzer
from indexer.engines.base import Entry
from indexer.text.fold import fold

Posting = tuple[bytes, int, float, bytes]
"""Term, frequency, weight, encoded value: what Whoosh's writer takes."""


class WordField(fields.FieldType):  # type: ignore[misc]
    """Folded text as words with token positions; sub-words share their word's position."""

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.multitoken_query = "and"

    def index(self, value: str, **_: Any) -> Iterator[Posting]:
        """Postings of one passage."""
        places: dict[str, list[int]] = {}
        for token in index_analyzer(value):
            places.setdefault(token.text, []).append(token.position)
        encode = self.format.encode
        for text, positions in places.items():
            yield text.encode("utf-8", "replace"), len(positions), float(len(positions)), encode(positions)


class GramField(fields.FieldType):  # type: ignore[misc]
    """Which characters and which pairs of neighbouring characters stand in the lines of a text."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False

    def index(self, value: str, **_: Any) -> Iterator[Posting]:
        """Postings of one passage."""
        grams = set(value)
        grams.discard("\n")
        for line in value.split("\n"):
            grams.update(bigrams(line))
        for gram in grams:
            yield gram.encode("utf-8", "replace"), 1, 1.0, b""


def _column(column: columns.Column) -> fields.COLUMN:
    return fields.COLUMN(column)


SCHEMA = fields.Schema(
    title=WordField(),
    heading=WordField(),
    text=WordField(),
    grams=GramField(),
    report=fields.ID(),
    exact=_column(columns.VarBytesColumn()),
    report_id=_column(columns.VarBytesColumn()),
    folded_title=_column(columns.VarBytesColumn()),
    folded_heading=_column(columns.VarBytesColumn()),
    region=_column(columns.VarBytesColumn()),
    kind=_column(columns.RefBytesColumn()),
    year=_column(columns.NumericColumn("i")),
    section=_column(columns.NumericColumn("i")),
    ordinal=_column(columns.NumericColumn("i")),
    shown=fields.STORED(),
)


def document(entry: Entry) -> dict[str, Any]:
    """A passage as Whoosh takes it.

    A phrase of the title finds the first passage of a report, not all of them.
    """
    title, heading, text = fold(entry.title), fold(entry.heading), fold(entry.text)
    lines = [heading, text] if entry.ordinal else [title, heading, text]
    exact = "\n".join(lines)
    region = entry.region
    return {
        "title": title,
        "heading": heading,
        "text": text,
        "grams": exact,
        "report": entry.report,
        "exact": _bytes(exact),
        "report_id": _bytes(entry.report),
        "folded_title": _bytes(title),
        "folded_heading": _bytes(heading),
        "region": _bytes("/".join(region.codes) + "\t" + "/".join(region.path)) if region else b"",
        "kind": _bytes(entry.kind),
        "year": entry.year or 0,
        "section": entry.section,
        "ordinal": entry.ordinal,
        "shown": (entry.title, entry.body, entry.heading, entry.first, entry.text, entry.damage),
    }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
