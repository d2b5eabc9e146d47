"""What speaks for one outline or another, gathered once a document."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.outlines.headings import matching_text
from indexer.outlines.identity.years import find_year
from indexer.report.document import Block, Document
from indexer.report.report import Kind

_OPENING_LINES = 8
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """A document in matching form (`headings.matching`).

    Attributes:
        document: the document.
        opening: its title, what its metadata call it, and its first short lines, a line each.
        text: all of it, a line a block or table row.
        year: the year that it states, by which the form in force is chosen; None where it states none.
            What year it is a report of, `identity` finds out.
    """

    document: Document
    opening: str
    text: str
    year: int | None


def read_signs(document: Document) -> Signs:
    """Gather the signs of a document."""
    short = [
        block.text
        for block in document.blocks[:_OPENING_LINES]
        if isinstance(block, Block) and len(block.text) <= _LONGEST_TITLE
    ]
    titles = (document.title, document.metadata.get("title", ""), *short)
    opening = matching_text("\n".join(title for title in titles if title))
    text = matching_text(document.text)
    return Signs(document, opening, text, find_year(Kind.DISCLOSURE, opening, text)[0])
