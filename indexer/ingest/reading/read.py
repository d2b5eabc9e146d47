"""Reads a report from the bytes of a file, in this process: extraction, repair, outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.archive.catalogue.records import Reading
from indexer.archive.contributions.attached_tables import AttachedTables
from indexer.archive.contributions.corrected_reports import apply
from indexer.archive.contributions.corrections import Correction
from indexer.errors import NotAReport
from indexer.extraction import extract, workbook
from indexer.extraction.recognition import INSTALL
from indexer.extraction.recognition.sheet import ReadPage
from indexer.extraction.repair import mend
from indexer.outlines import read as read_outline
from indexer.report.document import Document
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import Report
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file besides its bytes.

    Attributes:
        kind: the kind of report that a person says it is; "" where its text is to say.
        recognised: its pages that are pictures as they were recognised so far, as JSON by their number; None
            where recognition is not offered.
    """

    kind: str = ""
    recognised: Mapping[str, Any] | None = None

    def load_pages(self) -> dict[int, ReadPage] | None:
        """Return the recognised pages by their number; those that make no sense are left out."""
        if self.recognised is None:
            return None
        pages = {}
        for number, page in self.recognised.items():
            try:
                pages[int(number)] = ReadPage.from_json(page)
            except (LookupError, TypeError, ValueError):
                continue
        return pages


_NOTHING = Known()


class OthersNeeded(BaseException):
    """The file is damaged, and the texts of undamaged reports are needed to repair it.

    No `Exception`: nothing between the repair and the caller of `read` is to handle it.
    """


def read(
    data: bytes, name: str, settings: Settings, others: Iterable[str] | None = (), known: Known = _NOTHING
) -> tuple[Report, Reading]:
    """Return the report in a file, and how it was read.

    Args:
        data: the whole file.
        name: its name as it came.
        settings: limits.
        others: texts of undamaged reports, iterated only if this one is damaged (`extraction.repair`);
            None where they are not known yet.
        known: what is known of it besides.

    Raises:
        SourceError: it cannot be read as a report.
        RecognitionNeeded: pages of it are pictures, and recognition is offered.
        OthersNeeded: it is damaged, and `others` is None.
    """
    extracted = extract(data, name, settings, known.load_pages())
    document = mend(extracted, _require() if others is None else others)
    report = _read_outline(document, known.kind)
    return report, Reading(document.format, document.encoding, document.notes)


def _read_outline(document: Document, kind: str) -> Report:
    """Return the report in a document; where something is missing of it that may be in its pictures, say so.

    Raises:
        NotAReport: no outline fits.
    """
    command = INSTALL
    hint = (
        f"文中有 {document.unread} 张图片没有识别，可能正是缺少的部分，请装上文字识别（{command}）后用 "
        "nianbao add 收录，已收录的用 nianbao reindex 重读。"
    )
    if document.format == workbook.NAME:
        raise NotAReport(
            "这是电子表格，不是一份完整的报告；请先收录报告正文，再用 nianbao add 收录这份表格，"
            "它会并入同一机构同一年度的报告。"
        )
    try:
        report = read_outline(document, kind)
    except NotAReport as error:
        if not document.unread:
            raise
        raise NotAReport(error.message + hint) from None
    if document.unread and any(doubt.about in (Topic.TABLES, Topic.SECTIONS) for doubt in report.doubts):
        return replace(report, doubts=(*report.doubts, Doubt(Topic.TABLES, hint)))
    return report


def join_tables(
    report: Report, reading: Reading, attached: Sequence[AttachedTables]
) -> tuple[Report, Reading]:
    """Return the report of a file with the tables of the spreadsheets that belong to it, and the notes that
    say so.

    Args:
        attached: the spreadsheets; of two that have the same table the first one counts.
    """
    if not attached:
        return report, reading
    # Few reports have any, and what knows statutory tables takes its time to load.
    from indexer.archive.contributions.joined_tables import join

    joined = join(attached, report)
    return joined.report, replace(reading, notes=(*reading.notes, *joined.notes))


def apply_correction(report: Report, reading: Reading, correction: Correction) -> tuple[Report, Reading]:
    """Return the report of a file as people corrected it, and the notes that say so."""
    notes = *reading.notes, *correction.describe(report)
    return apply(correction, report), Reading(reading.format, reading.encoding, notes)


def _require() -> Iterator[str]:
    raise OthersNeeded
    yield
