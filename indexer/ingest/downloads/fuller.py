"""Tells which of two files holds more of one report: a page is often an extract of what is attached to it."""

from __future__ import annotations

from indexer.figures.tables import FREE_FORM, NAMES
from indexer.figures.tables.loose import list_lacking
from indexer.report.doubt import Topic
from indexer.report.identifier import identify
from indexer.report.report import Kind, Report


def is_lacking(report: Report | None) -> bool:
    """Return whether a report lacks tables or sections; False where it is not known."""
    return report is not None and bool(_count_lacking(report))


def may_lack_pictures(report: Report | None) -> bool:
    """Return whether a report lacks tables or sections that may be in its pictures."""
    return is_lacking(report) and report is not None and any(each.pictures for each in report.sections)


def is_fuller(report: Report | None, other: Report | None) -> bool:
    """Return whether a report is the same as another one, and lacks less of it."""
    if report is None or other is None or identify(report, "") != identify(other, ""):
        return False
    return _count_lacking(report) < _count_lacking(other)


def _count_lacking(report: Report) -> int:
    """Doubts about its tables and sections, and statutory tables that it has a heading for, and no more."""
    doubts = sum(doubt.about in (Topic.TABLES, Topic.SECTIONS) for doubt in report.doubts)
    has_tables = report.kind is Kind.DISCLOSURE and report.outline != FREE_FORM
    return doubts + (len(list_lacking(report, NAMES)) if has_tables else 0)
