"""Checks one report from end to end: its original, what it reads as today, and what searches find of it."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass

from indexer.archive.archive import Archive
from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.archive.storage.index import open_index
from indexer.errors import NianbaoError
from indexer.ingest.reading.prepare import File, prepare_report
from indexer.ingest.reading.readers import Readers
from indexer.report.report_json import list_lines, to_json
from indexer.settings import Settings

_OTHER_TEXT = "按现在的程序重读，文字与档案中的不同，请运行 nianbao reindex 从原文件重建。"


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """What was found of a report.

    Attributes:
        sha256: of its original, as it was added.
        original: whether the original is held, byte for byte.
        text: whether it reads today as it is shown; None where that was not tried.
        found: whether the index has it where it is current, and does not where it is not.
        faults: a sentence for each thing that is wrong.
    """

    id: str
    sha256: str
    original: bool
    text: bool | None
    found: bool
    faults: tuple[str, ...]


def check_report(archive: Archive, report_id: str, settings: Settings) -> ReportCheck:
    """Compare a report with its original.

    Raises:
        Moved, NotFound: there is no such report by this id.
        ArchiveMissing, ArchiveDamaged: the archive cannot answer.
    """
    record = archive.read_report(report_id)
    home, faults = Home.of(settings), list[str]()
    fault = Originals(home).find_fault(record.source.sha256)
    faults += [fault] if fault else []
    text = None
    if not fault:
        source = record.source
        file = File(Originals(home).read(source), source.sha256, source.name, source.path)
        try:
            with Readers(settings, sandbox_all=True) as readers:
                read = readers.read(file.data, file.name, ())
            now = json.loads(prepare_report(*read, file, settings).report.content)
            text = list(list_lines(now)) == list(list_lines(to_json(record.report)))
            faults += [] if text else [_OTHER_TEXT]
        except NianbaoError as error:
            text = False
            faults.append(error.message)
    live = home.find_current()
    with (
        closing(Catalogue(live.database)) as catalogue,
        closing(open_index(live, catalogue, settings)) as engine,
    ):
        found = (record.id in engine.list_reports()) == (not record.superseded_by)
    if not found:
        faults.append("索引与目录对这份报告的记载不一致，请运行 nianbao reindex 从原文件重建。")
    return ReportCheck(record.id, record.source.sha256, not fault, text, found, tuple(faults))
