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

    def properties(self, paragraph: _Element) -> Iterator[_Element]:
        """The paragraph's own properties, then its style's, then of those that this is based on."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        name, seen = value(own, "pStyle"), set[str]()
        while name in self._by_id and name not in seen:
            seen.add(name)
            style = self._by_id[name]
            properties = style.find(f"{_W}pPr")
            if properties is not None:
                yield properties
            name = value(style, "basedOn")

    def is_contents(self, paragraph: _Element) -> bool:
        """Whether a paragraph is a line of an automatic table of contents."""
        name = value(paragraph.find(f"{_W}pPr"), "pStyle")
        style = self._by_id.get(name)
        return bool(_CONTENTS.match(value(style, "name") or name))


def value(element: _Element | None, name: str) -> str:
    """The value of a property below an element, "" where it has none."""
    found = None if element is None else element.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val", "")
