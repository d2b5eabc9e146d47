"""The judged figures of real texts: how well indicators are read, and for which time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.commitments.sentence import SentencePiece
from indexer.commitments.statement import read_sentences
from indexer.indicators.reading import read_sentence
from indexer.indicators.register import read_register
from indexer.indicators.statement import read_indicators
from indexer.report.report import Report
from tests.commitments.real_sets import FOLDER, read_real

_ROLES = {"T": ("target",), "D": ("done",), "PT": ("plan",), "PD": ("period",), "d": ("done", "period")}


class FigureLabel(NamedTuple):
    """A drawn figure: its half, file, sentence (as a hash) and place in it, and what it is.

    `name` is that of its indicator, "-" where it is none of the register, "?" where that is open; `role`
    T (target), D (done), PT (aim of a plan), PD (result of a period), d (done or of a period: the sentence
    alone does not say).
    """

    half: str
    path: str
    key: str
    start: str
    name: str
    measure: str
    role: str


@dataclass(slots=True)
class FigureScore:
    """Counts over one half.

    Attributes:
        given: figures that are read as indicators; right: those of them that are read rightly.
        wanted: figures of an indicator of the register.
        timed: right ones that stand in a report's reading; timely: those of them whose role is right.
    """

    given: int = 0
    right: int = 0
    wanted: int = 0
    timed: int = 0
    timely: int = 0


def figure_labels() -> Iterator[FigureLabel]:
    """Every drawn figure."""
    for line in (FOLDER / "indicators.tsv").read_text("utf-8").splitlines():
        yield FigureLabel(*line.split("\t"))


def score_figures(real: Path, half: str) -> FigureScore:
    """How what is read of one half compares with the labels."""
    score = FigureScore()
    for drawn in figure_labels():
        if drawn.half == half and drawn.name != "?":
            _count(drawn, read_real(real / "real-large" / drawn.path), score)
    return score


def _count(drawn: FigureLabel, report: Report, score: FigureScore) -> None:
    start = int(drawn.start)
    piece = _find_piece(report, drawn.key)
    found = next((r for r in read_sentence(piece.folded) if start <= r.start < start + 3), None)
    right = found and (read_register()[found.indicator].name, found.measure) == (drawn.name, drawn.measure)
    score.given += found is not None
    score.wanted += drawn.name != "-"
    score.right += bool(right)
    if not found or not right:
        return
    stated = read_indicators(report, read_sentences(report))
    role = next((s.role for s in stated if s.place == piece.place and s.reading.start == found.start), None)
    if role:
        score.timed += 1
        score.timely += role.value in _ROLES[drawn.role]


def _find_piece(report: Report, key: str) -> SentencePiece:
    return next(
        sentence.piece
        for _, listed in read_sentences(report)
        for sentence in listed
        if hashlib.sha256(sentence.piece.folded.encode()).hexdigest()[:20] == key
    )
