"""Writes to an index in a cluster: a transaction is published by its number, and undone without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from indexer.errors import ArchiveError
from indexer.search.engines.base import IndexPlace
from indexer.search.engines.opensearch.clauses import match_any
from indexer.search.engines.opensearch.cluster import Cluster
from indexer.search.engines.opensearch.published import Commit, PublishedIndex
from indexer.search.engines.opensearch.troubles import IndexMissing
from indexer.search.engines.opensearch.writer import OpenSearchWriter, name_commit
from indexer.search.facets.divisions import NameOf


class IndexTransactions:
    """The transactions of one index."""

    def __init__(self, cluster: Cluster, place: IndexPlace, name_of: NameOf) -> None:
        """Ask nothing yet (`OpenSearchEngine`)."""
        self._cluster, self._build, self._name_of = cluster, place.name, name_of
        self._publication = place.publication

    @contextmanager
    def write(self) -> Iterator[OpenSearchWriter]:
        """Open the next one (`OpenSearchEngine.write`)."""
        before = self._prepare()
        writer = OpenSearchWriter(self._cluster, self._build, before.commit.number + 1, before)
        try:
            yield writer
            if not writer.changed:
                return
            if not self._is_published(writer):
                writer.prepare()
                self._publication.publish(writer.number)
        except BaseException:
            if not self._is_published(writer):
                with suppress(ArchiveError, IndexMissing):
                    self._delete_unpublished(before.commit.number)
            raise
        # It is published: what is not deleted now, the next writer deletes.
        with suppress(ArchiveError, IndexMissing):
            self._delete_replaced(Commit(writer.number, tuple(sorted(writer.replaced))))

    def _prepare(self) -> PublishedIndex:
        """What is published, of an index that has nothing else."""
        number = self._publication.read()
        commit = read_commit(self._cluster, self._build, number)
        if commit is None:
            self._cluster.delete_index(self._build)
            self._cluster.create_index(self._build)
            commit = Commit(number, ())
        else:
            self._delete_unpublished(number)
            self._delete_replaced(commit)
        return PublishedIndex(self._cluster, self._build, commit, self._name_of)

    def _delete_unpublished(self, number: int) -> None:
        above = {"gt": number}
        self._cluster.delete_documents(
            self._build, match_any([{"range": {"added": above}}, {"range": {"commit": above}}])
        )

    def _delete_replaced(self, commit: Commit) -> None:
        """Delete what a published transaction has replaced, and what those before it said of that."""
        old = {"range": {"commit": {"lt": commit.number}}}
        replaced = [commit.make_replaced()] if commit.replaced else []
        self._cluster.delete_documents(self._build, match_any([old, *replaced]))

    def _is_published(self, writer: OpenSearchWriter) -> bool:
        return self._publication.read() >= writer.number


def read_commit(cluster: Cluster, build: str, number: int) -> Commit | None:
    """Return what a published transaction has written of itself; None where the index has nothing of it.

    Args:
        cluster: has the index.
        build: name of the index.
        number: of the transaction; 0 where nothing was ever published.
    """
    if not cluster.has_index(build):
        return None
    if not number:
        return Commit(0, ())
    kept = cluster.read_document(build, name_commit(number))
    return Commit(number, tuple(kept["replaced"])) if kept else None
