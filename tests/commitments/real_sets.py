"""The judged sets on real texts: their labels lie here, the texts beside the checkout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indexer.commitments.classes import SHOWN, classify_words
from indexer.commitments.role import Role
from indexer.commitments.statement import Statement, read_statements
from indexer.ingest.reading.read import read as read_file
from indexer.report.report import Kind, Report
from indexer.settings import Settings
from indexer.text.fold import fold

FOLDER = Path(__file__).parent / "judged_real"


class ClassLabel(NamedTuple):
    """A drawn sentence: its half, its label, its file and its hash.

    Labels: K checkable, k checkable or a task, M a task, b a task or a direction, F a direction, N no
    commitment.
    """

    half: str
    label: str
    path: str
    key: str


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Counts over one half.

    Attributes:
        given: sentences called checkable; right: those of them that are.
        wanted: sentences that surely are checkable; found: those of them called so.
        shown: sentences that the list shows; wrong: those of them that are directions or no commitment.
    """

    given: int
    right: int
    wanted: int
    found: int
    shown: int
    wrong: int


def class_labels() -> Iterator[ClassLabel]:
    """Every drawn sentence."""
    for line in (FOLDER / "classes.tsv").read_text("utf-8").splitlines():
        yield ClassLabel(*line.split("\t"))


def hash_words(text: str) -> str:
    """The hash by which a sentence is known: of its folded words without blanks."""
    return hashlib.sha256("".join(fold(text).split()).encode()).hexdigest()[:20]


@cache
def read_real(path: Path) -> Report:
    """The report in a file."""
    return read_file(path.read_bytes(), path.name, Settings())[0]


def score_classes(real: Path, half: str) -> ClassScore:
    """How the classes of one half compare with the labels."""
    called = [(drawn.label, _call(real, drawn)) for drawn in class_labels() if drawn.half == half]
    shown = {value.value for value in SHOWN}
    return ClassScore(
        given=sum(name == "checkable" for _, name in called),
        right=sum(name == "checkable" and label in "Kk" for label, name in called),
        wanted=sum(label == "K" for label, _ in called),
        found=sum(label == "K" and name == "checkable" for label, name in called),
        shown=sum(name in shown for _, name in called),
        wrong=sum(name in shown and label in "FN" for label, name in called),
    )


def _call(real: Path, drawn: ClassLabel) -> str:
    """The class that the program gives a drawn sentence, "" where it reads no commitment there."""
    statement = _commitments(real / "real-large" / drawn.path).get(drawn.key)
    if statement is None:
        return ""
    words, label = statement.words, statement.label
    return classify_words(words, label, Kind.WORK.value, statement.place.section).value


@cache
def _commitments(path: Path) -> dict[str, Statement]:
    """The commitments of a report by the hashes of their sentences."""
    found = (s for s in read_statements(read_real(path)) if s.role is Role.COMMITMENT)
    return {hash_words(words): s for s in found for words in (s.text, *(part.text for part in s.parts))}
