"""What differs between two versions of one report, line by line, and in tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from indexer.errors import TooDifferent
from indexer.report.comparison.table_difference import AlteredCell, find_altered_cells, pair_tables
from indexer.report.document import Table
from indexer.report.report import Paragraph, Report
from indexer.text.diff import Effort, Piece, compare, match

MOST = 2_000
"""Most changed lines and tables that are shown."""

_PAIRED = 0.5  # share of common characters from which a line is another's new wording
_PAIR_STEPS = 4_000  # what a pair of lines costs beside its characters


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A title, heading, paragraph, table row or table of a report, with its address there.

    Attributes:
        section: position of its section among the report's sections; -1 for the title.
        number: statutory number of the section, 0 for the title.
        line: number of the line in it, 0 for a heading.
        text: its words; "" for a table that is compared cell by cell.
        table: such a table, and the number that it shares with the other version's.
    """

    section: int
    number: int
    line: int
    text: str
    table: tuple[Table, int] | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """Lines that both versions have: how many, and the first of them in the newer one."""

    lines: int
    first: DifferenceLine


@dataclass(frozen=True, slots=True)
class Altered:
    """A line that was changed, or that is in one version only (the other is None)."""

    before: DifferenceLine | None
    after: DifferenceLine | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class AlteredTable:
    """A table of the same form in which cells say something else."""

    after: DifferenceLine
    cells: tuple[AlteredCell, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """The differences in one section of the newer version (-1: its title)."""

    section: int
    items: tuple[Same | Altered | AlteredTable, ...]

    @property
    def changed(self) -> int:
        """How many lines and cells differ."""
        counts = (len(item.cells) if isinstance(item, AlteredTable) else 1 for item in self.items)
        return sum(counts) - sum(isinstance(item, Same) for item in self.items)


def differ(old: Report, new: Report, effort: Effort | None = None) -> tuple[SectionDifference, ...]:
    """Return what the newer version says otherwise, section by section in its order.

    Raises:
        TooDifferent: too much to compare, or to read.
    """
    effort = effort or Effort()
    pairs = pair_tables(_list_tables(old), _list_tables(new), effort)
    before = list(_list_lines(old, {one: number for number, (one, _) in enumerate(pairs)}))
    after = list(_list_lines(new, {other: number for number, (_, other) in enumerate(pairs)}))
    parts: list[tuple[int, list[Same | Altered | AlteredTable]]] = []
    changes = 0
    for place, item in _compare(before, after, effort):
        if not parts or (place is not None and place != parts[-1][0]):
            parts.append((-1 if place is None else place, []))
        items = parts[-1][1]
        if isinstance(item, Same) and items and isinstance(items[-1], Same):
            items[-1] = Same(items[-1].lines + 1, items[-1].first)
        else:
            items.append(item)
        changes += len(item.cells) if isinstance(item, AlteredTable) else not isinstance(item, Same)
        if changes > MOST:
            raise TooDifferent(f"两个版本有超过 {MOST} 处不同，无法逐处对照，请分别打开阅读。")
    return tuple(SectionDifference(section, tuple(items)) for section, items in parts)


def _list_tables(report: Report) -> list[Table]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Table)]


def _list_lines(report: Report, paired: dict[int, int]) -> Iterator[DifferenceLine]:
    yield DifferenceLine(-1, 0, 0, report.title)
    seen = 0
    for at, section in enumerate(report.sections):
        if section.heading:
            yield DifferenceLine(at, section.number, 0, section.heading)
        for line, block in section.number_blocks():
            if isinstance(block, Paragraph):
                yield DifferenceLine(at, section.number, line, block.text)
                continue
            if seen in paired:
                yield DifferenceLine(at, section.number, line, "", (block, paired[seen]))
            else:
                for row, text in enumerate(block.list_lines(), line):
                    yield DifferenceLine(at, section.number, row, text)
            seen += 1


def _compare(
    before: Sequence[DifferenceLine], after: Sequence[DifferenceLine], effort: Effort
) -> Iterator[tuple[int | None, Same | Altered | AlteredTable]]:
    """Yield each difference or common line, with its section in the newer version where it has one."""
    for left, right, same in match([_key(line) for line in before], [_key(line) for line in after], effort):
        if same:
            for one, other in zip(before[left], after[right], strict=True):
                cells = (
                    find_altered_cells(one.table[0], other.table[0], effort)
                    if one.table and other.table
                    else ()
                )
                yield other.section, AlteredTable(other, cells) if cells else Same(1, other)
            continue
        for old, new in _pair(_expand_tables(before[left]), _expand_tables(after[right]), effort):
            pieces = compare(old.text if old else "", new.text if new else "", effort)
            yield new.section if new else None, Altered(old, new, pieces)


def _key(line: DifferenceLine) -> tuple[bool, str | int]:
    """By what lines are the same; a heading is none of the paragraphs."""
    return (False, line.table[1]) if line.table else (not line.line, line.text)


def _expand_tables(lines: Iterable[DifferenceLine]) -> list[DifferenceLine]:
    """Return lines, tables row by row: those that stand elsewhere in the other version."""
    found = []
    for line in lines:
        rows = line.table[0].list_lines() if line.table else (line.text,)
        found += [
            DifferenceLine(line.section, line.number, line.line + at, row) for at, row in enumerate(rows)
        ]
    return found


def _pair(
    old: Sequence[DifferenceLine], new: Sequence[DifferenceLine], effort: Effort
) -> Iterator[tuple[DifferenceLine | None, DifferenceLine | None]]:
    """Yield lines with their new wordings: in order, so that as much as may be is common to the pairs."""
    characters = sum(len(line.text) for line in old) * sum(len(line.text) for line in new)
    effort.spend(characters + len(old) * len(new) * _PAIR_STEPS)
    if not old or not new:
        yield from ((line, None) for line in old)
        yield from ((None, line) for line in new)
        return
    shares = cdist(
        [line.text for line in old], [line.text for line in new], scorer=Indel.normalized_similarity
    ).tolist()
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            pair = best[i + 1][j + 1] + shares[i][j] if shares[i][j] >= _PAIRED else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    i = j = 0
    while i < len(old) or j < len(new):
        if j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        elif i == len(old) or best[i][j] == best[i][j + 1]:
            yield None, new[j]
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1
