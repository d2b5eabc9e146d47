"""SEAM: where the files of a run are read ahead: in processes of this machine, or on other machines."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # The libraries that rows are made with: who reads a single file waits for none of them.
    from indexer.archive.catalogue.writing.report_rows import Prepared
    from indexer.ingest.reading.prepare import File


class ReadingExecutor(Protocol):
    """Reads files without what was added before them: in any order, as many at once as it likes."""

    def submit(self, file: File) -> Future[Prepared]:
        """Begin to read a file.

        Returns:
            What the file says. Its exceptions: `SourceError` where it cannot be read as a report,
            `OthersNeeded` where it is damaged and the texts of others are needed to repair it.
        """

    def read_beside(self, file: File, others: Iterable[str]) -> Prepared:
        """Return what a damaged file says.

        Args:
            others: texts of undamaged reports that were added before.

        Raises:
            SourceError: it cannot be read as a report.
        """

    def cancel(self) -> None:
        """Stop reading at once; what was begun is of no use any more."""

    def close(self) -> None:
        """End what was started to read files, once nothing is read any more."""
