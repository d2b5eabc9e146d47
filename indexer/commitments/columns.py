"""The promises of an archive as columns of arrays, in the order of reports and lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.record import STATE_NAMES
from indexer.commitments.vocabulary import topics
from indexer.report.report import Region
from indexer.search.query.tree import Years
from indexer.text.fold import fold

Mask = NDArray[np.bool_]
STATES = tuple(state.value for state in STATE_NAMES)
"""Values of states by the numbers that stand for them in the columns."""
_REMEMBERED = 500


class CommitmentColumns:
    """What searching and counting takes of every promise; rows as `PromiseStore.rows` gives them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        table = list(rows)
        self.numbers = np.array([row[0] for row in table], dtype=np.int64)
        self.places = {row[1]: place for place, row in enumerate(table)}
        self.texts = [fold(row[2][len(row[3]) :]) for row in table]
        self.years = np.array([row[4] or 0 for row in table], dtype=np.int32)
        self.topics = np.zeros((len(topics()), len(table)), dtype=bool)
        for place, row in enumerate(table):
            self.topics[json.loads(row[5]), place] = True
        self.having = {
            name: np.array([bool(row[at]) for row in table], dtype=bool)
            for at, name in ((6, "figure"), (7, "deadline"))
        }
        self.states = np.array([STATES.index(row[8]) for row in table], dtype=np.int8)
        paths: dict[tuple[str, str], int] = {}
        self.regions = np.array(
            [paths.setdefault((row[9], row[10]), len(paths)) for row in table], dtype=np.int64
        )
        self.paths = [Region(tuple(c.split("/")), tuple(p.split("/"))) if c else None for c, p in paths]
        self.kinds = np.array([row[11] for row in table], dtype=object)
        self.sections = np.array([row[12] for row in table], dtype=np.int32)
        self.lengths = np.array([len(text) for text in self.texts], dtype=np.float64)
        titles: dict[str, int] = {}
        self._reports = np.array([titles.setdefault(row[13], len(titles)) for row in table], dtype=np.int64)
        self._titles = [fold(title) for title in titles]
        self._known: dict[str, Mask] = {}

    def titled(self, folded: str) -> Mask:
        """Which stand in a report with these characters in its title."""
        return np.array([folded in title for title in self._titles], dtype=bool)[self._reports]

    def has(self, folded: str) -> Mask:
        """Which promises have these characters in them."""
        mask = self._known.get(folded)
        if mask is None:
            mask = np.fromiter((folded in text for text in self.texts), dtype=bool, count=len(self.texts))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[folded] = mask
        return mask

    def in_years(self, spans: Iterable[Years]) -> Mask:
        """Which are for a year in one of these ranges."""
        mask = np.zeros(len(self.texts), dtype=bool)
        for span in spans:
            if span.without:
                mask |= self.years == 0
            else:
                first, last = span.first or 1, span.last or 9999
                mask |= (self.years >= first) & (self.years <= last)
        return mask

    def in_districts(self, codes: set[str], unknown: bool) -> Mask:
        """Which are about one of these divisions or one below it, or (`unknown`) about none that is known."""
        chosen = [
            place
            for place, region in enumerate(self.paths)
            if (unknown if region is None else not codes.isdisjoint(region.codes))
        ]
        return np.isin(self.regions, chosen)
