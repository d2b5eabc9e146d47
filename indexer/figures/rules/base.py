"""What every rule is, and how two sides of an equation are weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.figures.figure import Figure, Figures, Meaning, Number
from indexer.figures.finding import Finding, Mention, Outcome, hash_finding
from indexer.report.form import name_cell
from indexer.report.report import Section
from indexer.text.change import CERTAIN

NOTICE_2019 = "国办公开办函〔2019〕60号"
NOTICE_2021 = "国办公开办函〔2021〕30号"
_NAMED = 3
"""Doubtful cells that a finding names."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """One year of a body: the report's id, the year, its figures, and what the body's reports share."""

    report: str
    year: int
    figures: Figures
    series: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule is applied to.

    Attributes:
        series: what the reports of the body share.
        year: the year reported on, None where it is not known.
        figures: the report's tables.
        sections: its text; () for rules between years.
        body: name of the body; "" for rules between years.
        earlier: the body's reports for the year before; () for rules within a report.
        cells: the report's cells by their names.
        children: reports for the same year of the governments right below; () for all other rules.
    """

    series: str
    year: int | None
    figures: Figures
    sections: tuple[Section, ...] = ()
    body: str = ""
    earlier: tuple[Yearly, ...] = ()
    children: tuple[Yearly, ...] = ()
    cells: dict[str, Figure] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", self.figures.index_by_key())


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, declared once.

    Attributes:
        id: its name for filters and scripts.
        name: its short Chinese name.
        says: the rule as a Chinese sentence.
        source: where it comes from.
        forms: the forms (2019, 2021) whose reports it is applied to.
        tables: the statutory tables that it needs.
        apply: yields a finding for each place where it can be applied; its tables are there.
        yearly: whether it compares with the report for the year before.
        below: whether it compares with the reports of the divisions right below.
        hint: whether practice differs, so that a failure calls for a look and is no fault yet.
    """

    id: str
    name: str
    says: str
    source: str
    tables: tuple[int, ...]
    apply: Callable[[Rule, Case], Iterator[Finding]]
    forms: tuple[int, ...] = (2019, 2021)
    yearly: bool = False
    below: bool = False
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two sides compared: sums of their numbers, and what came of it."""

    left: Number
    right: Number
    outcome: Outcome
    reason: str = ""

    @property
    def closing(self) -> str:
        """The end of a sentence that has named both sides."""
        if self.outcome is Outcome.HOLDS:
            return "相符。"
        if self.outcome is Outcome.FAILS:
            return f"不相符，相差 {show(abs(self.left - self.right))}。"
        return f"{self.reason}"


def weigh(left: Sequence[Figure], right: Sequence[Figure], known: Number = 0) -> Weighed:
    """Compare the sums of two sides; `known` is a number that counts on the right (one said in the text).

    Cells left blank or struck out may stand for zero or for any count that is not negative: the equation
    fails only if no such counts can make it hold, and holds for certain only without such cells.
    """
    sums = [_tidy(sum(cell.value for cell in side if cell.value is not None)) for side in (left, right)]
    sums[1] += known
    words = [cell for cell in (*left, *right) if cell.meaning is Meaning.TEXT]
    if words:
        quoted = "、".join(f"“{cell.text[:12]}”" for cell in words[:3])
        return Weighed(sums[0], sums[1], Outcome.CANNOT_JUDGE, f"有的格不是数字（{quoted}），无法判断。")
    gap = _tidy(sums[0] - sums[1])
    vacant = [cell for cell in (*left, *right) if cell.meaning is not Meaning.NUMBER]
    if not vacant:
        return Weighed(sums[0], sums[1], Outcome.FAILS if gap else Outcome.HOLDS)
    name = _vacancy(vacant)
    if not gap:
        reason = f"有{name}，按零计才相符。"
        return Weighed(sums[0], sums[1], Outcome.HOLDS_IF_BLANK_ZERO, reason)
    lighter = right if gap > 0 else left
    # A blank change (本年增/减) may be negative: it can make either side the heavier.
    signed = any(cell.column == "change" for cell in vacant)
    if signed or any(cell.meaning is not Meaning.NUMBER for cell in lighter):
        reason = f"有{name}，按零计相差 {show(abs(gap))}，原文没有写明，无法判断。"
        return Weighed(sums[0], sums[1], Outcome.CANNOT_JUDGE, reason)
    return Weighed(sums[0], sums[1], Outcome.FAILS)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a finding speaks of.

    Attributes:
        subject: what sets it apart from the rule's other findings of this report.
        cells: cells of the report, the one with the number found first.
        others: cells of other reports, each with that report's id.
        mention: the place in the text, None unless text is compared with a table.
    """

    subject: str
    cells: Sequence[Figure]
    others: Sequence[tuple[str, Figure]] = ()
    mention: Mention | None = None


def make_finding(rule: Rule, case: Case, weighed: Weighed, sentence: str, basis: Basis) -> Finding:
    """A finding from two sides compared: the left is what is expected, the right what is found.

    Args:
        sentence: names both sides; what came of it is added, and whether cells were recognised in pictures.
    """
    open_end = weighed.outcome is Outcome.CANNOT_JUDGE
    also = (basis.subject, *(f"{cell.key}={cell.text.strip()}" for _, cell in basis.others))
    return Finding(
        rule.id,
        "",
        weighed.outcome,
        sentence + weighed.closing + _say_recognised([*basis.cells, *(cell for _, cell in basis.others)]),
        weighed.reason,
        None if open_end else weighed.left,
        None if open_end else weighed.right,
        tuple(basis.cells),
        tuple(basis.others),
        basis.mention,
        hash_finding(rule.id, case.series, case.year, basis.cells, also),
    )


def make_undecided(rule: Rule, case: Case, subject: str, reason: str) -> Finding:
    """A finding that says why a rule could not be applied."""
    name = hash_finding(rule.id, case.series, case.year, (), (subject, reason))
    sentence = f"{rule.name}：{reason}"
    return Finding(rule.id, "", Outcome.CANNOT_JUDGE, sentence, reason, None, None, (), key=name)


def show(number: Number) -> str:
    """A number for people, without the noise of floating point."""
    return f"{number:g}" if isinstance(number, float) and abs(number) < 1e6 else str(number)


def quote(cell: Figure) -> str:
    """What is in a cell, for a sentence."""
    if cell.value is not None:
        return show(cell.value)
    return "空白" if cell.meaning is Meaning.BLANK else f"“{cell.text.strip()[:12]}”"


def _say_recognised(cells: Sequence[Figure]) -> str:
    """What of a finding's cells was recognised in pictures, as a sentence; "" for nothing."""
    recognised = [cell for cell in cells if cell.sure is not None]
    doubtful = [cell for cell in recognised if cell.sure is not None and cell.sure < CERTAIN]
    if doubtful:
        names = "、".join(f"{name_cell(cell.key)}（{quote(cell)}）" for cell in doubtful[:_NAMED])
        return f"所用的数由程序从图片识别而来，其中把握不足的有{names}，请先对照原件。"
    return "所用的数由程序从图片识别而来，请对照原件。" if recognised else ""


def _tidy(number: Number) -> Number:
    return round(number, 6) if isinstance(number, float) else number


def _vacancy(cells: Sequence[Figure]) -> str:
    blanks = sum(cell.meaning is Meaning.BLANK for cell in cells)
    strokes = len(cells) - blanks
    return "、".join([f"空白格 {blanks} 个"] * bool(blanks) + [f"“/”或“—”{strokes} 个"] * bool(strokes))
