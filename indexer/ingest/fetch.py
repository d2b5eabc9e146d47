"""Adds reports from the web: addresses and lists of them to downloads, downloads to the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from indexer.archive.catalogue.records import Run
from indexer.archive.contributions.inventory import Inventory
from indexer.archive.outcome import FileOutcome, Progress
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.durable import write_atomically
from indexer.errors import SourceError
from indexer.extraction.formats import SUFFIXES
from indexer.extraction.recognition.image_file import is_legible
from indexer.ingest.add import add
from indexer.ingest.reading.readers import Readers
from indexer.settings import Settings
from indexer.sources import files as corpus
from indexer.sources.bundles.kinds import find_suffix
from indexer.sources.files import Origin
from indexer.sources.upload import unpack
from indexer.sources.web import elsewhere, links
from indexer.sources.web.address import normalize
from indexer.sources.web.binding import bind
from indexer.sources.web.client import Client, Download
from indexer.sources.web.history import History, is_fresh
from indexer.sources.web.lists import find_reports
from indexer.text.encoding import decode

_BATCH = 20
"""Most addresses whose reports are published together: downloads take longer than files."""
_WITHDRAWN = "这份报告已从档案撤下，未再收录；确要收录请加 --again"
_MOST_BYTES = 20 * 1024 * 1024
"""Bytes of a file of addresses."""
_MOST_ATTACHMENTS, _MOST_REFRESHES, _MOST_FRAMES, _MOST_PAGES = 10, 3, 4, 30
_MOST_PICTURES = 20
_FEW = 5
"""Links to reports up to which a page is no list of them."""


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
    is no report itself, the files attached to it or embedded in it, and frames of its site, are tried. A
    report that lacks tables or sections, and has pictures, is kept with these. Of an archive the files are
    added, under its address and their names in it.

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
        desk = _Desk(client, readers, again)
        for start in range(0, len(unique), batch):
            desk.collect(unique[start : start + batch])
            run = desk.publish(lambda outcome, _total: progress(outcome, len(unique)), run)
    return run if run.ended else replace(run, ended=run.began)


class _Desk:
    """Gathers downloads, then hands them to the archive."""

    def __init__(self, client: Client, readers: Readers, again: bool) -> None:
        self._client, self._readers, self._again = client, readers, again
        home = Home(readers.settings.home)
        self._history = History(home.path / "fetched", Inventory(home).write)
        self._originals = Originals(home)
        self._origins: dict[Path, Origin] = {}
        self._others: list[FileOutcome] = []
        self._pages: list[Download] = []

    def collect(self, addresses: Sequence[str]) -> None:
        """Download addresses; what goes wrong with one is its outcome."""
        for address in addresses:
            url = address
            try:
                url = normalize(address)
                self._visit(url)
            except SourceError as error:
                self._others.append(_failure(url, error))

    def publish(self, progress: Progress, former: Run) -> Run:
        """Add what was gathered, and forget it; return what the run has done with it and before."""
        origins, others, pages = self._origins, self._others, self._pages
        self._origins, self._others, self._pages = {}, [], []
        outcomes: dict[str, FileOutcome] = {}

        addresses = {str(path): origin.address for path, origin in origins.items()}

        def notify(outcome: FileOutcome, total: int) -> None:
            for path, address in addresses.items():
                # A sentence names the address, not where the bytes lay for a moment.
                outcome = replace(outcome, message=outcome.message.replace(path, address))
            outcomes[str(outcome.path)] = outcome
            progress(outcome, total)

        run = add(origins, self._readers.settings, notify, origins, others, former, self._readers)
        for path, origin in origins.items():
            outcome = outcomes.get(origin.address)
            self._history.note(origin.address, status=outcome.status if outcome else "failed")
            path.unlink(missing_ok=True)  # a report's bytes are among the originals now
        for page in pages:
            self._history.write(page, "page")
        return run

    def _visit(self, url: str) -> None:
        record = self._history.record(url)
        taken = record.get("status") in ("added", "updated", "unchanged")
        withdrawn = taken and not self._originals.has(str(record.get("sha256", "")))
        if withdrawn and not self._again:
            self._others.append(FileOutcome(url, "skipped", message=_WITHDRAWN))
            return
        if not self._again and is_fresh(record):
            self._others.append(FileOutcome(url, "unchanged", record.get("report", "")))
            return
        download = self._client.get(url, record.get("headers") if taken and not withdrawn else None)
        if download.unchanged:
            self._history.note(url, retrieved=download.retrieved)
            self._others.append(FileOutcome(url, "unchanged"))
            return
        if find_suffix(download.name):
            self._take(download)
            return
        download = self._whole(self._follow(download))
        if self._is_report(download):
            self._keep(self._with_pictures(download))
            return
        framed = elsewhere.list_frames(download.body, download.final)[:_MOST_FRAMES]
        frames = [self._whole(each) for each in self._attached(framed, quietly=True)]
        reports = [each for each in frames if self._is_report(each)]
        if reports:
            for one in map(self._with_pictures, reports):
                self._keep(one)
            self._pages.append(download)
            return
        sources = [download, *frames]
        files = dict.fromkeys(
            address
            for each in sources
            for find in (elsewhere.list_embedded, links.find_attachments)
            for address in find(each.body, each.final)
        )
        addresses = list(islice(files, _MOST_ATTACHMENTS))
        attached = list(self._attached(addresses))
        for one in attached or [download]:
            self._take(one)
        # What is remembered is not asked for again: only when all that it has was taken in.
        if attached and len(attached) == len(addresses):
            self._pages.append(download)

    def _follow(self, download: Download) -> Download:
        """Return what the pages that a page leads on to by itself end in, under the first page's address."""
        seen = {download.final}
        while len(seen) <= _MOST_REFRESHES:
            further = elsewhere.find_refresh(download.body, download.final)
            if not further or further in seen or self._is_report(download):
                break
            seen.add(further)
            download = replace(self._client.get(further), url=download.url)
        return download

    def _whole(self, download: Download) -> Download:
        """An article with its further pages; itself where it has none, or one of them is out of reach."""
        if len(links.find_reports(download.body, download.final)[0]) > _FEW:
            return download  # a list of reports
        addresses = links.find_pages(download.body, download.final)[: _MOST_PAGES - 1]
        further = list(self._attached(addresses)) if addresses else []
        return bind(download, further) if further and len(further) == len(addresses) else download

    def _with_pictures(self, download: Download) -> Download:
        """A report with its pictures, where parts of it may be in them; itself where none can be had."""
        if not self._readers.may_lack_pictures(download.body, download.name):
            return download
        addresses = links.find_pictures(download.body, download.final)[:_MOST_PICTURES]
        pictures = [each for each in self._attached(addresses, quietly=True) if is_legible(each.body)]
        room = self._readers.settings.max_file_bytes - 2 * len(download.body)
        if not pictures or 2 * sum(len(each.body) for each in pictures) > room:
            return download
        return bind(download, pictures, are_pictures=True)

    def _attached(self, addresses: Iterable[str], quietly: bool = False) -> Iterator[Download]:
        for address in addresses:
            try:
                yield self._client.get(address)
            except SourceError as error:
                if not quietly:
                    self._others.append(_failure(address, error))

    def _is_report(self, download: Download) -> bool:
        try:
            self._readers.check(download.body, download.name)
        except SourceError:
            return False
        return True

    def _take(self, download: Download) -> None:
        """Keep a download; of an archive the files that may be reports."""
        if not find_suffix(download.name):
            self._keep(download)
            return
        for label, data in unpack(download.body, download.name, self._readers.settings.max_file_bytes):
            path = label.removeprefix(f"{download.name}/")
            # What is no archive after all, or one that cannot be opened, comes under its own name.
            url = download.url if label == download.name else f"{download.url}#{quote(path)}"
            if isinstance(data, SourceError):
                self._others.append(_failure(url, data))
            elif label == download.name:
                self._keep(download)
                return
            elif path.lower().endswith(tuple(SUFFIXES)):
                headers = {**download.headers, "content-disposition": f"filename*=utf-8''{quote(path)}"}
                self._keep(replace(download, url=url, body=data, headers=headers))
        self._pages.append(download)

    def _keep(self, download: Download) -> None:
        path = self._history.path(download.url, "part").absolute()
        write_atomically(path, download.body)
        self._history.write(download, "waiting")
        self._origins[path] = Origin(download.name, download.url)


def _failure(address: str, error: SourceError) -> FileOutcome:
    """Return the outcome of a failure; its sentence does not say the address again."""
    sentence = error.message.removeprefix(address).lstrip(" ：")
    return FileOutcome(address, "failed", message=sentence)
