"""A document in the form in which outlines look at it, made once a document."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.outlines.headings import make_matching_text
from indexer.report.document import Block, Document

_OPENING_LINES = 8
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """A document in matching form (`headings.make_matching`).

    Attributes:
        document: the document.
        opening: its title, what its metadata call it, and its first short lines, a line each.
        text: all of it, a line a block or table row.
    """

    document: Document
    opening: str
    text: str


def read_features(document: Document) -> Features:
    """Bring a document into matching form."""
    short = [
        block.text.strip("| ")  # a row that only the title stands in
        for block in document.blocks[:_OPENING_LINES]
        if isinstance(block, Block) and len(block.text) <= _LONGEST_TITLE
    ]
    titles = (document.title, document.metadata.get("title", ""), *short)
    opening = make_matching_text("\n".join(title for title in titles if title))
    return Features(document, opening, make_matching_text(document.text))
