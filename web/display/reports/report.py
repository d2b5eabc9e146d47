"""A report as it is read: sections, their lines with anchors, and the way from hit to hit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.report.anchor import format_anchor
from indexer.report.document import Table
from indexer.report.report import Paragraph, Report, Section
from indexer.search.query.tree import Node
from indexer.search.results import Span
from indexer.search.snippet import find_marks
from web.display.reports.findings import Fault, Faults
from web.display.reports.repairs import Mends, show_repairs
from web.display.reports.table import TableView, arrange_table

_LONGEST_HEADING = 40
_LEAD = re.compile(rf"[^。！？；]{{1,{_LONGEST_HEADING}}}(?=[。！？；]|$)")
_NONE = Faults()
_SENTENCE_ENDS = "。！？；：，、.!?;:,"


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph: number of its line, depth of its numbering (0–3), its text as spans, its damage,
    and what in it does not agree with a table."""

    line: int
    level: int
    spans: tuple[Span, ...]
    mends: Mends | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def heading(self) -> bool:
        """Whether it is a sub-heading: numbered （一） or the like, short, and no sentence."""
        text = "".join(span.text for span in self.spans).rstrip()
        return self.level == 1 and len(text) <= _LONGEST_HEADING and text[-1:] not in _SENTENCE_ENDS

    @property
    def entry(self) -> str:
        """What the contents call it: a point （一） by its first sentence, where that is short; else ""."""
        if self.level != 1:
            return ""
        text = "".join(span.text for span in self.spans).strip()
        lead = _LEAD.match(text)
        return lead[0] if lead else ""

    @property
    def hit(self) -> bool:
        """Whether the query is found in it."""
        return any(span.hit for span in self.spans)


@dataclass(frozen=True, slots=True)
class Hop:
    """Where a marked line is among all marked lines, and the anchors before and after it."""

    place: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section.

    Attributes:
        anchor: of the section itself; several sections of a report may bear one statutory number.
        name: what the list of sections calls it.
        hits: number of marked lines in it.
        placeholder: anchor that search gives a section without a line, "" where it has lines
            or another section of the same number has that line.
        mends: what was damaged in the heading.
    """

    number: int
    anchor: str
    heading: tuple[Span, ...]
    name: str
    blocks: tuple[ParagraphView | TableView, ...]
    hits: int
    placeholder: str = ""
    mends: Mends | None = None

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Anchors and names of the points in it that the contents list."""
        return tuple(
            (format_anchor(self.number, block.line), block.entry)
            for block in self.blocks
            if isinstance(block, ParagraphView) and block.entry
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A report laid out; `hops` by the anchor of each marked line, in reading order; `mends` of its title."""

    title: tuple[Span, ...]
    sections: tuple[SectionView, ...]
    hops: dict[str, Hop]
    mends: Mends | None = None

    @property
    def only_in_headings(self) -> bool:
        """Whether the query is found in the title or headings of sections, and in no line."""
        headings = (self.title, *(section.heading for section in self.sections))
        return not self.hops and any(span.hit for heading in headings for span in heading)

    @property
    def first_hit(self) -> str:
        """Anchor of the first marked line, "" where there is none."""
        return next(iter(self.hops), "")


def read(report: Report, tree: Node | None, faults: Faults = _NONE) -> Reading:
    """Lay a report out, with what a query finds in it marked.

    Args:
        report: the report.
        tree: the query's meaning; None marks nothing.
        faults: what does not add up in it.
    """
    lines = {(s.number, s.first + at) for s in report.sections for at in range(len(s.lines))}
    sections: list[SectionView] = []
    for place, section in enumerate(report.sections, 1):
        tables = sum(
            isinstance(b, TableView) for s in sections if s.number == section.number for b in s.blocks
        )
        shown = _section(section, place, tree, faults, tables)
        if (section.number, section.first) not in lines:
            lines.add((section.number, section.first))
            shown = replace(shown, placeholder=format_anchor(section.number, section.first))
        sections.append(shown)
    anchors = [
        format_anchor(section.number, line) for section in sections for line in _hit_lines(section.blocks)
    ]
    hops = {
        anchor: Hop(
            place,
            anchors[place - 2] if place > 1 else "",
            anchors[place] if place < len(anchors) else "",
        )
        for place, anchor in enumerate(anchors, 1)
    }
    title = _marked(tree, report.title)
    return Reading(title, tuple(sections), hops, show_repairs(report.title, report.title_changes, title))


def name_section(section: Section, place: int) -> str:
    """What lists of sections call one that is at this place (from 1) in its report."""
    return section.heading or ("开头部分" if place == 1 else "其他内容")


def anchor_section(place: int) -> str:
    """The anchor of the section at this place (from 1); several may bear one statutory number."""
    return f"part-{place}"


def _section(section: Section, place: int, tree: Node | None, faults: Faults, tables: int) -> SectionView:
    """A section, before which stand so many tables of the same statutory number."""
    blocks: list[ParagraphView | TableView] = []
    for line, block in section.number_blocks():
        if isinstance(block, Table):
            blocks.append(
                arrange_table(block, line, lambda text: _marked(tree, text), faults, (section.number, tables))
            )
            tables += 1
        elif isinstance(block, Paragraph):
            spans = _marked(tree, block.text)
            damage, wrong = (
                show_repairs(block.text, block.changes, spans),
                faults.lines.get((section.number, line), ()),
            )
            blocks.append(ParagraphView(line, block.level, spans, damage, wrong))
    heading = _marked(tree, section.heading)
    return SectionView(
        section.number,
        anchor_section(place),
        heading,
        name_section(section, place),
        tuple(blocks),
        len(_hit_lines(tuple(blocks))),
        mends=show_repairs(section.heading, section.heading_changes, heading),
    )


def _hit_lines(blocks: tuple[ParagraphView | TableView, ...]) -> list[int]:
    lines: list[int] = []
    for block in blocks:
        if isinstance(block, TableView):
            lines += [row.line for row in block.rows if row.hit]
        elif block.hit:
            lines.append(block.line)
    return lines


def _marked(tree: Node | None, text: str) -> tuple[Span, ...]:
    return find_marks(tree, text) if tree is not None and text else (Span(text),)
