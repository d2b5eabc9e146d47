"""Reads what a report says was wrong, was mended and will be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from indexer.commitments.action import find_action, find_subject
from indexer.commitments.attachment import announces_tasks, set_aside
from indexer.commitments.quantity import Deadline, Quantity, read_deadlines, read_quantities
from indexer.commitments.role import Role, Sentence, sort_out
from indexer.commitments.sentence import Place, split_pieces
from indexer.commitments.vocabulary import compile_pattern
from indexer.report.report import Kind, Report, Section
from indexer.text.fold import fold

_YEAR = re.compile(r"(?:到|在)?(20\d\d)年(?![度]?(?:以来|以前|前|起|至|—|-|制|创|报告|底以前))")
_PROBLEMS = re.compile("问题|不足|困难")
_LOOKING_AHEAD = (2, 3)  # sections of a work report: targets, tasks
_TASKS, _REST = 3, 6
_PLANS = re.compile("改进|下一步|下步|打算|计划|措施|思路|安排|任务|目标")


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One sentence of a commitment, problem or remedy, at its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Statement:
    """What a report says of one thing: a commitment, a problem or a remedy.

    Attributes:
        role: which of these.
        text: its words as they stand, number included; blanks between its sentences are left out.
        label: the number (`一是`), "" where it has none.
        place: where the words stand.
        parts: its sentences, at least one.
        year: the year that a commitment is for; None where it is not known.
        action: what is to be done (`编制`), object: to what; "" where the words do not say.
        figures, deadlines: what is promised in numbers and dates, () where nothing is.
        topics: numbers of its topics (`vocabulary.list_topics`).
    """

    role: Role
    text: str
    label: str
    place: Place
    parts: tuple[StatementPart, ...]
    year: int | None = None
    action: str = ""
    object: str = ""
    figures: tuple[Quantity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    topics: tuple[int, ...] = field(default=())

    @property
    def words(self) -> str:
        """The text without its number."""
        return self.text[len(self.label) :].lstrip() if self.label else self.text


def read_sentences(report: Report) -> Iterator[tuple[Section, list[Sentence]]]:
    """The sentences of every section with their roles, in order."""
    work = report.kind is Kind.WORK
    over = None if report.year is None else report.year - work
    for section in report.sections:
        found = sort_out(split_pieces(section), _expected(report.kind, section), over, work)
        if work:
            found = set_aside(section, found)
        ahead = work and section.number in _LOOKING_AHEAD
        yield section, [_take_goal(sentence) if ahead else sentence for sentence in found]


def read_statements(report: Report) -> tuple[Statement, ...]:
    """Every problem, remedy and commitment of a report, in order."""
    return tuple(group_statements(report, read_sentences(report)))


def group_statements(report: Report, found: Iterable[tuple[Section, list[Sentence]]]) -> Iterator[Statement]:
    """What the sentences of a report say, brought together point by point."""
    default = None if report.year is None else report.year + (report.kind is Kind.DISCLOSURE)
    for _, listed in found:
        group: list[Sentence] = []
        for sentence in listed:
            if group and not _belongs(sentence, group, report.kind):
                yield _statement(group, default)
                group = []
            if sentence.role is not Role.OTHER:
                group.append(sentence)
        if group:
            yield _statement(group, default)


def _expected(kind: Kind, section: Section) -> Role:
    """What a section is about before it says so itself."""
    if kind is Kind.WORK:
        promises = section.number == _TASKS or (section.number == _REST and announces_tasks(section))
        return Role.COMMITMENT if promises else Role.OTHER
    if section.number != 5:
        return Role.OTHER
    heading = fold(section.heading)
    return Role.COMMITMENT if _PLANS.search(heading) and not _PROBLEMS.search(heading) else Role.PROBLEM


def _take_goal(sentence: Sentence) -> Sentence:
    """The sentence as a commitment where it is a clause that says what a figure is to be."""
    words = sentence.piece.folded
    if sentence.role is Role.COMMITMENT or not compile_pattern("goal", "commitment").search(words):
        return sentence
    if compile_pattern("goal", "other").search(words):
        return sentence
    return replace(sentence, role=Role.COMMITMENT)


def _belongs(sentence: Sentence, group: list[Sentence], kind: Kind) -> bool:
    """Whether a sentence goes on with the numbered point of those before it.

    A point of a work report is a chapter of its own: there every clause is a task.
    """
    first = group[0]
    if kind is Kind.WORK or sentence.role is not first.role or sentence.piece.label or not first.piece.label:
        return False
    same_line = sentence.piece.place.line == group[-1].piece.place.last
    return same_line or (len(group) == 1 and len(first.piece.folded) <= 25 and first.piece.opens)


def _statement(group: list[Sentence], default: int | None) -> Statement:
    first, last = group[0].piece, group[-1].piece
    place = Place(first.place.section, first.place.line, first.place.start, last.place.last, last.place.end)
    text = "".join(s.piece.text for s in group)
    parts = tuple(StatementPart(s.piece.text, s.piece.place) for s in group)
    role = group[0].role
    if role is not Role.COMMITMENT:
        return Statement(role, text, first.label, place, parts)
    folded = "".join(s.piece.folded for s in group)
    named = _YEAR.match(folded)
    year = int(named[1]) if named and default is not None and int(named[1]) >= default else default
    done, thing = find_action(folded)
    return Statement(
        role,
        text,
        first.label,
        place,
        parts,
        year,
        done,
        thing,
        read_quantities(folded),
        read_deadlines(folded, year),
        find_subject(folded),
    )
