"""What every engine does: takes passages in, publishes them, gives results out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexer.report.report import Region
from indexer.search.query.tree import Node, Query
from indexer.search.results import Results

if TYPE_CHECKING:
    from indexer.search.auditing.batch import BatchCounts
    from indexer.search.auditing.concordance import Concordance, ConcordanceSort
    from indexer.search.auditing.trend import TrendCell


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with what is known of its report: the unit that is searched.

    Attributes:
        report: the report's id.
        ordinal: position of the passage in the report, from 0.
        section: statutory number 1–6.
        heading: the section's heading in the report's own words.
        first: number of the passage's first line (anchors are `s<section>-<line>`).
        text: the passage's lines joined by line breaks.
        damage: number of damaged places in heading and text, mended or not.
        recognised: whether some of it was recognised in a picture.
    """

    report: str
    ordinal: int
    title: str
    year: int | None
    kind: str
    body: str
    region: Region | None
    section: int
    heading: str
    first: int
    text: str
    damage: int = 0
    recognised: bool = False


class PublishedNumber(Protocol):
    """Which transaction of an index is published. It is kept with what belongs to the index, so that both are
    published at once.
    """

    def read(self) -> int:
        """Return the number of the last transaction that was published, 0 where none was."""

    def publish(self, number: int) -> None:
        """Publish a transaction."""


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where an index is.

    Attributes:
        folder: of an engine that keeps it in files.
        name: of the index in an engine that is asked over the network: one of its own for each build.
        publication: for an engine that does not publish by itself.
    """

    folder: Path
    name: str
    publication: PublishedNumber


class Writer(Protocol):
    """An open transaction on an index.

    Attributes:
        changed: whether there is anything to publish yet.
    """

    changed: bool

    def add(self, entries: Iterable[Entry]) -> None:
        """Add the passages of one report; what the index held of that report is replaced."""

    def remove(self, report: str) -> None:
        """Take all passages of a report out."""

    def compact(self) -> None:
        """Lay the index out for searching when this transaction is published: the last of a large run."""

    def prepare(self) -> None:
        """Do all that can be done before publishing; nothing is added or removed any more."""


class Engine(Protocol):
    """One index. Instances may be shared by threads for reading.

    Whatever it does raises `EngineUnreachable` where it is asked over the network and gives no answer.

    Attributes:
        name: what people call the index: its folder, or its address without what is secret.
        publishes_itself: whether a transaction is published when `write` ends; else it is once its number is
            stored as published, and `write` stores it where that was not done within its block.
    """

    name: str
    publishes_itself: bool

    def search(self, query: Query) -> Results:
        """Answer a query from what was last published.

        Raises:
            QueryError: the query cannot be answered.
            ArchiveDamaged: the index cannot be read.
        """

    def count_trend(self, trees: Sequence[Node], scope: Query) -> tuple[TrendCell, ...]:
        """Return how many reports say what each tree says, by place and year, under the filters of a scope:
        places right below a chosen one, and it alone; () where nothing is published.

        Raises:
            ArchiveDamaged: the index cannot be read.
        """

    def count_batch(self, trees: Iterable[Node], scope: Query) -> BatchCounts:
        """Return how many reports say what each tree says, by district of the scope (of all where it has
        none) and by year; trees are counted one after the other, as long as there are more.

        Raises:
            ArchiveDamaged: the index cannot be read.
        """

    def find_places(self, query: Query, sort: ConcordanceSort) -> Concordance:
        """Return every place where a query's phrases are in the passages that it matches.

        Raises:
            ArchiveDamaged: the index cannot be read.
        """

    def corrections(self, run: str, most: int = 0) -> tuple[str, ...]:
        """What was probably meant by a folded run of characters, the likeliest first: what sounds or is
        written like it, or what its letters spell. () where more than `most` passages have it.
        """

    def complete(self, run: str, most: int) -> tuple[str, ...]:
        """Runs of the texts that begin with a folded run, the most frequent first; at most so many."""

    def write(self) -> AbstractContextManager[Writer]:
        """A transaction: published when the block ends, undone when it raises.

        Raises:
            ArchiveBusy: another writer is open.
        """

    def read_generation(self) -> int:
        """Number of the last transaction that was published: one more with each that changed something;
        0 where nothing was ever written."""

    def list_reports(self) -> frozenset[str]:
        """Ids of all reports in the index."""

    def find_damaged(self) -> tuple[str, ...]:
        """Names of files of the index that are gone, or not what was written; reads all of them. Nobody may
        write meanwhile.

        Raises:
            ArchiveDamaged: which files there are cannot be read.
        """

    def close(self) -> None:
        """Let go of files."""
