"""Loads the search over commitments anew when some of the reports have changed, the others as they are."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.archive.catalogue.commitments import CommitmentReader
from indexer.commitments.search.columns import CommitmentColumns
from indexer.commitments.search.finder import CommitmentSearch
from indexer.commitments.search.rows import CommitmentState, ReportColumns, SearchReport, group_rows


class CommitmentLoader:
    """Keeps what was loaded of each report of the generation that was asked for last.

    A report's are read again unless it makes as many as before, of the same numbers, keys (which are made of
    the words) and sections. Threads may load at once: the last one leaves what it has loaded.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, dict[str, ReportColumns]] = "", {}

    def load(self, generation: str, reader: CommitmentReader) -> CommitmentSearch:
        """Return the search over all current commitments of a generation.

        Raises:
            ArchiveDamaged: the catalogue cannot be read.
        """
        reports, states = reader.list_search_reports(), {row.number: row for row in reader.read_states()}
        kept = self._kept[1] if self._kept[0] == generation else {}
        known = {r.report: kept[r.report] for r in reports if _is_same(kept.get(r.report), r, states)}
        new = [report.report for report in reports if report.report not in known]
        columns = known | group_rows(reader.read_search_rows(new))
        self._kept = generation, columns
        return CommitmentSearch(CommitmentColumns(reports, columns, states))


def _is_same(
    columns: ReportColumns | None, report: SearchReport, states: Mapping[int, CommitmentState]
) -> bool:
    if columns is None or len(columns.keys) != report.commitments:
        return False
    found = [states.get(number) for number in columns.numbers.tolist()]
    return all(
        row is not None and (row.key, row.section) == own
        for row, own in zip(found, zip(columns.keys, columns.sections.tolist(), strict=True), strict=True)
    )
