"""Report ↔ JSON: what the catalogue stores, and what `nianbao inspect` prints and golden files hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexer.report.anchor import format_anchor
from indexer.report.document import Cell, Table
from indexer.report.doubt import Doubt
from indexer.report.report import BodyKind, Kind, Paragraph, Region, Report, Section
from indexer.text.change import Change

Json = dict[str, Any]


def to_json(report: Report) -> Json:
    """Return a report as plain dictionaries and lists; `from_json` gives it back exactly.

    A block of a section has a `text` (a paragraph, with `label` and `level`) or `rows` (a table; a
    row lists the cells that begin in it). Its `anchor` is that of its first line. What was mended or
    marked is beside each text as `changes`, only where there are any; `start` counts characters of
    the source's own text.
    """
    return {
        "kind": report.kind.value,
        "outline": report.outline,
        "title": report.title,
        "year": report.year,
        "body": report.body,
        "body_kind": report.body_kind.value if report.body_kind else None,
        "region": {"codes": list(report.region.codes), "path": list(report.region.path)}
        if report.region
        else None,
        "published": report.published,
        "url": report.url,
        "doubts": [doubt.to_json() for doubt in report.doubts],
        "sections": [_section_to_json(section) for section in report.sections],
    } | _changes_to_json(report.title_changes, "title_changes")


def to_public_json(report: Report) -> Json:
    """Return a report as people and scripts are given it: as `to_json`, but its doubts are sentences."""
    return to_json(report) | {"doubts": [doubt.sentence for doubt in report.doubts]}


def from_json(data: Json) -> Report:
    """Return the report that `to_json` turned into `data`, in this version or an earlier one."""
    region = data["region"]
    return Report(
        kind=Kind(data["kind"]),
        outline=data["outline"],
        title=data["title"],
        year=data["year"],
        body=data["body"],
        body_kind=BodyKind(data["body_kind"]) if data["body_kind"] else None,
        region=Region(tuple(region["codes"]), tuple(region["path"])) if region else None,
        sections=tuple(_section_from_json(section) for section in data["sections"]),
        published=data["published"],
        url=data["url"],
        doubts=tuple(map(Doubt.from_json, data["doubts"])),
        title_changes=_changes_from_json(data, "title_changes"),
    )


def tables_to_json(tables: Mapping[int, Table]) -> Json:
    """Return tables by their statutory number as values of JSON: the cells of each, with all that they have
    but what was changed in them."""
    return {
        str(number): [
            [cell.text, cell.row, cell.column, cell.rowspan, cell.colspan, cell.header]
            for cell in table.cells
        ]
        for number, table in tables.items()
    }


def tables_from_json(data: Json) -> dict[int, Table]:
    """Return the tables that `tables_to_json` turned into `data`."""
    return {int(number): Table(tuple(Cell(*cell) for cell in cells)) for number, cells in data.items()}


def _section_to_json(section: Section) -> Json:
    return (
        {
            "number": section.number,
            "heading": section.heading,
            "first": section.first,
            "blocks": [
                {"anchor": format_anchor(section.number, line)} | _block_to_json(block)
                for line, block in section.number_blocks()
            ],
        }
        | _changes_to_json(section.heading_changes, "heading_changes")
        | _pictures_to_json(section)
    )


def _pictures_to_json(section: Section) -> Json:
    """Return the number of pictures; nothing where there are none."""
    return {"pictures": section.pictures} if section.pictures else {}


def list_lines(data: Json) -> Iterator[str]:
    """Headings, paragraphs and cells of a report in JSON, in order, without making a report of it."""
    for section in data["sections"]:
        yield section["heading"]
        for block in section["blocks"]:
            if "text" in block:
                yield block["text"]
            else:
                yield from (cell["text"] for row in block["rows"] for cell in row)


def _section_from_json(data: Json) -> Section:
    blocks = tuple(_block_from_json(block) for block in data["blocks"])
    changes = _changes_from_json(data, "heading_changes")
    return Section(data["number"], data["heading"], blocks, data["first"], changes, data.get("pictures", 0))


def _block_to_json(block: Paragraph | Table) -> Json:
    if isinstance(block, Paragraph):
        words = {"label": block.label, "level": block.level, "text": block.text}
        return words | _changes_to_json(block.changes)
    rows = [[_cell_to_json(cell) for cell in row] for row in block.rows()]
    return {"flattened": block.flattened, "rows": rows}


def _block_from_json(data: Json) -> Paragraph | Table:
    if "text" in data:
        return Paragraph(data["text"], data["label"], data["level"], _changes_from_json(data))
    cells = (_cell_from_json(cell, row) for row, cells in enumerate(data["rows"]) for cell in cells)
    return Table(tuple(cells), data["flattened"])


def _cell_to_json(cell: Cell) -> Json:
    """Spans and the mark of a header cell only where they differ from the common case."""
    spans = {name: span for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span != 1}
    header = {"header": True} if cell.header else {}
    return {"text": cell.text, "column": cell.column} | spans | header | _changes_to_json(cell.changes)


def _cell_from_json(data: Json, row: int) -> Cell:
    return Cell(
        data["text"],
        row,
        data["column"],
        data.get("rowspan", 1),
        data.get("colspan", 1),
        data.get("header", False),
        _changes_from_json(data),
    )


def _changes_to_json(changes: Sequence[Change], name: str = "changes") -> Json:
    """Changes under this name; nothing where there are none. Where one ends, its `before` says."""
    if not changes:
        return {}
    return {
        name: [
            {
                "start": change.start,
                "before": change.before,
                "after": change.after,
                "kind": change.kind,
                "confidence": change.confidence,
            }
            for change in changes
        ]
    }


def _changes_from_json(data: Json, name: str = "changes") -> tuple[Change, ...]:
    return tuple(
        Change(
            change["start"],
            change["start"] + len(change["before"]),
            change["before"],
            change["after"],
            change["kind"],
            change["confidence"],
        )
        for change in data.get(name, ())
    )
