"""What `/compare` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.report.names import SECTION_LABELS
from indexer.report.report import Kind
from web.parameters.address import format_address


@dataclass(frozen=True, slots=True)
class Side:
    """One of two reports: by its id, or by a place and a year."""

    report: str = ""
    place: str = ""
    year: str = ""

    @property
    def number(self) -> int | None:
        """The year as a number, None where four digits do not say one."""
        is_year = len(self.year) == 4 and self.year.isascii() and self.year.isdecimal()
        return int(self.year) if is_year else None


@dataclass(frozen=True, slots=True)
class CompareAsked:
    """What an address asks for.

    Attributes:
        left, right: the two reports.
        kind: of both, "" for the one that both have.
        section: statutory number, "" for the first that both have.
    """

    left: Side = Side()
    right: Side = Side()
    kind: str = ""
    section: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> CompareAsked:
        """Take the parameters of an address; each of `report`, `place` and `year` stands once for each side.

        Raises:
            QueryError: a kind or section that there is not.
        """
        given = [[value.strip() for value in args.getlist(name)[:2]] for name in ("report", "place", "year")]
        both = [[*values, "", ""][:2] for values in given]
        kind, section = args.get("kind", "").strip(), args.get("section", "").strip()
        if kind and kind not in list(Kind):
            raise QueryError(f"没有“{kind[:20]}”这种报告，请从列表中选择。")
        if section and section not in map(str, SECTION_LABELS):
            raise QueryError(f"没有第“{section[:10]}”部分，请从列表中选择。")
        left, right = (Side(*(values[at] for values in both)) for at in (0, 1))
        return cls(left, right, kind, section)

    @property
    def is_blank(self) -> bool:
        """Whether neither side is chosen."""
        return not any((self.left.report, self.left.place, self.right.report, self.right.place))

    def url(self, path: str = "/compare") -> str:
        """The address of the page that answers, or of a file of the same."""
        pairs = [
            (name, getattr(side, name))
            for name in ("report", "place", "year")
            if getattr(self.left, name) or getattr(self.right, name)
            for side in (self.left, self.right)
        ]
        pairs += [(name, getattr(self, name)) for name in ("kind", "section") if getattr(self, name)]
        return format_address(path, pairs)

    def of_reports(self, left: str, right: str) -> CompareAsked:
        """Two reports by their ids."""
        return CompareAsked(Side(left), Side(right), "", self.section)

    def in_section(self, section: int) -> CompareAsked:
        """Another section of the same."""
        return replace(self, section=str(section))
