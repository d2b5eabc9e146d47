"""Every place where a phrase stands, on one line with what is before and after it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from indexer.report.anchor import format_anchor

WIDTH = 26
"""Characters shown before a phrase, and after it."""


class ConcordanceSort(StrEnum):
    """Order of the lines; those that are equal by place, then by year."""

    PLACE = "place"
    YEAR = "year"
    LEFT = "left"
    RIGHT = "right"


CONCORDANCE_SORTS = {
    ConcordanceSort.PLACE: "按地区",
    ConcordanceSort.YEAR: "按年度",
    ConcordanceSort.LEFT: "按上文",
    ConcordanceSort.RIGHT: "按下文",
}
"""What people call the orders."""


class Occurrence(NamedTuple):
    """A place where a phrase stands.

    Attributes:
        region: path of region names from the top, () where unknown.
        section: statutory number of the section.
        heading: the section's heading.
        line: number of the line; 0 for a title. Of a heading that of the first line below it.
        left, word, right: the characters before it in its line, its own, and those after it.
        cut_left, cut_right: whether the line has more than is shown.
    """

    report: str
    title: str
    year: int | None
    region: tuple[str, ...]
    body: str
    kind: str
    section: int
    heading: str
    line: int
    left: str
    word: str
    right: str
    cut_left: bool = False
    cut_right: bool = False

    @property
    def url(self) -> str:
        """Path of the line on the portal, its phrase marked."""
        anchor = f"#{format_anchor(self.section, self.line)}" if self.line else ""
        return f"/reports/{quote(self.report)}?q={quote(f'“{self.word}”')}{anchor}"

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "report": self.report,
            "title": self.title,
            "year": self.year,
            "region": list(self.region),
            "body": self.body,
            "kind": self.kind,
            "section": self.section,
            "heading": self.heading,
            "line": self.line,
            "left": self.left,
            "word": self.word,
            "right": self.right,
            "url": self.url,
        }


class Concordance(Protocol):
    """The places of some phrases in the passages that were asked for.

    Attributes:
        total: number of places.
        sort: the order that they have: by place where there are too many for the one that was asked for.
    """

    total: int
    sort: ConcordanceSort

    def list_lines(self, start: int, end: int) -> tuple[Occurrence, ...]:
        """Return some of them, in order."""


class NoConcordance:
    """No places."""

    total = 0
    sort = ConcordanceSort.PLACE

    def list_lines(self, start: int, end: int) -> tuple[Occurrence, ...]:
        """None."""
        return ()
