"""Two reports side by side as rows: what speaks of the same in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from indexer.archive.catalogue.records import Record
from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.report.anchor import format_anchor
from indexer.report.comparison.alignment import AlignedLine, AlignedRow
from indexer.report.names import name_section

_COLUMNS = (
    Column("section", "章节", 6),
    Column("heading", "章节名称", 20),
    Column("left", "左边", 70),
    Column("right", "右边", 70),
    Column("same", "一字不差的句子", 14),
    Column("left_url", "左边的链接", 50, link=True),
    Column("right_url", "右边的链接", 50, link=True),
)


@dataclass(frozen=True, slots=True)
class AlignedSection:
    """A section of both reports, side by side; its statutory number."""

    number: int
    rows: tuple[AlignedRow, ...]


def list_comparison(
    left: Record, right: Record, sections: Sequence[AlignedSection], terms: Terms
) -> ExportTable:
    """Return the rows of some sections of two reports; a side that has nothing of the kind is empty."""
    facts = (
        Fact("query", "两份报告", f"{left.id}；{right.id}"),
        Fact("left", "左边", left.report.title or left.id),
        Fact("right", "右边", right.report.title or right.id),
        *list_common_facts(sum(len(section.rows) for section in sections), terms),
    )
    return ExportTable(
        "两份报告对照", _COLUMNS, facts, islice(_rows(left, right, sections, terms.site), terms.most)
    )


def _rows(
    left: Record, right: Record, sections: Sequence[AlignedSection], site: str
) -> Iterator[dict[str, Value]]:
    for section in sections:
        for row in section.rows:
            yield {
                "section": section.number,
                "heading": name_section(section.number, left.report.kind),
                "left": _join(row.left),
                "right": _join(row.right),
                "same": sum(same for line in row.left for _, same in line.sentences),
                "left_url": _link(site, left, section.number, row.left),
                "right_url": _link(site, right, section.number, row.right),
            }


def _join(lines: Sequence[AlignedLine]) -> str:
    return "\n".join(f"（表，{line.rows} 行）" if line.rows else _text(line) for line in lines)


def _text(line: AlignedLine) -> str:
    return "".join(sentence for sentence, _ in line.sentences)


def _link(site: str, record: Record, section: int, lines: Sequence[AlignedLine]) -> str:
    """The address of the first line of a side, "" where it has none."""
    return f"{site}/reports/{quote(record.id)}#{format_anchor(section, lines[0].number)}" if lines else ""
