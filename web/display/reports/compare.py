"""Which two reports `/compare` sets side by side, and what else could be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.archive.archive import Archive
from indexer.archive.catalogue.records import Record, Summary
from indexer.errors import QueryError
from indexer.export.rows import AlignedSection
from indexer.report.comparison.alignment import AlignedRow, align_sections
from indexer.report.names import KIND_NAMES, SECTION_NAMES
from indexer.report.place_names import resolve_place
from indexer.report.regions import read_divisions
from indexer.report.report import Kind, Region, Report
from web.parameters.compare import CompareAsked, Side

_MOST_HELD = 500
_OFFERED = 8
_MOST_NAMESAKES = 60
"""Divisions of one name of which it is asked whether reports are held."""
_GOVERNMENTS = ("人民政府", "政府办公室", "政府办公厅", "国务院")


@dataclass(frozen=True, slots=True)
class ChosenSide:
    """One of two reports.

    Attributes:
        record: None where nothing of the kind is held.
        place, year: what was asked for, as the form shows it.
        missing: what is not held, in words; "" where it is.
        held: reports of the same place that could be chosen.
    """

    record: Record | None
    place: str
    year: str
    missing: str = ""
    held: tuple[Summary, ...] = ()

    @property
    def number(self) -> int | None:
        """The year that was asked for as a number, None where it is none."""
        return Side(year=self.year).number


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports side by side in one section.

    Attributes:
        sections: statutory numbers that one of them has, with what they are called; section: the one shown.
        rows: () where one of the reports is missing.
    """

    left: ChosenSide
    right: ChosenSide
    kind: Kind
    sections: tuple[tuple[int, str], ...] = ()
    section: int = 0
    rows: tuple[AlignedRow, ...] = ()


def compare_sides(archive: Archive, asked: CompareAsked) -> Comparison:
    """Return two reports side by side.

    Raises:
        QueryError: a place or a year has no meaning.
        NotFound: there is no report of an id.
    """
    kind = _choose_kind(archive, asked)
    left = _choose(archive, asked.left, kind)
    right = _choose(archive, _fill(archive, asked.right, left), kind)
    if not (left.record and right.record):
        return Comparison(left, right, kind)
    one, other = left.record.report, right.record.report
    numbers = sorted({section.number for section in (*one.sections, *other.sections) if section.lines})
    shared = [n for n in numbers if all(any(s.number == n for s in r.sections) for r in (one, other))]
    section = int(asked.section) if asked.section else next(iter(shared or numbers), 1)
    names = SECTION_NAMES[kind]
    named = tuple((n, names.get(n, f"第 {n} 部分")) for n in numbers)
    return Comparison(left, right, kind, named, section, _align(one, other, section))


def align_all(found: Comparison, asked: CompareAsked) -> tuple[AlignedSection, ...]:
    """Return all sections of two reports side by side, or the one that is asked for; () where one of the
    reports is missing.
    """
    if not (found.left.record and found.right.record):
        return ()
    one, other = found.left.record.report, found.right.record.report
    wanted = [found.section] if asked.section else [number for number, _ in found.sections]
    return tuple(AlignedSection(number, _align(one, other, number)) for number in wanted)


def _align(one: Report, other: Report, section: int) -> tuple[AlignedRow, ...]:
    return align_sections(
        [each for each in one.sections if each.number == section],
        [each for each in other.sections if each.number == section],
    )


def _choose_kind(archive: Archive, asked: CompareAsked) -> Kind:
    """The kind that is asked for, or that of a report that is named, or one that both sides have."""
    if asked.kind:
        return Kind(asked.kind)
    for side in (asked.left, asked.right):
        if side.report:
            return archive.read_report(side.report).report.kind
    held = [{each.kind for each in _list_held(archive, side)} for side in (asked.left, asked.right)]
    known = [kinds for kinds in held if kinds]
    both = set.intersection(*known) if known else set()
    return Kind.DISCLOSURE if Kind.DISCLOSURE.value in both and Kind.WORK.value not in both else Kind.WORK


def _list_held(archive: Archive, side: Side) -> tuple[Summary, ...]:
    if not side.place:
        return ()
    years = () if side.number is None else (side.number,)
    return archive.list_reports(_find_region(archive, side.place).codes, years, _MOST_HELD)[1]


def _choose(archive: Archive, side: Side, kind: Kind) -> ChosenSide:
    if side.report:
        record = archive.read_report(side.report)
        region = record.report.region
        held = archive.list_reports(region.codes, (), _MOST_HELD)[1] if region else ()
        place = read_divisions().to_value(region.code) if region else ""
        return ChosenSide(record, place, str(record.report.year or ""), "", _of_kind(held, kind))
    if not side.place:
        return ChosenSide(None, "", side.year, "还没有选地区。")
    if side.number is None:
        raise QueryError(
            f"“{side.year[:20]}”不是年份，请写成 2021。" if side.year else "请写年度，例如 2021。"
        )
    region = _find_region(archive, side.place)
    place = read_divisions().to_value(region.code)
    held = _of_kind(archive.list_reports(region.codes, (), _MOST_HELD)[1], kind)
    found = [each for each in held if each.year == side.number]
    if not found:
        missing = f"没有收录{place} {side.year} 年的{KIND_NAMES[kind]}。"
        return ChosenSide(None, place, side.year, missing, held)
    return ChosenSide(archive.read_report(found[0].id), place, side.year, "", held)


def _of_kind(held: Sequence[Summary], kind: Kind) -> tuple[Summary, ...]:
    """Those of a kind, the newest first, of each year the government's own before its offices'."""
    fitting = [each for each in held if each.kind == kind]
    fitting.sort(key=lambda each: (-(each.year or 0), not each.body.endswith(_GOVERNMENTS), each.body))
    return tuple(fitting)


def _fill(archive: Archive, side: Side, left: ChosenSide) -> Side:
    """The right side; where nothing is chosen for it, the same body in the year before."""
    if side.report or side.place or left.record is None:
        return side
    report = left.record.report
    earlier = [
        each
        for each in left.held
        if each.body == report.body and (each.year or 0) < (report.year or 9999) and each.id != left.record.id
    ]
    return Side(earlier[0].id) if earlier else Side("", "", side.year)


def _find_region(archive: Archive, name: str) -> Region:
    """The division of a name; of several that of which reports are held."""
    codes = resolve_place(name)
    if len(codes) > 1:
        regions = [
            region for code in codes[:_MOST_NAMESAKES] if (region := read_divisions().find_by_code(code))
        ]
        held = [region for region in regions if archive.list_reports(region.codes, (), 1)[1]]
        if len(held) == 1:
            return held[0]
        offered = "、".join(map(read_divisions().to_value, codes[:_OFFERED]))
        raise QueryError(f"有 {len(codes)} 个地方叫“{name[:40]}”，请写明是哪一个：{offered}。")
    region = read_divisions().find_by_code(codes[0]) if codes else None
    if region is None:
        raise QueryError(f"没有名为“{name[:40]}”的地区，请核对名称，例如写成“从化区”。")
    return region
