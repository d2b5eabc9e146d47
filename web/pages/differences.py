"""`/reports/<id>/against/<other>`: what two versions of one report say differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from indexer.archive.catalogue.records import Record
from indexer.errors import NotFound, TooDifferent
from indexer.report.anchor import format_anchor
from indexer.report.comparison.difference import (
    Altered,
    AlteredTable,
    DifferenceLine,
    Same,
    SectionDifference,
    differ,
)
from indexer.report.comparison.table_difference import AlteredCell
from indexer.text.diff import Piece
from web.context import the_archive
from web.display.names import format_day
from web.display.reports.report import anchor_section, name_section

pages = Blueprint("differences", __name__, url_prefix="/reports")

_CONTEXT = 60  # characters of a long paragraph shown on either side of a change


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two versions: its id, the day it was taken in, and the file it came as."""

    id: str
    added: str
    name: str
    shown: bool
    damaged: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a changed line: common to both versions, or what the one has where the other has another.

    Attributes:
        skipped: characters left out after these common ones.
    """

    common: str = ""
    before: str = ""
    after: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that was altered, added or taken out, and where it is in either version ("" in neither)."""

    words: tuple[Words, ...]
    heading: bool
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """A table in which cells were altered, and its address in the later version."""

    cells: tuple[AlteredCell, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """How many lines are the same, and the address of the first in the later version."""

    lines: int
    address: str


Shown = ChangedLine | ChangedTable | Unchanged


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences in one section of the later version."""

    name: str
    anchor: str
    count: int
    items: tuple[Shown, ...]


@pages.get("/<report_id>/against/<other_id>")
def against(report_id: str, other_id: str) -> str | tuple[str, int]:
    """What the version taken in later says differently from the earlier one, whichever is named first.

    Raises:
        NotFound: there is no such report, or they are no versions of one report.
    """
    one, other = the_archive().read_report(report_id), the_archive().read_report(other_id)
    if other.id not in one.versions:
        raise NotFound("这两份不是同一份报告的不同版本，不能这样对照。")
    old, new = sorted((one, other), key=lambda record: (record.source.added, record.source.sequence))
    problem, changes = "", list[Changes]()
    try:
        changes = list(_changes(old, new, differ(old.report, new.report)))
    except TooDifferent as error:
        problem = error.message
    page = render_template(
        "differences.html",
        title=new.report.title or old.report.title or new.id,
        old=_version(old),
        new=_version(new),
        changes=changes,
        count=sum(section.count for section in changes),
        problem=problem,
    )
    return (page, TooDifferent.status) if problem else page


def _version(record: Record) -> Version:
    source = record.source
    return Version(
        record.id, format_day(source.added), source.name, not record.superseded_by, bool(record.report.damage)
    )


def _changes(old: Record, new: Record, parts: Iterable[SectionDifference]) -> Iterator[Changes]:
    for part in parts:
        if not part.changed:
            continue
        at = part.section
        name = name_section(new.report.sections[at], at + 1) if at >= 0 else "标题"
        items = tuple(_item(old, new, item) for item in part.items)
        yield Changes(name, f"changes-{at + 1}", part.changed, items)


def _item(old: Record, new: Record, item: Same | Altered | AlteredTable) -> Shown:
    if isinstance(item, Same):
        return Unchanged(item.lines, _address(new, item.first))
    if isinstance(item, AlteredTable):
        return ChangedTable(item.cells, _address(new, item.after))
    before = _address(old, item.before) if item.before else ""
    after = _address(new, item.after) if item.after else ""
    line = item.after or item.before
    heading = line is not None and not line.line
    kind = "标题" if heading else "一段"
    what = f"删去{kind}" if not after else f"加上{kind}" if not before else f"改动{kind}"
    return ChangedLine(tuple(_words(item.pieces)), heading, what, before, after)


def _address(record: Record, line: DifferenceLine) -> str:
    if line.section < 0:
        anchor = "title"
    elif line.line:
        anchor = format_anchor(line.number, line.line)
    else:
        anchor = anchor_section(line.section + 1)
    return url_for("reports.report", report_id=record.id, _anchor=anchor)


def _words(pieces: tuple[Piece, ...]) -> Iterator[Words]:
    """The pieces, what is common shortened to the words around a change."""
    for at, piece in enumerate(pieces):
        if not piece.same:
            yield Words(before=piece.before, after=piece.after)
            continue
        head = _CONTEXT if at else 0
        tail = _CONTEXT if at + 1 < len(pieces) else 0
        skipped = len(piece.before) - head - tail
        if skipped <= _CONTEXT:
            yield Words(common=piece.before)
            continue
        yield Words(common=piece.before[:head], skipped=skipped)
        if tail:
            yield Words(common=piece.before[-tail:])
