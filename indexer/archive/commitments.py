"""What the reports of an archive promise: found, listed, followed up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from indexer import __version__
from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.commitment_loading import CommitmentLoader
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.storage.kept_lists import KeptLists
from indexer.archive.storage.live import LiveGeneration, State
from indexer.archive.storage.loading import LatestLoaded
from indexer.commitments.record import Commitment, Dossier
from indexer.commitments.search.finder import CommitmentSearch
from indexer.commitments.search.results import CommitmentFilter, CommitmentResults
from indexer.search.query.tree import Query
from indexer.verdict import Subject

_AT_A_TIME = 200
"""Commitments that are read together."""


class ArchiveCommitments:
    """The commitments of one archive. May be shared by threads."""

    def __init__(self, live: LiveGeneration, verdicts: Verdicts) -> None:
        """Load nothing yet."""
        self._live, self._verdicts = live, verdicts
        self._loader = CommitmentLoader()
        self._finder: LatestLoaded[State, CommitmentSearch] = LatestLoaded()

    def find(
        self, query: Query, wanted: CommitmentFilter | None = None, is_judged: bool = True
    ) -> CommitmentResults:
        """Return the commitments that match a query: its words, the years promised for, districts; with
        facets.

        Args:
            is_judged: whether to read what people judged of them; if not, there is no facet of it.
        """
        finder, catalogue = self._open_finder()
        given = self._verdicts.read_complete(Subject.COMMITMENT) if is_judged else {}
        found = finder.find(query, wanted or CommitmentFilter(), given, catalogue.commitments.read)
        if is_judged:
            return found
        facets = {name: values for name, values in found.facets.items() if name != "verdict"}
        return replace(found, facets=facets)

    def iterate(self, query: Query, wanted: CommitmentFilter) -> Iterator[Commitment]:
        """Return all commitments that match, in the query's order, read while they are asked for."""
        finder, catalogue = self._open_finder()
        numbers = finder.list_numbers(query, wanted, self._verdicts.read_complete(Subject.COMMITMENT))
        parts = (numbers[start : start + _AT_A_TIME] for start in range(0, len(numbers), _AT_A_TIME))
        return (commitment for part in parts for commitment in catalogue.commitments.read(part))

    def list_report(self, report_id: str) -> tuple[Commitment, ...]:
        """Return what a report promises, in its order."""
        return self._live.open()[1].commitments.read_report(report_id)

    def read_dossier(self, key: str) -> Dossier:
        """Return a commitment with what later reports say of it, and where it comes back.

        Raises:
            NotFound: no current report makes a commitment of this key.
        """
        return self._live.open()[1].commitments.read_dossier(key)

    def read_state(self) -> tuple[KeptLists, str]:
        """Return where lists of commitments are kept, and what is another one once such a list would be.

        Raises:
            ArchiveDamaged: verdicts are lost, or cannot be read.
        """
        generation, catalogue, _ = self._live.open()
        verdicts = self._verdicts.read_complete(Subject.COMMITMENT)
        judged = sorted((key, repr(verdict)) for key, verdict in verdicts.items())
        change = catalogue.commitments.read_change()
        digest = hashlib.sha256(repr(judged).encode()).hexdigest()
        return KeptLists(generation.lists), f"{__version__} {generation.name} {change} {digest}"

    def _open_finder(self) -> tuple[CommitmentSearch, Catalogue]:
        """Return the search over the commitments of the present state, and the catalogue that has them."""
        generation, catalogue, _ = self._live.open()
        state = generation.name, catalogue.commitments.read_change()

        def load() -> CommitmentSearch:
            with catalogue.guard():
                return self._loader.load(generation.name, catalogue.commitments)

        return self._finder.get(state, load), catalogue
