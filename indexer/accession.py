"""One file into an open batch: kept, named, entered into catalogue and index."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from indexer import corpus
from indexer.catalogue import Catalogue
from indexer.corpus import Origin
from indexer.errors import NianbaoError
from indexer.naming import identify
from indexer.originals import Originals, Source
from indexer.outcome import Outcome
from indexer.reading import read
from indexer.records import Reading
from indexer.report import Report
from indexer.settings import Settings
from indexer.transaction import Batch, entries


class Accession:
    """Takes files into one batch."""

    def __init__(self, batch: Batch, records: Catalogue, originals: Originals, settings: Settings) -> None:
        self._batch, self._records, self._originals, self._settings = batch, records, originals, settings
        self._known = records.known()

    def take(self, path: Path, origin: Origin | None) -> Outcome:
        """Take a file in, unless it was before.

        Args:
            origin: where it came from, if not from here.
        """
        name, shown = (origin.name, origin.address) if origin else (path.name, path)
        try:
            found = corpus.read(path, self._settings.max_file_bytes)
            sha256 = found.sha256
            if sha256 in self._known:
                return self._again(shown, self._known[sha256])
            report, reading = read(found.data, name, self._settings, self._batch.catalogue.sound())
        except NianbaoError as error:
            return Outcome(shown, "failed", message=error.message)
        sequence = self._batch.catalogue.next_sequence()
        source = Source(sha256, name, str(shown), len(found.data), now(), sequence, "")
        outcome = enter(self._batch, report, reading, source, self._settings)
        self._originals.keep(found.data, replace(source, report=outcome.id))
        self._known[sha256] = outcome.id
        return replace(outcome, path=shown)

    def _again(self, path: Path | str, report_id: str) -> Outcome:
        """A file that was taken in before: unchanged, unless it had been replaced at this very path."""
        record = self._records.record(report_id)
        if not record.superseded_by or record.source.path != str(path):
            return Outcome(path, "unchanged", report_id)
        source = replace(record.source, sequence=self._batch.catalogue.next_sequence())
        _, replaced = self._batch.catalogue.revive(source)
        for earlier in replaced:
            self._batch.index.remove(earlier)
        self._batch.index.add(entries(report_id, record.report, self._settings))
        self._originals.note(source)
        return Outcome(path, "updated", report_id, record.report)


def enter(batch: Batch, report: Report, reading: Reading, source: Source, settings: Settings) -> Outcome:
    """Name a report and enter it; what it replaces goes out of the index."""
    if not report.url and source.path.startswith(("http://", "https://")):
        report = replace(report, url=source.path)
    identity = identify(report, source.sha256)
    # A rebuilt archive gives every report the id that it had, as long as it is still the same report.
    kept = re.fullmatch(re.escape(identity) + r"(?:-([1-9]\d*))?", source.report)
    if kept and not batch.catalogue.taken(source.report):
        report_id, version = source.report, int(kept[1] or 1)
    else:
        report_id, version = batch.catalogue.free_id(identity)
    batch.catalogue.insert(identity, version, report, replace(source, report=report_id), reading)
    replaced = batch.catalogue.supersede(source.path, identity, report_id)
    for earlier in replaced:
        batch.index.remove(earlier)
    batch.index.add(entries(report_id, report, settings))
    return Outcome(source.path, "updated" if replaced else "added", report_id, report)


def now() -> str:
    """This moment, as sources and runs have it: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
