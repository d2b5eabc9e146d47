"""What every outline offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indexer.outlines.features import Signs
from indexer.report.doubt import Doubt
from indexer.report.report import Kind, Section


class Outline(Protocol):
    """One form of report. A module of this folder is one."""

    NAME: str
    """Name of the outline, e.g. `disclosure_2019`."""

    KIND: Kind
    """The kind of report it reads."""

    def certainty(self, signs: Signs) -> float:
        """How sure it is that a document has this form, 0 (it has not) to 1."""

    def sections(self, signs: Signs, title: str) -> tuple[Section, ...]:
        """The sections of a document of this form, without the lines of its title."""

    def doubts(self, sections: Sequence[Section]) -> tuple[Doubt, ...]:
        """What is missing from the sections."""
