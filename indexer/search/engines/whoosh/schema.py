"""What the index holds of a passage.

- `title`, `heading`, `text`: words, scored by BM25F;
- `exact`: the folded characters themselves and where they stand, for phrases, and the text as it is shown;
- columns of what is counted, filtered, sorted by and shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh import fields, formats

from indexer.search.analysis import index_analyzer
from indexer.search.engines.base import Entry
from indexer.search.engines.whoosh.columns import CharacterColumn, CodedColumn, NumberColumn
from indexer.text.fold import fold

Posting = tuple[bytes, int, float, bytes]
"""Term, frequency, weight, encoded value: what Whoosh's writer takes."""


class WordField(fields.FieldType):  # type: ignore[misc]
    """Folded text as words. Where they stand is what `exact` knows: words overlap and are cut by context."""

    def __init__(self) -> None:
        self.format = formats.Existence()  # how often a word is in a passage is its weight
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.multitoken_query = "and"

    def index(self, value: str, **_: Any) -> Iterator[Posting]:
        """Postings of one passage."""
        for text, count in Counter(token.text for token in index_analyzer(value)).items():
            yield encode_text(text), count, float(count), b""


WORD_FIELDS = ("heading", "text", "title")
RECOGNISED = 1 << 24
"""Added to the number of damaged places of a passage that was recognised in a picture: so indexes made before
need no column of their own for it."""
NUMBERS = ("year", "section", "ordinal", "first", "damage", "straight")
CODED = (
    "kind",
    "region",
    "report_id",
    "shown_title",
    "body",
    "shown_heading",
    "folded_title",
    "folded_heading",
)

SCHEMA = fields.Schema(
    report=fields.ID(),
    exact=fields.COLUMN(CharacterColumn()),
    **{name: WordField() for name in WORD_FIELDS},
    **{name: fields.COLUMN(NumberColumn()) for name in NUMBERS},
    **{name: fields.COLUMN(CodedColumn()) for name in CODED},
)


def to_document(entry: Entry) -> dict[str, Any]:
    """A passage as Whoosh's own writer takes it.

    A phrase of the title finds the first passage of a report, not all of them.
    `straight` is 1 where each character of the text folds to one, so that offsets are the same.
    """
    title, heading, text = fold(entry.title), fold(entry.heading), fold(entry.text)
    return {
        "title": title,
        "heading": heading,
        "text": text,
        "report": entry.report,
        "exact": ("\n".join([heading, text] if entry.ordinal else [title, heading, text]), entry.text),
        "straight": int(is_straight(entry.text)),
        **to_numbers(entry),
        **to_codes(entry),
        "folded_title": title,
        "folded_heading": heading,
    }


def to_numbers(entry: Entry) -> dict[str, int]:
    """The numbers that are known without reading the text."""
    return {
        "year": entry.year or 0,
        "section": entry.section,
        "ordinal": entry.ordinal,
        "first": entry.first,
        "damage": entry.damage + RECOGNISED * entry.recognised,
    }


def to_codes(entry: Entry) -> dict[str, str]:
    """What many passages share, but for the folded forms."""
    region = entry.region
    return {
        "kind": entry.kind,
        "region": "/".join(region.codes) + "\t" + "/".join(region.path) if region else "",
        "report_id": entry.report,
        "shown_title": entry.title,
        "body": entry.body,
        "shown_heading": entry.heading,
    }


def is_straight(text: str) -> bool:
    """Whether each character of a text folds to one that is one UTF-16 unit."""
    return all(len(fold(char)) == 1 and fold(char) < "\U00010000" > char for char in set(text))


def encode_text(text: str) -> bytes:
    """A word as the index keeps it."""
    return text.encode("utf-8", "replace")
