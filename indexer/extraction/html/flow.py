"""A page's elements to blocks in reading order: paragraphs, headings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.extraction.html.album import Album, shows_content
from indexer.extraction.html.article import Weights
from indexer.extraction.html.element import BLOCKS, Element
from indexer.extraction.lines import labels, pictures
from indexer.extraction.lines.blanks import clean, join_parts
from indexer.extraction.tables import spans
from indexer.report.document import Block, Cell, Table

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SITE = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|dqwz|weizhi|share\S*|bdshare\S*|bshare\S*|foot(?:er)?|copyright|nav(?:bar|igation)?|menu|"
    r"side-?bar|related|relnews|xglj|xgxx|pag(?:er|ination)|tool-?bar|print|qrcode|ewm|erweima|function_icon)(?=$|[\s_-])"
)
_SMALL = 0.2
_FEWEST_LABELS = 2
_LAYOUT_CELL, _LAYOUT_SENTENCES = 400, 3


class Flow:
    """Reads a page once.

    Attributes:
        blocks: blocks of the article.
        outside: lines of the site around it.
        metadata: what tables of labels say, wherever they stand.
    """

    def __init__(self, body: Element, article: Element, weights: Weights, album: Album) -> None:
        self.blocks: list[Block | Table] = []
        self.outside: list[str] = []
        self.metadata: dict[str, str] = {}
        self._article, self._weights, self._album = article, weights, album
        self._read(body)

    def _read(self, body: Element) -> None:
        line: list[str] = []
        inside, level = False, 0
        stack: list[tuple[Element | str, bool]] = [(body, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, str):
                line.append(node)
                continue
            if node.name in BLOCKS or node is self._article:
                self._end(line, inside, level)
            if node.name == "img":
                if inside and not leaving and shows_content(node):
                    self._end(line, inside, level)
                    self.blocks.append(self._album.find(node) or Block("", pictures=1))
                continue
            if node is self._article:
                inside = not leaving
            if node.name in _HEADINGS:
                level = 0 if leaving else _HEADINGS[node.name]
            if leaving or (node.name == "table" and self._table(node, inside)):
                continue
            if node.name == "dl" and self._info_box(node):
                continue
            if inside and self._is_site(node):
                self.outside += split_lines(node)
                continue
            stack.append((node, True))
            stack += [(child, False) for child in reversed(node.children)]
        self._end(line, inside, level)
        self.blocks = pictures.settle(self._album.gallery.fill(self.blocks))

    def _end(self, line: list[str], inside: bool, level: int) -> None:
        text = clean("".join(line))
        line.clear()
        if text and inside:
            self.blocks.append(Block(text, level))
        elif text:
            self.outside.append(text)

    def _table(self, table: Element, inside: bool) -> bool:
        """Take a table whole; False where it only arranges the page."""
        if table.holds("table"):
            return False
        rows = _rows(table)
        described = labels.read_rows([cell.text for cell in row] for row in rows)
        if described is not None and len(table.text) < 3000:
            for key, value in labels.keep_known(described).items():
                self.metadata.setdefault(key, value)
            return True
        if not inside or not _is_data(rows):
            return False
        cells = spans.resolve(rows)
        if cells:
            self.blocks.append(Table(cells))
        return True

    def _info_box(self, terms: Element) -> bool:
        """Take what a list of labels and values (dt, dd) says; False where it is the report's own."""
        names = [clean(name.text) for name in _own(terms, {"dt"})]
        values = [clean(value.text) for value in _own(terms, {"dd"})]
        known = sum(labels.find_key(name) is not None for name in names)
        if known < _FEWEST_LABELS or 2 * known < len(names) or any("。" in value for value in values):
            return False
        if len(names) == len(values):
            said = {labels.find_key(name) or "": value for name, value in zip(names, values, strict=True)}
            for key, value in labels.keep_known(said).items():
                if key != "title":  # an encyclopedia's name for it; its heading is above
                    self.metadata.setdefault(key, value)
        return True

    def _is_site(self, element: Element) -> bool:
        """Whether an element inside the article is the site's: named so, or a list of links."""
        if element is self._article or self._weights.prose[element] > (
            self._weights.prose[self._article] * _SMALL
        ):
            return False
        if _SITE.search(element.names):
            return True
        linked = self._weights.links[element]
        return (
            element.name in {"ul", "ol", "dl", "div"}
            and linked > 4 * self._weights.prose[element]
            and sum(child.name == "a" for child in element.iterate_elements()) > 2
        )


def split_lines(element: Element) -> list[str]:
    """The lines of an element, tables not regarded."""
    if len(element.children) == 1 and isinstance(only := element.children[0], str):
        text = clean(only)
        return [text] if text else []
    found, line = [], list[str]()
    for node, _ in element.walk():
        if isinstance(node, str):
            line.append(node)
        elif node.name in BLOCKS:
            found.append(clean("".join(line)))
            line.clear()
    found.append(clean("".join(line)))
    return [text for text in found if text]


def _rows(table: Element) -> list[list[Cell]]:
    """The cells of a table in rows; spans are as written, places not yet known."""
    return [
        [
            Cell(
                join_parts(split_lines(cell)),
                0,
                0,
                _span(cell, "rowspan", 0),
                _span(cell, "colspan", 1),
                cell.name == "th" or bool(row.parent and row.parent.name == "thead"),
            )
            for cell in _own(row, {"td", "th"})
        ]
        for row in _own(table, {"tr"})
    ]


def _own(element: Element, names: set[str]) -> Iterator[Element]:
    """Elements of these names below, not those of tables inside."""
    stack = [child for child in reversed(element.children) if isinstance(child, Element)]
    while stack:
        node = stack.pop()
        if node.name in names:
            yield node
        elif node.name != "table":
            stack += [child for child in reversed(node.children) if isinstance(child, Element)]


def _span(cell: Element, name: str, least: int) -> int:
    given = cell.attributes.get(name)
    digits = re.match(r"\s*(\d{1,6})", given) if given else None
    return max(least, int(digits[1])) if digits else 1


def _is_data(rows: list[list[Cell]]) -> bool:
    """Whether rows are data: several columns, and no cell that holds the running text of a page."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    width = max((len(row) for row in filled), default=0)
    if width < 2 or (len(filled) < 2 and width < 4):
        return False
    return not any(
        len(cell.text) > _LAYOUT_CELL and cell.text.count("。") >= _LAYOUT_SENTENCES
        for row in filled
        for cell in row
    )
