"""What every outline offers, and the evidence that it reads by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.outlines.features import Features
from indexer.outlines.vocabulary import Chapter
from indexer.report.doubt import Doubt
from indexer.report.report import Kind, Section


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a document being a report of one kind, and what reading it as one needs.

    Attributes:
        features: the document.
        points: how much speaks for it; 0 where nothing does, and then nothing else is known.
        year: the year that it states, by which the form in force is chosen; None where it states none.
            What year it is a report of, `identity` finds out.
        chapters: its chapter headings in reading order.
    """

    features: Features
    points: int = 0
    year: int | None = None
    chapters: tuple[Chapter, ...] = ()


class Outline(Protocol):
    """One form of report. A module of this folder is one."""

    NAME: str
    """Name of the outline, e.g. `disclosure_2019`."""

    KIND: Kind
    """The kind of report it reads."""

    TABLES: frozenset[int]
    """Numbers of the sections that are little more than a statutory table."""

    @property
    def find_evidence(self) -> Callable[[Features], Signs]:
        """Finds what speaks for a document being of this kind.

        Outlines of one kind share the function: it is called once a document, and what it finds is handed
        to `weigh` and `divide`.
        """

    def weigh(self, signs: Signs) -> float:
        """How sure it is that a document has this form, 0 (it has not) to 1."""

    def divide(self, signs: Signs, title: str) -> tuple[Section, ...]:
        """The sections of a document of this form, without the lines of its title."""

    def find_doubts(self, sections: Sequence[Section]) -> tuple[Doubt, ...]:
        """What is missing from the sections."""
