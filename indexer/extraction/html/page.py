"""Parses a web page into its tags and texts. The only user of lxml's parser of HTML in this folder.

lxml calls a target for every tag and text (https://lxml.de/parsing.html#the-target-parser-interface); the
target keeps what reading needs. Most elements of a page that Word wrote set a font and nothing else, and most
of their attributes say how things look: both are left out before there are objects for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from indexer.errors import OversizedSource

NAMED = ("id", "class", "rowspan", "colspan")
"""Attributes that say what an element is."""
PICTURED = ("src", "width", "height")
"""Attributes that say what a picture is."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_KEPT = frozenset((*NAMED, "hidden", "name", "content"))
_ROWS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"])
_FONTS = frozenset(["span", "font", "b", "strong", "i", "em", "u"])
_USUAL = 300  # characters of a style; pages repeat theirs in every cell
_MOST_DEPTH = 1_000
# What HTML calls white space; a blank of other kind is a character like others.
_SPACES = " \t\n\f\r"


class Tag:
    """A tag of a page.

    Attributes:
        name: its name, lower case.
        attributes: those that say what it is, whether it is hidden, or what a page says of itself.
        contents: tags and texts in order; a text of nothing but white space is one blank or line break.
    """

    __slots__ = ("attributes", "contents", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.contents: list[Tag | str] = []

    def find_all(self, name: str) -> Iterator[Tag]:
        """All tags of a name below, in the order of the page."""
        stack: list[Tag | str] = self.contents[::-1]
        while stack:
            node = stack.pop()
            if not isinstance(node, str):
                if node.name == name:
                    yield node
                stack += node.contents[::-1]

    @property
    def text(self) -> str:
        """All text below, as it is."""
        found: list[str] = []
        stack: list[Tag | str] = self.contents[::-1]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                found.append(node)
            else:
                stack += node.contents[::-1]
        return "".join(found)


def parse(text: str) -> Tag:
    """The tags of a page, below one without a name.

    Raises:
        OversizedSource: tags more than 1,000 deep.
    """
    target = _Target()
    described: Any = target  # types-lxml asks for methods that lxml does without
    parser = etree.HTMLParser(target=described)
    try:
        parser.feed(text)
        parser.close()
    except etree.LxmlError:
        pass  # no page at all: what was read of it is what there is
    return target.finish()


class _Target:
    """Builds the tags of a page as lxml reads it."""

    def __init__(self) -> None:
        self._root = Tag("", {})
        self._open = [self._root]
        self._left_out: list[bool] = []
        self._texts: list[str] = []
        self._verbatim = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        kept = (
            {
                key: value
                for key, value in attributes.items()
                if key in _KEPT or _hides(key, value) or (name == "img" and key in PICTURED)
            }
            if attributes
            else {}
        )
        bare = name in _FONTS and not kept
        self._left_out.append(bare)
        if len(self._left_out) > _MOST_DEPTH:
            raise OversizedSource(f"网页的标签嵌套超过 {_MOST_DEPTH} 层，未读取，请只保存正文部分后再收录。")
        self._end_text()
        if not bare:
            tag = Tag(name, kept)
            self._open[-1].contents.append(tag)
            self._open.append(tag)
            self._verbatim += name == "pre"

    def data(self, text: str) -> None:
        """A text is here; what breaks the lines of the source between rows and cells is none."""
        if self._open[-1].name not in _ROWS or not text.isspace():
            self._texts.append(text)

    def end(self, name: str) -> None:
        """It ends."""
        self._end_text()
        if not self._left_out.pop():
            self._open.pop()
            self._verbatim -= name == "pre"

    def comment(self, _text: str) -> None:
        """A comment parts two texts, and says nothing."""
        self._end_text()

    def pi(self, _target: str, _data: str | None = None) -> None:
        """So does an instruction to a program."""
        self._end_text()

    def close(self) -> None:
        """The page is over."""

    def finish(self) -> Tag:
        """The tag around all others."""
        self._end_text()
        return self._root

    def _end_text(self) -> None:
        if not self._texts:
            return
        text = "".join(self._texts)
        self._texts.clear()
        if not self._verbatim and not text.strip(_SPACES):
            text = "\n" if "\n" in text else " "
        self._open[-1].contents.append(text)


def _hides(name: str, value: str) -> bool:
    return name == "style" and (_hiding(value) if len(value) < _USUAL else bool(_HIDDEN.search(value)))


@lru_cache(maxsize=4096)
def _hiding(style: str) -> bool:
    return _HIDDEN.search(style) is not None
