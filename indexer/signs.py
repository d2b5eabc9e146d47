"""What speaks for one outline or another, gathered once a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.document import Block, Document
from indexer.headings import matching_text

_OPENING_LINES = 8
_LONGEST_TITLE = 90
_PERIOD = (
    re.compile(r"统计期限[^。]{0,6}?自?(20[0-3]\d)年"),
    re.compile(r"(20[0-3]\d)年1月1日(?:起)?[至到-](?:20[0-3]\d)年12月31日"),
)
_TITLE_YEAR = re.compile(r"(20[0-3]\d)年?度?[^。\n]{0,40}(?:年度报告|年报|工作报告)")


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
    found = next(filter(None, (*(p.search(text) for p in _PERIOD), _TITLE_YEAR.search(opening))), None)
    return Signs(document, opening, text, int(found[1]) if found else None)
