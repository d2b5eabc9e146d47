"""Findings: what a rule says of the figures of a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.figures.figure import Figure, Number
from indexer.report.anchor import format_anchor
from indexer.verdict import FINDING_DIGITS, hash_key


class Outcome(StrEnum):
    """What came of applying a rule."""

    HOLDS = "holds"
    FAILS = "fails"
    """It cannot hold, whatever the cells left open would say."""
    HOLDS_IF_BLANK_ZERO = "holds_if_blank_zero"
    """It holds if blank and stroked-out cells stand for zero, which the report does not say."""
    CANNOT_JUDGE = "cannot_judge"
    """Something that the rule needs is missing or cannot be read."""


OUTCOME_NAMES = {
    Outcome.FAILS: "不符",
    Outcome.HOLDS_IF_BLANK_ZERO: "空白处当作 0 才相符",
    Outcome.CANNOT_JUDGE: "不能判断",
    Outcome.HOLDS: "相符",
}
"""What people call the outcomes, the gravest first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in the running text, with its unit at characters `start` to `end` of a line; `words` is
    the clause it is in."""

    section: int
    line: int
    start: int
    end: int
    words: str

    @property
    def anchor(self) -> str:
        """Anchor of its line on the report's page."""
        return format_anchor(self.section, self.line)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule applied once: to one row, column, block, mention or pair of years.

    Attributes:
        rule: id of the rule (`indexer.figures.rules.RULES`).
        report: id of the report, "" before it is in a catalogue.
        outcome: what came of it.
        sentence: a Chinese sentence for readers: what was compared and what came of it.
        reason: why it holds only conditionally or cannot be judged, else "".
        expected: what the rule asks for; None where that is unknown.
        found: what is in the report instead; None where nothing does.
        cells: the report's cells that it speaks of, the one that `found` is in first.
        others: cells of other reports that it speaks of, each with that report's id.
        mention: the place in the text that it speaks of, None unless text is compared with a table.
        key: names it for good: a hash of rule, body, year and the contents of the cells (`hash_finding`).
            The same as long as these cells say the same, wherever they stand and however often the archive
            is rebuilt.
    """

    rule: str
    report: str
    outcome: Outcome
    sentence: str
    reason: str
    expected: Number | None
    found: Number | None
    cells: tuple[Figure, ...]
    others: tuple[tuple[str, Figure], ...] = ()
    mention: Mention | None = None
    key: str = ""

    @property
    def anchor(self) -> str:
        """Anchor on the report's page of the line to look at, "" where there is none."""
        if self.mention:
            return self.mention.anchor
        return self.cells[0].place.anchor if self.cells else ""


def hash_finding(
    rule: str, series: str, year: int | None, cells: Iterable[Figure], also: Sequence[str] = ()
) -> str:
    """Return the lasting key of a finding: 16 hexadecimal digits, or 32.

    The 16 are a hash of the parts as lines, as they have always been, for verdicts and links speak of them.
    Lines can be read in one way only unless a part has several, or the subject looks like a cell; then 16
    more follow, from a hash that tells all parts apart, and `former_key` gives what there was before.

    Args:
        rule: id of the rule.
        series: what the reports of one body share (a report's identity without its year).
        year: the year reported on.
        cells: the cells that it speaks of.
        also: its subject among the findings of the rule, then other words that it speaks of.
    """
    contents = sorted(f"{cell.key}={cell.text.strip()}" for cell in cells)
    lines = [rule, series, str(year), *contents, *also]
    key = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:FINDING_DIGITS]
    if not any("\n" in line for line in lines) and not any("=" in subject for subject in also[:1]):
        return key
    parts = hash_key(rule, series, str(year), str(len(contents)), *contents, *also)
    return key + parts[:FINDING_DIGITS]
