"""What extraction yields: a document's blocks and tables in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.text.change import Change


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading.

    Attributes:
        text: its words, stripped, without line breaks.
        level: 1–6 where the source itself marks a heading (`<h1>`…`<h6>`), else 0.
        changes: what was mended or marked in it (`extraction.repair`); `source_map.undo` gives
            the source's words.
        pictures: pictures that stand between it and the next block; what they show is not read.
    """

    text: str
    level: int = 0
    changes: tuple[Change, ...] = ()
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, where it begins and how far it reaches (rows and columns count from 0).

    `changes` are those of its text, as of a `Block`.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its spans resolved.

    Attributes:
        cells: every cell once, at its origin, ordered by row and column.
        flattened: true where the table was put together again from text
            (a cell a line, or cells joined by `|`), not read from a real table.
        height: number of rows.
        width: number of columns.
    """

    cells: tuple[Cell, ...]
    flattened: bool = False
    height: int = field(init=False, repr=False, compare=False)
    width: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for by every line that is counted, and by every row that is read.
        object.__setattr__(self, "height", max([cell.row + cell.rowspan for cell in self.cells], default=0))
        object.__setattr__(self, "width", max([cell.column + cell.colspan for cell in self.cells], default=0))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the cells that begin in each row."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(row) for row in rows)

    def to_grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """For each position the cell that covers it; None where the table has a hole."""
        grid: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    grid[row][column] = cell
        return tuple(tuple(row) for row in grid)

    def list_lines(self) -> tuple[str, ...]:
        """Return each row as one line of text, its cells joined by ` | `."""
        return tuple(" | ".join(cell.text for cell in row) for row in self.rows())


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, before anyone asks which report it is.

    Attributes:
        blocks: paragraphs and tables in reading order, without the site around them.
        title: the document's title if the source marks one, else "".
        metadata: what the source says of itself, as found; keys are `title`, `site`,
            `column`, `published`, `source`, `url`, `author`, `keywords`, `description`,
            `index_number`, `document_number`, `publisher`, `breadcrumb`.
        format: name of the format that was read (`html`, `text`, `pdf`, `docx`).
        encoding: the encoding that the bytes were decoded with, "" where the format has its own.
        notes: what a person should know of the reading, in Chinese sentences.
        unread: pictures in it that recognition might read, were it offered.
        mended_titles: what was mended or marked in `title` and `metadata["title"]`, by the mended title.
    """

    blocks: tuple[Block | Table, ...]
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    format: str = "text"
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    mended_titles: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    unread: int = 0

    @property
    def text(self) -> str:
        """All blocks as text, a line each (a table's rows are lines)."""
        return "\n".join(
            line
            for block in self.blocks
            for line in ((block.text,) if isinstance(block, Block) else block.list_lines())
        )
