"""The styles of a Word document: what they say of a paragraph's level and list (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENTS = re.compile(r"toc(?: ?heading| ?\d)?$", re.I)


class Styles:
    """What paragraph styles say of level and list."""

    def __init__(self, part: _Element | None) -> None:
        self._by_id = (
            {}
            if part is None
            else {style.get(f"{_W}styleId", ""): style for style in part.iterchildren(f"{_W}style")}
        )

    def read_properties(self, paragraph: _Element) -> Iterator[_Element]:
        """The paragraph's own properties, then its style's, then of those that this is based on."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        for name in self.names(paragraph):
            properties = self._by_id[name].find(f"{_W}pPr")
            if properties is not None:
                yield properties

    def read_lists(self, name: str) -> str:
        """The number of the list that a list style (`w:type="numbering"`) sets, "" for none."""
        style = self._by_id.get(name)
        found = None if style is None else style.find(f"{_W}pPr/{_W}numPr")
        return value(found, "numId")

    def names(self, paragraph: _Element) -> Iterator[str]:
        """The ids of the paragraph's style and of those that it is based on."""
        name, seen = value(paragraph.find(f"{_W}pPr"), "pStyle"), set[str]()
        while name in self._by_id and name not in seen:
            seen.add(name)
            yield name
            name = value(self._by_id[name], "basedOn")

    def is_contents(self, paragraph: _Element) -> bool:
        """Whether a paragraph is a line of an automatic table of contents."""
        name = value(paragraph.find(f"{_W}pPr"), "pStyle")
        style = self._by_id.get(name)
        return bool(_CONTENTS.match(value(style, "name") or name))


def value(element: _Element | None, name: str) -> str:
    """The value of a property below an element, "" where it has none."""
    found = None if element is None else element.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val", "")


def is_on(element: _Element | None, name: str) -> bool:
    """Whether a property that is on or off (17.17.4) is below an element and is on."""
    found = None if element is None else element.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val", "1") not in {"0", "false", "off"}
