"""Reports that say almost the same under another name: of one of them body or year may be read wrongly.

Of every report the catalogue keeps a sketch: one hash puts the text's character triples into bins, and of
each bin the smallest is kept. Of two texts each bin is the same with a probability of the share of their
triples that is common (one permutation hashing: P. Li, A. Owen, C. Zhang, One Permutation Hashing, 2012), so
that the share can be told to one or two hundredths without reading either. Some bins together make a
band, by which those that may be alike are found (J. Leskovec, A. Rajaraman, J. Ullman, Mining of Massive
Datasets, 3.4). For promises datasketch does the same with a permutation a bin, which for a whole report
takes longer than all else that is done with its text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from indexer.archive.catalogue.schema import SKETCH, SKETCH_BAND
from indexer.archive.database import insert
from indexer.report.similarity import Text

ALMOST = 0.9
"""Share of common character triples (Jaccard) from which two texts are told of as almost the same."""

_BANDS = 20
_BINS = 10
"""Of a band."""
_SHARED = 3
"""Bands that two texts must have in common to be looked at. Of those that share 0.9 of their triples 99 %
have them, of those that share 0.95 all but one in 10,000, of those that share 0.6 one in 4,000."""
_SHORTEST = 200
"""Triples of a text that is worth a sketch: one with little but headings and 无。 is everybody's."""
_LOOKED_AT = 12
"""Reports looked at for one band: where many are the same, some of them are enough."""
_TOLD = 5
_EMPTY = np.iinfo(np.uint32).max
_STORED = np.dtype("<u4")
# Who is asked about, and who is replaced, must not take the place of others: they are left out first.
_PLACES = " UNION ALL ".join(
    "SELECT * FROM (SELECT b.report FROM sketch_band b JOIN report r ON r.id = b.report"  # noqa: S608
    f" WHERE b.band = :band{n} AND r.identity != :identity AND r.superseded_by IS NULL LIMIT {_LOOKED_AT})"
    for n in range(_BANDS)
)
_SHARING = sa.text(
    "SELECT r.id, r.title, k.minima FROM (SELECT report, count(*) AS shared"  # noqa: S608
    f" FROM ({_PLACES}) GROUP BY report HAVING count(*) >= {_SHARED}"
    f" ORDER BY shared DESC, report LIMIT {_LOOKED_AT})"
    " s JOIN report r ON r.id = s.report JOIN sketch k ON k.report = s.report"
)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Another report of almost the same text.

    Attributes:
        id: its id.
        title: its title.
        share: the share of the text that is common, 0.9 to 1, as their sketches tell it.
    """

    id: str
    title: str
    share: float

    @property
    def sentence(self) -> str:
        """A doubt, for people."""
        return f"与另一份报告（{self.id}）{self.told}，可能是同一份，请核对年度、机构和地区。"

    @property
    def told(self) -> str:
        """How much is the same, for people."""
        percent = round(self.share * 100)
        return f"文字约 {percent}% 相同" if percent < 100 else "文字几乎完全相同"


def sketch(text: Text) -> tuple[int, ...]:
    """The smallest number of each bin; () for a text too short to tell it by."""
    triples = text.triples
    if len(triples) < _SHORTEST:
        return ()
    mixed = triples * np.uint64(0x9E3779B97F4A7C15)  # the low bits of a product depend on few of the number's
    mixed = (mixed ^ mixed >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)
    minima = np.full(_BANDS * _BINS, _EMPTY, np.uint32)
    bins = (mixed >> np.uint64(32)) % np.uint64(len(minima))
    np.minimum.at(minima, bins.astype(np.intp), mixed.astype(np.uint32))
    return tuple(minima.tolist())


def keep(connection: sa.Connection, report_id: str, numbers: Sequence[int]) -> None:
    """Enter a report's sketch."""
    if numbers:
        minima = np.array(numbers, _STORED)
        insert(connection, SKETCH, [{"report": report_id, "minima": minima.tobytes()}])
        insert(
            connection, SKETCH_BAND, [{"band": band, "report": report_id} for band in sorted(_bands(minima))]
        )


def drop(connection: sa.Connection, report_id: str) -> None:
    """Take a report's sketch out."""
    for table in (SKETCH, SKETCH_BAND):
        connection.execute(table.delete().where(table.c.report == report_id))


def resembling(connection: sa.Connection, identity: str, numbers: Sequence[int]) -> tuple[Resemblance, ...]:
    """Reports of other identities, not replaced, that say almost the same; the likest first.

    Args:
        identity: of the report that is asked about.
        numbers: its sketch.
    """
    if not numbers:
        return ()
    own = np.array(numbers, _STORED)
    bands = {f"band{n}": band for n, band in enumerate(_bands(own))}
    found = connection.execute(_SHARING, {**bands, "identity": identity}).all()
    others = np.frombuffer(b"".join(row.minima for row in found), _STORED).reshape(len(found), len(own))
    near = zip(_shares(own, others), found, strict=True)
    likest = sorted((-share, row.id, row.title) for share, row in near if share >= ALMOST)
    return tuple(Resemblance(found_id, title, -share) for share, found_id, title in likest[:_TOLD])


def share(connection: sa.Connection, report_id: str, numbers: Sequence[int]) -> float | None:
    """How much of a text a report has in common with another, by its sketch; None where one has none."""
    minima = connection.scalar(sa.select(SKETCH.c.minima).where(SKETCH.c.report == report_id))
    if minima is None or not numbers:
        return None
    return _shares(np.array(numbers, _STORED), np.frombuffer(minima, _STORED)[None])[0]


def _bands(minima: NDArray[np.uint32]) -> list[int]:
    """A number for each band, another one where the same numbers stand in another band."""
    return [
        int.from_bytes(hashlib.blake2b(b"%d " % n + band.tobytes(), digest_size=7).digest(), "big")
        for n, band in enumerate(minima.reshape(_BANDS, _BINS))
    ]


def _shares(one: NDArray[np.uint32], others: NDArray[np.uint32]) -> list[float]:
    """The share of triples that one text has in common with each other; empty bins say nothing."""
    filled = np.count_nonzero((one != _EMPTY) | (others != _EMPTY), axis=1)
    same = np.count_nonzero((one == others) & (one != _EMPTY), axis=1)
    shares: list[float] = (same / filled).tolist()
    return shares
