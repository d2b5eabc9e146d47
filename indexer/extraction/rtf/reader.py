"""Reads RTF files: paragraphs and tables in their order.

The text is what `striprtf` makes of it: groups, fonts and their code pages, Unicode. It knows no tables, so
marks for their rows and cells are put in before (`marks`) and read from the text (`table`). What is on the
package index besides gives no text of Chinese fonts (rtfparse) or is a program of 30 MB (pandoc).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from striprtf.striprtf import rtf_to_text

from indexer.errors import EmptySource
from indexer.extraction.base import ReadPart
from indexer.extraction.lines import furniture, pictures
from indexer.extraction.rtf import album, marks
from indexer.extraction.rtf.table import RtfRow, Slot, build, split
from indexer.extraction.tables import flattened
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings

_MARK = re.compile(f"([{marks.MARKS}])")


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read an RTF file.

    Raises:
        EmptySource: no text.
        OversizedSource: a table of more columns than any has.
    """
    source = data.decode("latin-1")
    encoding = marks.find_encoding(source)
    source, found = album.take_out(source, marks.SIGN)
    text: str = rtf_to_text(marks.mark(source), encoding, "replace")  # type: ignore[no-untyped-call]
    shown = [read_part.gallery.show(each) if each else Block("", pictures=1) for each in found]
    blocks = pictures.settle(read_part.gallery.fill(_Story(shown).read(text)))
    rebuilt, said = flattened.rebuild(blocks)
    kept, metadata = furniture.trim(rebuilt)
    if not kept:
        raise EmptySource("RTF 文件中没有文字，请检查文件内容。")
    return Document(tuple(kept), "", metadata, "rtf", "", tuple(said))


class _Story:
    """Reads marked text from beginning to end."""

    def __init__(self, shown: Sequence[Block]) -> None:
        """Args: shown: what stands for the pictures, by their number."""
        self._shown = shown
        self._held: list[Block] = []  # pictures in the rows of a table, which come after it
        self._rows: list[RtfRow] = []
        self._row = RtfRow()
        self._slot = Slot()
        self._text = ""
        self._open = False

    def read(self, text: str) -> Iterator[Block | Table]:
        """Yield the paragraphs and tables of a text."""
        pieces = _MARK.split(text)
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            numbered = at + 2 < len(pieces) and pieces[at + 2] == piece
            if numbered and piece in (marks.EDGE, marks.LEFT):
                self._measure(piece, pieces[at + 1])
                at += 2
            elif numbered and piece == marks.PICTURE:
                yield from self._show(pieces[at + 1])
                at += 2
            elif piece == marks.ROW:
                yield from self._begin_row()
            elif piece == marks.CELL:
                self._row.texts.append(self._text)
                self._text, self._open = "", True
            elif piece == marks.END:
                self._end_row()
            elif piece in (marks.ACROSS, marks.DOWN):
                self._slot.across |= piece == marks.ACROSS
                self._slot.down |= piece == marks.DOWN
            elif piece not in marks.MARKS:
                self._text += piece
            at += 1
        yield from self._end_paragraphs(True)

    def _begin_row(self) -> Iterator[Block | Table]:
        """A definition: of the row that begins, or once more of the one that ends."""
        if not self._open:
            yield from self._end_paragraphs()
        self._open = True
        self._row.slots, self._slot = [], Slot()

    def _measure(self, mark: str, number: str) -> None:
        value = int(number) if number.lstrip("-").isdecimal() else 0
        if mark == marks.LEFT:
            self._row.left = value
            return
        self._slot.edge = value
        self._row.slots.append(self._slot)
        self._slot = Slot()

    def _show(self, number: str) -> Iterator[Block | Table]:
        if not number.isdecimal() or int(number) >= len(self._shown):
            return
        if self._open:
            self._held.append(self._shown[int(number)])
        else:
            yield from self._end_paragraphs()
            yield self._shown[int(number)]

    def _end_row(self) -> None:
        if self._row.texts:
            self._rows.append(self._row)
        # A row of which nothing else is said is as the one before.
        self._row = RtfRow(self._row.left, self._row.slots)
        self._text, self._open = "", False

    def _end_paragraphs(self, at_end: bool = False) -> Iterator[Block | Table]:
        """What was read so far: the rows before, and the paragraphs after them, empty ones too."""
        if self._rows and ("\n" in self._text or at_end):
            yield from build(self._rows)
            yield from self._held
            self._rows, self._held = [], []
        yield from map(Block, split(self._text))
        self._text = ""
