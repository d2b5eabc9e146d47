"""Joins spreadsheets with statutory tables to the reports that they belong to, and takes them out again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from indexer.archive.catalogue.neighbours import Neighbour
from indexer.archive.catalogue.records import Run, format_now
from indexer.archive.contributions.acts import Act, Acts, Deed
from indexer.archive.contributions.attached_tables import AttachedTables, Attachments
from indexer.archive.contributions.corrections import Corrections
from indexer.archive.contributions.joined_tables import join, separate
from indexer.archive.outcome import FileOutcome, ReportSummary
from indexer.archive.storage.home import Home
from indexer.errors import NianbaoError, NotFound
from indexer.figures.figure import Figure
from indexer.figures.tables import NAMES
from indexer.figures.tables import read as read_figures
from indexer.figures.tables.loose import make_report
from indexer.ingest.reading.loose_tables import LooseTables
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.readers import Readers
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.replacement import Replacement, replace_report
from indexer.ingest.tables.owner import StatedOwner, find_beside, find_page, find_stated, read_owner
from indexer.ingest.transaction import WritableArchive, mark_unfinished
from indexer.report import form
from indexer.report.report import Report
from indexer.settings import Settings
from indexer.sources.files import FileReader

_ALONE = (
    "没有找到这份表格所属的报告（表格写明：{}）；请先收录同一机构同一年度的报告正文，再收录这份表格，"
    "或在文件名里写明机构和年度，或把两份文件放在同一个文件夹里。"
)
NO_TABLES = "电子表格里没有年报的表二、表三或表四，没有采用。"
"""What is said of a spreadsheet without statutory tables."""
_MOST_NAMED = 3
"""Cells that differ and are named."""


@dataclass(frozen=True, slots=True)
class ListedWorkbook:
    """A spreadsheet of a run: where it lies, the name that it came under, where it came from, and where the
    report did that it is attached to, "" where it is attached to none.
    """

    path: Path
    name: str
    shown: Path | str
    page: str = ""


class TableJoiner:
    """Joins spreadsheets to the reports of an archive that is open for writing."""

    def __init__(self, archive: WritableArchive, readers: Readers) -> None:
        self._archive, self._readers = archive, readers
        self._attachments, self._files = Attachments(archive.home), FileReader()

    def join(self, listed: ListedWorkbook) -> FileOutcome:
        """Join a spreadsheet to its report, and publish the report anew with its tables.

        The report is the one that the spreadsheet, or its name, says it is of; else the one that it is
        attached to, or the only one that came from the same folder, or the one there whose file's name its
        own begins with. The report's own tables stay: only what it lacks is taken.

        Raises:
            ArchiveError: something cannot be written.
        """
        try:
            found = self._files.read(listed.path, self._archive.settings.max_file_bytes)
            file = File(found.data, found.sha256, listed.name, str(listed.shown))
            loose = self._readers.read_tables(file.data, file.name)
            if not loose.tables:
                return FileOutcome(listed.shown, "skipped", message=NO_TABLES)
            neighbour, statement = self._find_report(loose, file, listed.page)
            if neighbour is None:
                return FileOutcome(listed.shown, "failed", message=_ALONE.format(statement.sentence))
            return replace(self._join(loose, neighbour.id, file), path=listed.shown)
        except NianbaoError as error:
            return FileOutcome(listed.shown, "failed", message=error.message)

    def _join(self, loose: LooseTables, report_id: str, file: File) -> FileOutcome:
        record = self._archive.catalogue.reports.read_report(report_id)
        original = record.source.sha256
        attached = self._attachments.read(original)
        if any(each.sha256 == file.sha256 for each in attached):
            return FileOutcome(file.path, "unchanged", report_id)
        added = AttachedTables(
            file.sha256, PurePath(file.name).name, file.path, len(file.data), format_now(), loose.tables
        )
        own = separate(attached, record.report)
        joined = join((added,), own)
        if not joined.numbers:
            return FileOutcome(file.path, "skipped", report_id, message=_explain(report_id, own, loose))
        with mark_unfinished(self._archive.home, original):
            self._attachments.store(original, added, file.data)
            try:
                done = replace_report(self._archive, record)
            except NianbaoError:
                self._attachments.delete(original, file.sha256)
                raise
        names = "、".join(NAMES[number] for number in joined.numbers)
        report = self._archive.catalogue.reports.read_report(done.id).report
        return FileOutcome(
            file.path, "updated", done.id, ReportSummary.of(report), f"{names}并入报告 {done.id}"
        )

    def _find_report(self, loose: LooseTables, file: File, page: str) -> tuple[Neighbour | None, StatedOwner]:
        """The report that a spreadsheet belongs to, None where that is not certain; and what it says."""
        correction = Corrections(self._archive.home).read(file.sha256)
        stated = read_owner(loose.lines, file.name, correction)
        statement, near = StatedOwner.of(stated, file.sha256), self._archive.catalogue.neighbours
        found = (
            find_stated(near, statement)
            or find_page(near, page, stated, file.sha256)
            or find_beside(near, file.path, stated, file.sha256)
        )
        return found, statement


def separate_tables(report_id: str, settings: Settings, who: str = "", reason: str = "") -> Replacement:
    """Take the spreadsheets of a report out of it again, into the trash folder.

    Args:
        who: name of the person, and `reason` why, for the record.

    Raises:
        NotFound: there is no such report, or none belongs to it.
        SourceError, ArchiveDamaged: its original cannot be read.
        ArchiveError: something cannot be written.
    """
    home = Home.of(settings)
    with (
        home.lock_for_writing(settings.wait_seconds),
        open_for_writing(home, home.find_current(), settings) as archive,
    ):
        record = archive.catalogue.reports.read_report(report_id)
        began = format_now()
        with mark_unfinished(home, record.source.sha256):
            names = Attachments(home).trash(record.source.sha256)
            if not names:
                raise NotFound(f"报告 {report_id[:80]} 没有并入的电子表格。")
            done = replace_report(
                archive, record, runs=[Run("remove", began, format_now(), {"updated": 1}, ())]
            )
    details = tuple(f"撤下并入的电子表格《{name}》" for name in names)
    Acts(home).record(Act(Deed.CORRECT, who, (done.id,), details, reason))
    return done


def _explain(report_id: str, own: Report, loose: LooseTables) -> str:
    """Why nothing of a spreadsheet is taken, and whether it says the same as the report."""
    names = "、".join(NAMES[number] for number in sorted(loose.tables))
    kept = {figure.key: figure for table in read_figures(own).tables for figure in table.figures}
    if not kept:
        return f"报告 {report_id} 没有可以并入{names}的章节，没有采用这份表格。"
    other = [
        figure
        for table in read_figures(make_report(loose.tables)).tables
        for figure in table.figures
        if figure.key in kept and _value(figure) != _value(kept[figure.key])
    ]
    said = "数字一致"
    if other:
        places = "、".join(form.name_cell(figure.key) for figure in other[:_MOST_NAMED])
        said = f"有 {len(other)} 处数字不同，请核对：{places}{'等' if len(other) > _MOST_NAMED else ''}"
    return f"报告 {report_id} 的正文已有{names}，没有采用这份表格，{said}。"


def _value(figure: Figure) -> object:
    return figure.text if figure.value is None else figure.value
