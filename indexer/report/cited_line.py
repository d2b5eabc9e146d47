"""A line of a report as it is cited, and marks by which a later reader can tell whether it changed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from indexer.report.anchor import format_anchor
from indexer.report.report import Report, Section

_ANCHOR = re.compile(r"s(\d{1,2})-(\d{1,6})")
_VERSION = re.compile(r"([0-9a-f]{12})-([0-9a-f]{8})")
_REPORT_DIGITS, _LINE_DIGITS = 12, 8


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A line of a report: its section, its number (see `anchor`), its text."""

    section: Section
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class AdjacentLines:
    """Anchors of the lines before and after a line in the order of its report, "" at its ends."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class CitedVersion:
    """What a citation was taken from: beginnings of the SHA-256 of the report's text and of the line's."""

    report: str
    line: str

    def __str__(self) -> str:
        return f"{self.report}-{self.line}"

    @classmethod
    def parse(cls, value: str) -> CitedVersion | None:
        """Return what was written, None where it is nothing of the kind."""
        found = _VERSION.fullmatch(value)
        return cls(found[1], found[2]) if found else None


def find_cited_line(report: Report, anchor: str) -> CitedLine | None:
    """Return the line of an anchor, None where the report has no such line."""
    found = _ANCHOR.fullmatch(anchor)
    if not found:
        return None
    number, line = int(found[1]), int(found[2])
    for section in report.sections:
        lines = section.lines
        if section.number == number and section.first <= line < section.first + len(lines):
            return CitedLine(section, line, lines[line - section.first])
    return None


def find_adjacent_lines(report: Report, line: CitedLine) -> AdjacentLines:
    """Return the lines before and after one."""
    anchors = [
        format_anchor(section.number, section.first + at)
        for section in report.sections
        for at in range(len(section.lines))
    ]
    at = anchors.index(format_anchor(line.section.number, line.number))
    return AdjacentLines(anchors[at - 1] if at else "", anchors[at + 1] if at + 1 < len(anchors) else "")


def hash_report_text(report: Report) -> str:
    """Return the beginning of the SHA-256 of a report's title, headings and lines, as they are shown."""
    parts = [report.title]
    for section in report.sections:
        parts += [section.heading, *section.lines]
    return _hash("\n".join(parts))[:_REPORT_DIGITS]


def make_cited_version(report: Report, line: CitedLine) -> CitedVersion:
    """Return the version that a citation of a line names."""
    return CitedVersion(hash_report_text(report), _hash(line.text)[:_LINE_DIGITS])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
