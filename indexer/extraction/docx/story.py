"""The main story of a Word document to blocks (ECMA-376 part 1, 17.2 to 17.4 and 17.13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from lxml import etree
from lxml.etree import _Element

from indexer.errors import OversizedSource
from indexer.extraction.docx.album import DocxAlbum
from indexer.extraction.docx.numbering import Numbering
from indexer.extraction.docx.style import Styles, is_on, value
from indexer.extraction.lines.blanks import clean, join_parts
from indexer.extraction.tables import spans
from indexer.report.document import Block, Cell, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST, _MOST = 100, 100
# Elements that only hold others; what they hold is read as if it stood in their place.
_NAMES = "sdt sdtContent ins moveTo hyperlink smartTag customXml txbxContent"
_THROUGH = frozenset(f"{_W}{name}" for name in _NAMES.split())
_HIDDEN = "del moveFrom delText instrText delInstrText rt pPr rPr sectPr sdtPr"
_UNSHOWN = frozenset(f"{_W}{name}" for name in _HIDDEN.split())
_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_BESIDE = frozenset({f"{_W}footnoteReference", f"{_W}endnoteReference", f"{_W}txbxContent"})
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


class Story:
    """Reads the body of a document once, from beginning to end: lists count on."""

    def __init__(
        self,
        numbering: Numbering,
        styles: Styles,
        notes: Mapping[str, _Element | None],
        included: Mapping[str, Sequence[Block | Table]],
        album: DocxAlbum,
    ) -> None:
        """Args:
        notes: the roots of the parts with footnotes (`footnote`) and endnotes (`endnote`).
        included: the blocks of the files that the document takes in whole, by relationship.
        album: the pictures.
        """
        self._included, self._album = included, album
        self._numbering, self._styles = numbering, styles
        self._notes = {
            (kind, note.get(f"{_W}id", "")): note
            for kind, part in notes.items()
            if part is not None
            for note in part.iterchildren(f"{_W}{kind}")
        }

    def read_blocks(self, element: _Element, depth: int = 0) -> Iterator[Block | Table]:
        """Paragraphs and tables below an element."""
        if depth > _DEEPEST:
            raise OversizedSource(f"Word 文件的内容嵌套超过 {_DEEPEST} 层，未读取，请检查文件。")
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, depth)
            elif child.tag == f"{_W}altChunk":
                yield from self._included.get(child.get(_ID, ""), ())
            elif child.tag in _THROUGH:
                yield from self.read_blocks(child, depth + 1)

    def _paragraph(self, paragraph: _Element, depth: int) -> Iterator[Block | Table]:
        if self._styles.is_contents(paragraph):
            return
        text, beside = _text(paragraph)
        level, label = 0, ""
        if any(clean(line) for line in text.split("\n")):
            level, label = self._standing(paragraph)
        for line in text.split("\n"):
            if words := clean(line):
                yield Block(label + words, level)
                label = ""
        yield from self._album.show(paragraph)
        for element in beside:
            kind = etree.QName(element).localname.removesuffix("Reference")
            note = self._notes.get((kind, element.get(f"{_W}id", "")))
            yield from self.read_blocks(element if note is None else note, depth + 1)

    def _standing(self, paragraph: _Element) -> tuple[int, str]:
        """The heading level of a paragraph, and the number that Word counts for it."""
        level, number, at = "", "", ""
        for properties in self._styles.read_properties(paragraph):
            level = level or value(properties, "outlineLvl")
            listed = properties.find(f"{_W}numPr")
            if listed is not None and not number:
                number, at = value(listed, "numId"), at or value(listed, "ilvl")
        if number and not at:
            at = self._numbering.find_level(number, self._styles.names(paragraph))
        label = self._numbering.label(number, int(at) if at.isdecimal() else 0) if number else ""
        return (int(level) + 1 if level in set("012345") - {""} else 0), label

    def _table(self, table: _Element, depth: int) -> Iterator[Block | Table]:
        """A table; the paragraphs in it where it only arranges the page."""
        rows = [row for row in _own(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        cells = [list(_own(row, "tc")) for row in rows]
        if max(map(len, cells), default=0) < 2 or table.find(f".//{_W}tc//{_W}tbl") is not None:
            for cell in chain.from_iterable(cells):
                yield from self.read_blocks(cell, depth + 1)
            return
        read: list[list[Cell]] = []
        owners: dict[int, tuple[int, int]] = {}  # where the cell begins that reaches down a column
        for row, own in zip(rows, cells, strict=True):
            line = [Cell("", 0, 0)] * min(_MOST, _count(row.find(f"{_W}trPr"), "gridBefore", 0))
            column = len(line)
            for cell in own:
                properties = cell.find(f"{_W}tcPr")
                wide = _count(properties, "gridSpan", 1)
                if _continues(properties) and column in owners:
                    at, place = owners[column]
                    read[at][place] = replace(read[at][place], rowspan=len(read) - at + 1)
                else:
                    owners[column] = (len(read), len(line))
                    words = join_parts(
                        line for block in self.read_blocks(cell, depth + 1) for line in _lines(block) if line
                    )
                    line.append(Cell(words, 0, 0, 1, wide))
                column += min(_MOST, wide)
            read.append(line)
        if places := spans.resolve(read):
            yield Table(places)


def _text(paragraph: _Element) -> tuple[str, list[_Element]]:
    """The text of a paragraph, breaks as line breaks; and what is beside it: notes and text boxes."""
    parts: list[str] = []
    beside: list[_Element] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in (f"{_W}t", _MATH):
            parts.append(element.text or "")
        elif element.tag in _SIGNS:
            parts.append(_SIGNS[element.tag])
        elif element.tag in _BESIDE:
            beside.append(element)
        elif element.tag == _ALTERNATIVES:
            stack += list(element[:1])
        elif element.tag not in _UNSHOWN and not is_on(element.find(f"{_W}rPr"), "vanish"):
            stack += reversed(element)
    return "".join(parts), beside


def _own(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, content controls and tracked changes looked through."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _THROUGH:
            yield from _own(child, name)


def _lines(block: Block | Table) -> tuple[str, ...]:
    return (block.text,) if isinstance(block, Block) else block.list_lines()


def _continues(properties: _Element | None) -> bool:
    merge = None if properties is None else properties.find(f"{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _count(properties: _Element | None, name: str, otherwise: int) -> int:
    digits = value(properties, name)
    return int(digits) if digits.isdecimal() and len(digits) < 5 else otherwise
