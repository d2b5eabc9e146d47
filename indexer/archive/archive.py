"""What is published: the current generation's catalogue and index, for reading."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.archive.catalogue.places import PlaceReader
from indexer.archive.catalogue.records import Record, Run, Summary
from indexer.archive.completion import complete
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.counts import ArchiveCounts
from indexer.archive.files import ReportFiles
from indexer.archive.search import ArchiveSearch
from indexer.archive.storage.home import Home
from indexer.archive.storage.live import LiveGeneration, State
from indexer.archive.storage.loading import LatestLoaded
from indexer.errors import ArchiveDamaged, ArchiveMissing, VerdictError
from indexer.report.report import Report
from indexer.search.groups import Groups
from indexer.search.query.interpretation.synonyms import SynonymFile
from indexer.search.query.tree import Query
from indexer.search.results import Results
from indexer.settings import Settings
from indexer.verdict import Subject, Verdict, check_verdict

# What a search does not need is loaded by who needs it: `nianbao search` starts in half the time.
if TYPE_CHECKING:
    from indexer.archive.auditing import ArchiveAuditing
    from indexer.archive.catalogue.additions import AdditionReader
    from indexer.archive.catalogue.bodies import BodyReader
    from indexer.archive.catalogue.findings import FindingReader
    from indexer.archive.catalogue.similar_reports import SimilarReport
    from indexer.archive.catalogue.sitemap import SitemapReader
    from indexer.archive.commitments import ArchiveCommitments
    from indexer.indicators.record import IndicatorBody, IndicatorFigure, IndicatorFilter


class Archive:
    """One archive for reading. May be shared by threads; follows new generations by itself."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home.of(settings)
        self._live = LiveGeneration(self._home, settings)
        self.verdicts = Verdicts(self._home)
        self.counts = ArchiveCounts(self._live)
        self._indicator_bodies: LatestLoaded[State, tuple[IndicatorBody, ...]] = LatestLoaded()
        self._synonyms = SynonymFile(self._home.synonyms)
        self._lock = threading.Lock()
        self._commitments: ArchiveCommitments | None = None

    def search(self, query: Query) -> Results:
        """Answer a query.

        Raises:
            QueryError: it cannot be answered.
            ArchiveMissing, ArchiveDamaged: the archive cannot answer.
        """
        try:
            return self._search().answer(query)
        except ArchiveMissing:
            index = self._live.open()[2].name  # there is none: nothing was ever published
            raise ArchiveDamaged(f"索引 {index} 不见了，请用 nianbao reindex 从原文件重建。") from None

    def find_matching(self, query: Query) -> Groups:
        """Return the reports with hits of a whole query, in groups: none with only a part of it, and no
        others where it finds nothing, for whoever follows a query wants to know once there is one.

        Raises:
            QueryError: it cannot be answered.
            ArchiveMissing, ArchiveDamaged: the archive cannot answer.
        """
        return self._search().find_matching(query)

    @property
    def auditing(self) -> ArchiveAuditing:
        """What the reports say, counted and listed in full."""
        from indexer.archive.auditing import ArchiveAuditing

        return ArchiveAuditing(self._live)

    def complete(self, typed: str, most: int) -> tuple[str, ...]:
        """Return queries that begin with what was typed, the likeliest first; at most so many."""
        return complete(
            typed, self.counts.list_areas(), self.counts.list_coverage(), self._live.open()[2], most
        )

    def interpret(self, query: Query) -> Query:
        """Return a query with its places, years, kinds of report, questions and synonyms understood."""
        return self._search().interpret(query)

    def _search(self) -> ArchiveSearch:
        _, catalogue, engine = self._live.open()
        return ArchiveSearch(engine, catalogue, self.counts.list_coverage, self._synonyms.read())

    def read_report(self, report_id: str) -> Record:
        """Return one report whole.

        Raises:
            NotFound: there is none of this id.
        """
        return self._live.open()[1].reports.read_report(report_id)

    def find_similar(self, report: Report, sha256: str) -> tuple[SimilarReport, ...]:
        """Return reports of other identities that say almost the same as one, whether it is held or not.

        Args:
            sha256: of its original.
        """
        from indexer.report.comparison.similarity import extract_text
        from indexer.report.comparison.sketch import make_sketch
        from indexer.report.identifier import identify

        return self._live.open()[1].similar_reports.find_similar(
            identify(report, sha256), make_sketch(extract_text(report))
        )

    @property
    def outdated(self) -> bool:
        """Whether it was made by another version of the program, which must not be added to."""
        return self._live.open()[1].outdated

    def read_correction(self, report_id: str) -> Correction:
        """Return what people corrected of a report.

        Raises:
            NotFound: there is none of this id.
            ArchiveDamaged: the record of it cannot be read.
        """
        return Corrections(self._home).read(self.read_report(report_id).source.sha256)

    @property
    def files(self) -> ReportFiles:
        """The files of reports."""
        return ReportFiles(self._home, self.read_report)

    def list_summaries(self) -> tuple[Summary, ...]:
        """Return every report, by region, body, year and version."""
        return self._live.open()[1].reports.list_summaries()

    def list_runs(self) -> tuple[Run, ...]:
        """Return the last runs, newest first."""
        return self._live.open()[1].list_runs()

    def list_reports(
        self, codes: tuple[str, ...] | None, years: Sequence[int | None], limit: int, offset: int = 0
    ) -> tuple[int, tuple[Summary, ...]]:
        """Return some of the reports about one division itself, and how many (`Catalogue.list_reports`)."""
        return self._live.open()[1].reports.list_reports(codes, years, limit, offset)

    @property
    def places(self) -> PlaceReader:
        """What is held by place."""
        return self._live.open()[1].places

    @property
    def additions(self) -> AdditionReader:
        """The reports in the order of adding."""
        return self._live.open()[1].additions

    @property
    def bodies(self) -> BodyReader:
        """The bodies that have reports."""
        return self._live.open()[1].bodies

    @property
    def sitemap(self) -> SitemapReader:
        """Which pages there are, for search engines."""
        return self._live.open()[1].sitemap

    def list_corrected(self, most: int) -> dict[str, str]:
        """Return when published reports were corrected (`Corrections.list_given`)."""
        return Corrections(self._home).list_given(most)

    @property
    def commitments(self) -> ArchiveCommitments:
        """What the reports promise."""
        from indexer.archive.commitments import ArchiveCommitments

        with self._lock:
            self._commitments = self._commitments or ArchiveCommitments(self._live, self.verdicts)
            return self._commitments

    @property
    def findings(self) -> FindingReader:
        """What the rules say of the statutory tables, and the tables themselves."""
        return self._live.open()[1].findings

    def list_indicator_figures(self, wanted: IndicatorFilter) -> tuple[IndicatorFigure, ...]:
        """Return the numbers of indicators in prose that a filter lets through (`IndicatorReader.read`)."""
        return self._live.open()[1].indicators.read(wanted)

    def list_indicator_bodies(self) -> tuple[IndicatorBody, ...]:
        """Return bodies whose reports state indicators in prose."""
        state, catalogue = self._live.open_state()
        return self._indicator_bodies.get(state, catalogue.indicators.list_bodies)

    def judge(self, verdict: Verdict) -> Verdict:
        """Give a verdict on something that is in the archive, or that was judged while it was.

        Args:
            verdict: its time is that of giving it, whatever it has.

        Raises:
            VerdictError: it makes no sense, or nothing has its key.
            ArchiveDamaged: the verdicts cannot be read or written.
        """
        check_verdict(verdict)
        catalogue, key = self._live.open()[1], verdict.key
        keys = catalogue.findings if verdict.subject is Subject.FINDING else catalogue.commitments
        if not keys.has_key(key) and not self.verdicts.list_history(verdict.subject, key):
            raise VerdictError(f"档案中没有编号为“{key[:80]}”的核对结果或承诺，请从页面上复制编号。")
        said = {"note": verdict.note, "link": verdict.link, "who": verdict.who}
        return self.verdicts.add(verdict.subject, key, verdict.value, **said)

    def close(self) -> None:
        """Close all files."""
        self.verdicts.close()
        self._live.close()


def open_archive(settings: Settings) -> Archive:
    """Return the archive of a home; a missing one is reported when it is first asked."""
    return Archive(settings)
