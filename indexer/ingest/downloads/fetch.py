"""Adds reports from the web: addresses and lists of them to downloads, downloads to the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from indexer.archive.catalogue.records import Run
from indexer.archive.outcome import FileOutcome, Progress
from indexer.ingest.downloads.desk import DownloadDesk
from indexer.ingest.reading.readers import Readers
from indexer.settings import Settings
from indexer.sources import files as corpus
from indexer.sources.web.client import Client
from indexer.sources.web.lists import find_reports
from indexer.text.encoding import decode

_BATCH = 20
"""Most addresses whose reports are published together: downloads take longer than files."""
_MOST_BYTES = 20 * 1024 * 1024
"""Bytes of a file of addresses."""


def gather(
    client: Client,
    urls: Iterable[str],
    lists: Iterable[Path],
    pages: Iterable[str],
    notify: Callable[[FileOutcome], None] = lambda _outcome: None,
) -> list[str]:
    """Return addresses given one by one, in files (one a line, # before a remark), and on index pages.

    Args:
        notify: called with every list that was not read whole, and why.

    Raises:
        SourceError: a file or an index page cannot be read.
    """
    found = list(urls)
    for path in lists:
        lines = decode(corpus.read(path, _MOST_BYTES).data).text.splitlines()
        found += [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    for page in pages:
        found += find_reports(client, page, partial(_notify_unread, notify, page))
    return found


def _notify_unread(notify: Callable[[FileOutcome], None], page: str, sentence: str) -> None:
    notify(FileOutcome(page, "skipped", message=sentence))


def fetch(
    addresses: Iterable[str], client: Client, settings: Settings, progress: Progress, again: bool = False
) -> Run:
    """Download addresses and add the reports that they give.

    Where a page leads on by itself, it is followed; an article over several pages is read whole. Where a page
    is no report itself, the files attached to it or embedded in it, and frames of its site, are tried. Of a
    report that lacks tables or sections, an attachment that is the same report and has more of them is kept
    in its place, and spreadsheets are joined to it; one that has pictures is kept with these. Of an archive
    the files are added, under its address and their names in it.

    Args:
        addresses: what to download, in this order.
        again: ask for addresses that were asked for within the last day too.
        progress: called with every address's outcome.

    Returns:
        What was done in all.

    Raises:
        ArchiveBusy: another process is writing.
        ArchiveDamaged: catalogue or index cannot be read.
    """
    unique = list(dict.fromkeys(addresses))
    run = Run("fetch", datetime.now(UTC).isoformat(timespec="seconds"), "", {}, ())
    batch = min(_BATCH, settings.batch_files)
    with Readers(settings) as readers:
        desk = DownloadDesk(client, readers, again)
        for start in range(0, len(unique), batch):
            desk.collect(unique[start : start + batch])
            run = desk.publish(lambda outcome, _total: progress(outcome, len(unique)), run)
    return run if run.ended else replace(run, ended=run.began)
