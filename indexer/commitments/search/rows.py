"""What searching takes of the commitments of one report: the rows of the catalogue, and arrays of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.classes import CommitmentClass
from indexer.commitments.vocabulary import list_topics
from indexer.report.report import Kind
from indexer.text.fold import fold

Mask = NDArray[np.bool_]
CLASSES = tuple(CommitmentClass)
"""Classes by the numbers that stand for them in the columns."""


class SearchRow(NamedTuple):
    """What searching takes of one commitment.

    Attributes:
        report: id of its report; number: the catalogue's own number of it.
        text: its words, with the number that they begin with (`label`).
        year: the year that it is for; None where it is not known.
        topics: numbers of its topics, as JSON.
        has_figure, has_deadline: whether it has any.
        section: of the report's sections, the one that it is in.
        class_name: its class (`classes.CommitmentClass`); "" or None where none is stored.
    """

    report: str
    number: int
    key: str
    text: str
    label: str
    year: int | None
    topics: str
    has_figure: bool
    has_deadline: bool
    section: int
    class_name: str | None


class SearchReport(NamedTuple):
    """A report that makes commitments.

    Attributes:
        region_codes, region_path: of its division, from the top down, joined by "/"; "" where it is not
            known.
        commitments: how many it makes.
    """

    report: str
    year: int | None
    kind: str
    title: str
    region_codes: str
    region_path: str
    commitments: int

    @property
    def made(self) -> int:
        """The year for which it promises if a commitment names none, 0 where it is not known."""
        return self.year + (self.kind == Kind.DISCLOSURE) if self.year else 0


class CommitmentState(NamedTuple):
    """What a commitment is known by, and what may change of it: `state` is a value of `record.FollowUp`."""

    number: int
    key: str
    section: int
    state: str


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """The commitments of one report as arrays, in their order.

    Attributes:
        texts: folded, without their numbers.
        years: 0 where it is not known; classes: by `CLASSES`.
        topics: a row for each topic.
        repeated: which of them say what one before them says.
        before: how many of the same class stand before each.
    """

    numbers: NDArray[np.int64]
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    years: NDArray[np.int32]
    classes: NDArray[np.int8]
    topics: Mask
    figures: Mask
    deadlines: Mask
    sections: NDArray[np.int32]
    repeated: Mask
    before: NDArray[np.int64]


def make_report_columns(rows: Sequence[SearchRow]) -> ReportColumns:
    """Return the arrays of one report's commitments."""
    texts = _fold_all([row.text[len(row.label) :] for row in rows])
    classes = np.array([_number_class(row) for row in rows], dtype=np.int8)
    topics = np.zeros((len(list_topics()), len(rows)), dtype=bool)
    for place, row in enumerate(rows):
        topics[_read_topics(row.topics), place] = True
    return ReportColumns(
        numbers=np.array([row.number for row in rows], dtype=np.int64),
        keys=tuple(row.key for row in rows),
        texts=texts,
        years=np.array([row.year or 0 for row in rows], dtype=np.int32),
        classes=classes,
        topics=topics,
        figures=np.array([row.has_figure for row in rows], dtype=bool),
        deadlines=np.array([row.has_deadline for row in rows], dtype=bool),
        sections=np.array([row.section for row in rows], dtype=np.int32),
        repeated=_find_repeats(texts),
        before=_count_before(classes),
    )


def group_rows(rows: Sequence[SearchRow]) -> dict[str, ReportColumns]:
    """Return the arrays of each report; its rows stand together."""
    return {report: make_report_columns(list(own)) for report, own in groupby(rows, lambda row: row.report)}


def _fold_all(texts: list[str]) -> tuple[str, ...]:
    # Folding is by characters, and a call of it costs more than the folding of so short a text.
    folded = fold("\n".join(texts)).split("\n")
    return tuple(folded) if len(folded) == len(texts) else tuple(map(fold, texts))


@lru_cache(maxsize=10_000)
def _read_topics(topics: str) -> list[int]:
    return [int(number) for number in json.loads(topics)]


@cache
def _number_classes() -> dict[str, int]:
    return {value.value: number for number, value in enumerate(CLASSES)}


def _number_class(row: SearchRow) -> int:
    if row.class_name:
        return _number_classes()[row.class_name]
    # Stored by a program that knew no classes: what has a figure or a date can be checked.
    is_checkable = row.has_figure or row.has_deadline
    return CLASSES.index(CommitmentClass.CHECKABLE if is_checkable else CommitmentClass.TASK)


def _find_repeats(texts: Sequence[str]) -> Mask:
    seen: set[str] = set()
    repeated = np.zeros(len(texts), dtype=bool)
    for place, text in enumerate(texts):
        said = "".join(text.split()).rstrip("。;,.")
        repeated[place] = said in seen
        seen.add(said)
    return repeated


def _count_before(classes: NDArray[np.int8]) -> NDArray[np.int64]:
    before = np.empty(len(classes), dtype=np.int64)
    for number in range(len(CLASSES)):
        own = classes == number
        before[own] = np.arange(np.count_nonzero(own))
    return before
