"""A parsed page as plain elements, so that what reads it knows no parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_BLOCK_NAMES = (
    "address article blockquote body br caption center dd details dir div dl dt fieldset figcaption figure "
    "form h1 h2 h3 h4 h5 h6 hr html legend li main menu ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin a new line; all others, known or not (`o:p`), run on in it."""


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page.

    Attributes:
        name: tag name, lower case.
        attributes: attributes as strings.
        children: elements and texts in order.
        parent: the element around it, None for the root.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

    def walk(self) -> Iterator[tuple[Element | str, bool]]:
        """Everything below and the element itself: elements twice, with False on entering and True on
        leaving, texts once. Never recurses, so depth does not matter."""
        stack: list[tuple[Element | str, bool]] = [(self, False)]
        while stack:
            entry = stack.pop()
            yield entry
            node, leaving = entry
            if not leaving and not isinstance(node, str):
                stack.append((node, True))
                stack += [(child, False) for child in node.children[::-1]]

    def iterate_elements(self) -> Iterator[Element]:
        """All elements below, in the order of the page."""
        stack: list[Element | str] = self.children[::-1]
        while stack:
            node = stack.pop()
            if not isinstance(node, str):
                yield node
                stack += node.children[::-1]

    def holds(self, name: str) -> bool:
        """Whether an element of this name is below."""
        return any(element.name == name for element in self.iterate_elements())

    @property
    def text(self) -> str:
        """All text below, as it is."""
        found: list[str] = []
        stack: list[Element | str] = self.children[::-1]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                found.append(node)
            else:
                stack += node.children[::-1]
        return "".join(found)

    @property
    def names(self) -> str:
        """The id and the classes, joined by blanks, lower case."""
        if not self.attributes:
            return ""
        return f"{self.attributes.get('id', '')} {self.attributes.get('class', '')}".strip().lower()
