"""What outlines yield: a report with its sections, paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from indexer.report.document import Table
from indexer.report.doubt import Doubt
from indexer.text.change import Change
from indexer.text.damage import Damage, count
from indexer.text.recognition import Recognition
from indexer.text.recognition import count as count_recognised


class Kind(StrEnum):
    """The two kinds of annual report."""

    DISCLOSURE = "disclosure"
    """政府信息公开工作年度报告 (Regulations on Open Government Information, chapter 5)."""
    WORK = "work"
    """政府工作报告 to the people's congress."""


class BodyKind(StrEnum):
    """What kind of organ issued a report."""

    GOVERNMENT = "government"
    """A people's government of a county or above (or the State Council)."""
    TOWNSHIP = "township"
    """A town, township or sub-district (镇、乡、街道)."""
    DEPARTMENT = "department"
    """A department, bureau, commission or office of a government."""
    ZONE = "zone"
    """The administration of a development zone, which no list of divisions knows."""
    AGENCY = "agency"
    """A vertical agency (customs, tax, …)."""
    OTHER = "other"
    """A named body of another kind (school, hospital, company)."""


UNKNOWN = "未详"
"""What filters and lists call a year or district that is not known."""


@dataclass(frozen=True, slots=True)
class Region:
    """A division or zone with its place in the country.

    Attributes:
        codes: codes from the top down, e.g. `("440000", "440100", "440117")`
            (GB/T 2260, six digits; towns nine; `100000` for the whole country).
        path: present official short names from the top down,
            e.g. `("广东省", "广州市", "从化区")`; `("全国",)` for the whole country.
    """

    codes: tuple[str, ...]
    path: tuple[str, ...]

    @classmethod
    def parse(cls, codes: str, path: str) -> Region | None:
        """Return the region of codes and names that are joined by `/`, None where there are none."""
        return cls(tuple(codes.split("/")), tuple(path.split("/"))) if codes else None

    @property
    def code(self) -> str:
        """Code of the division itself."""
        return self.codes[-1]

    @property
    def name(self) -> str:
        """Short name of the division itself, e.g. `从化区`."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, sub-heading or numbered point.

    Attributes:
        text: its words as they stand, number included, without line breaks; mended where they were damaged.
        label: the number it begins with (`（一）`, `1.`, `一是`), else "".
        level: depth of the numbering, 1 for （一）, 2 for `1.`, 3 for `（1）` and `一是`; 0 without a label.
        changes: what was mended or marked in it; `trace.undo` gives the source's own words.
    """

    text: str
    label: str = ""
    level: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section under one of the report's own headings.

    Lines are numbered through all sections of the same statutory number, so that
    `s<number>-<line>` is an anchor that occurs once in a report; a table's rows are lines.

    Attributes:
        number: statutory number 1–6.
        heading: the report's own words, number included (`一、总体情况`); "" before the first heading.
        blocks: paragraphs and tables in reading order.
        first: number of the section's first line.
        heading_changes: what was mended or marked in the heading.
        pictures: pictures in it; what they show is not read.
    """

    number: int
    heading: str
    blocks: tuple[Paragraph | Table, ...]
    first: int = 1
    heading_changes: tuple[Change, ...] = ()
    pictures: int = 0

    def number_blocks(self) -> Iterator[tuple[int, Paragraph | Table]]:
        """Yield each block with the number of its first line."""
        line = self.first
        for block in self.blocks:
            yield line, block
            line += block.height if isinstance(block, Table) else 1

    @property
    def lines(self) -> tuple[str, ...]:
        """Paragraphs and table rows as lines of text."""
        return tuple(
            line
            for block in self.blocks
            for line in (block.list_lines() if isinstance(block, Table) else (block.text,))
        )

    @property
    def text(self) -> str:
        """The lines, joined by line breaks."""
        return "\n".join(self.lines)

    @property
    def changes(self) -> Iterator[Change]:
        """What was mended or marked in heading, paragraphs and cells, in reading order."""
        yield from self.heading_changes
        for block in self.blocks:
            yield from list_changes(block)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read from one file.

    Attributes:
        kind: disclosure or work report.
        outline: name of the outline that read it (`disclosure_2019`, …).
        title: its title as it is.
        year: the year reported on (of delivery for work reports); None where the text does not say.
        body: name of the issuing body as far as known, else "".
        body_kind: kind of the body, None where unknown.
        region: the division that it is about, None where unknown or ambiguous.
        sections: sections in the order of the report.
        published: date of publication as the source states it (`2021-01-29`), else "".
        url: address of the page as the source states it, else "".
        doubts: what could not be read for certain.
        title_changes: what was mended or marked in the title.
    """

    kind: Kind
    outline: str
    title: str
    year: int | None
    body: str
    body_kind: BodyKind | None
    region: Region | None
    sections: tuple[Section, ...]
    published: str = ""
    url: str = ""
    doubts: tuple[Doubt, ...] = ()
    title_changes: tuple[Change, ...] = ()

    @property
    def damage(self) -> tuple[Damage, ...]:
        """The damaged places by kind, the most frequent kind first; () for a sound report."""
        return count(chain(self.title_changes, *(section.changes for section in self.sections)))

    @property
    def recognition(self) -> Recognition | None:
        """How much of it was recognised in pictures; None where the source has all of it as text."""
        return count_recognised(chain(self.title_changes, *(section.changes for section in self.sections)))

    @property
    def tables(self) -> int:
        """Number of tables in all sections."""
        return sum(isinstance(block, Table) for section in self.sections for block in section.blocks)


def number_lines(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Give every section its first line's number, counting on through equal statutory numbers."""
    following: dict[int, int] = {}
    numbered = []
    for section in sections:
        first = following.get(section.number, 1)
        following[section.number] = first + len(section.lines)
        numbered.append(replace(section, first=first))
    return tuple(numbered)


def list_changes(block: Paragraph | Table) -> Iterator[Change]:
    """Yield what was mended or marked in a paragraph, or in the cells of a table."""
    if isinstance(block, Paragraph):
        yield from block.changes
    else:
        for cell in block.cells:
            yield from cell.changes
