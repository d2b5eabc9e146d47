"""Gathers what is downloaded, page by page with what belongs to it, and hands it to the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from indexer.archive.catalogue.records import Run
from indexer.archive.outcome import FileOutcome, Progress
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.durable import write_atomically
from indexer.errors import SourceError
from indexer.extraction.formats import SUFFIXES, is_workbook
from indexer.extraction.recognition.image_file import is_legible
from indexer.ingest.add import add
from indexer.ingest.downloads.fuller import is_fuller, is_lacking, may_lack_pictures
from indexer.ingest.reading.readers import Readers
from indexer.report.report import Report
from indexer.sources.bundles.kinds import find_suffix
from indexer.sources.files import Origin
from indexer.sources.upload import unpack
from indexer.sources.web import elsewhere, links
from indexer.sources.web.address import normalize
from indexer.sources.web.binding import bind
from indexer.sources.web.client import Client, Download
from indexer.sources.web.history import History, is_fresh, make_name

_WITHDRAWN = "这份报告已从档案撤下，未再收录；确要收录请加 --again"
_MOST_ATTACHMENTS, _MOST_REFRESHES, _MOST_FRAMES, _MOST_PAGES = 10, 3, 4, 30
_MOST_PICTURES = 20
_FEW = 5
"""Links to reports up to which a page is no list of them."""


class DownloadDesk:
    """Gathers downloads, then hands them to the archive."""

    def __init__(self, client: Client, readers: Readers, again: bool) -> None:
        self._client, self._readers, self._again = client, readers, again
        home = Home.of(readers.settings)
        self._home, self._history = home.path, History(home.documents)
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
            self._keep_page(download)
            return
        framed = elsewhere.list_frames(download.body, download.final)[:_MOST_FRAMES]
        frames = [self._whole(each) for each in self._attached(framed, quietly=True)]
        reports = [each for each in frames if self._is_report(each)]
        if reports:
            for one in reports:
                self._keep_page(one)
            self._pages.append(download)
            return
        addresses = _list_attachments([download, *frames])
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

    def _keep_page(self, page: Download) -> None:
        """Keep a page with a report. Where it lacks tables or sections, what is attached is looked at: the
        same report with more of them takes its place, and spreadsheets are kept for its tables.
        """
        report = self._find_report(page)
        attached = list(self._attached(_list_attachments([page]), True)) if is_lacking(report) else []
        sheets = [each for each in attached if is_workbook(each.body, each.name)]
        for each in attached:
            if each not in sheets and is_fuller(self._find_report(each), report):
                self._keep(each)
                self._pages.append(page)
                return
        self._keep(self._with_pictures(page))
        for sheet in sheets:
            self._keep(sheet, page.url)

    def _find_report(self, download: Download) -> Report | None:
        self._is_report(download)
        return self._readers.find_checked(download.body, download.name)

    def _with_pictures(self, download: Download) -> Download:
        """A report with its pictures, where parts of it may be in them; itself where none can be had."""
        if not may_lack_pictures(self._find_report(download)):
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

    def _keep(self, download: Download, page: str = "") -> None:
        # Of this run alone: it is given to the archive from here.
        path = (self._home / make_name(download.url, "part")).absolute()
        write_atomically(path, download.body)
        self._history.write(download, "waiting")
        self._origins[path] = Origin(download.name, download.url, page)


def _list_attachments(pages: Iterable[Download]) -> list[str]:
    """The addresses of the files that are embedded in pages or attached to them: as many as are tried."""
    finders = (elsewhere.list_embedded, links.find_attachments)
    found = (address for page in pages for find in finders for address in find(page.body, page.final))
    return list(islice(dict.fromkeys(found), _MOST_ATTACHMENTS))


def _failure(address: str, error: SourceError) -> FileOutcome:
    """Return the outcome of a failure; its sentence does not say the address again."""
    sentence = error.message.removeprefix(address).lstrip(" ：")
    return FileOutcome(address, "failed", message=sentence)
