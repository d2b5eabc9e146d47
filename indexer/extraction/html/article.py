"""Finds the element of a page that holds the report, without the site around it.

trafilatura 2.3 was tried on the pages in `tests/extraction_cases` and refused: it keeps breadcrumbs,
neighbours and metadata tables, puts a report in a layout table into one cell with its tables behind it,
and gives up spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexer.extraction.html.element import BLOCKS, Element
from indexer.extraction.lines.prose import is_heading
from indexer.report import form

# Names that the content systems of government sites give to an article's body.
_BODY = re.compile(
    r"(?:^|\s)(?:trs_editor\S*|trs_ueditor\S*|trs_paper\S*|view\s+trs_uedit\S*|ucap-content|vsb_content\S*|zoom|fontzoom|"
    r"art(?:icle)?[-_]?(?:content|body|con|text)\S*|ivs_content|pages[-_]?content|custom_unionstyle|easysite-news-text|"
    r"(?:xxgk|gk|news|detail|info|main|wz|txt|text|cont|xl)[-_]?(?:content|text|zw|con)|bt-content|"
    r"j-fontcontent|contenttext|conttext|con_text|artcontent|wenzhang|zhengwen)(?=\s|$)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# Words of statutory tables 2, 3 and 4 that stand in no menu.
_STATUTORY = re.compile(rf"{form.ARTICLE}第\s*[（(]|{form.APPLICANTS_HEAD}|{form.RESULTS['upheld'].words}")
_STOP = re.compile("[，。；]")
_MOST, _ENOUGH, _NEARLY_ALL = 0.85, 0.5, 0.9


class Weights:
    """How much prose each element of a page holds: Chinese characters outside links; punctuation and
    numbered headings, which sites have little of, count more."""

    def __init__(self, body: Element, pictures: Mapping[Element, int]) -> None:
        """Args: pictures: characters that were recognised in pictures."""
        self.prose: dict[Element, float] = {}
        self.links: dict[Element, int] = {}
        self.headings: dict[Element, int] = {}
        stack: list[Element] = []
        link = 0
        for node, leaving in body.walk():
            if isinstance(node, str):
                han = 0 if node.isascii() else len(_HAN.findall(node))
                if link:
                    self.links[stack[-1]] += han
                elif han:
                    heading = is_heading(node)
                    self.headings[stack[-1]] += heading
                    self.prose[stack[-1]] += han + 5 * len(_STOP.findall(node)) + 40 * heading
            elif not leaving:
                self.prose[node], self.links[node], self.headings[node] = float(pictures.get(node, 0)), 0, 0
                link += node.name == "a"
                stack.append(node)
            else:
                stack.pop()
                link -= node.name == "a"
                if stack:
                    self.prose[stack[-1]] += self.prose[node]
                    self.links[stack[-1]] += self.links[node]
                    self.headings[stack[-1]] += self.headings[node]

    @property
    def elements(self) -> Iterable[Element]:
        """The body and all elements in it, in the order of the page."""
        return self.prose

    def nearly(self, part: Element, whole: Element, share: float) -> bool:
        """Whether a part holds this share of a whole's prose, and each of its headings."""
        return self.prose[part] >= self.prose[whole] * share and self.headings[part] == self.headings[whole]

    def size(self, element: Element) -> float:
        """How much text an element holds, links included."""
        return self.prose[element] + self.links[element]


def find(body: Element, weights: Weights) -> Element:
    """The element with the report's text.

    Elements with the names of article bodies are preferred where they hold half of the page's prose;
    otherwise the innermost element that holds most of it.
    """
    return _with_tables(_box(body, weights), weights)


def _box(body: Element, weights: Weights) -> Element:
    total = weights.prose[body]
    named = [
        element
        for element in weights.elements
        if element.attributes and _BODY.search(element.names) and weights.prose[element] >= total / 10
    ]
    if named:
        around = _around(named)
        if around is not body and weights.prose[around] >= total * _ENOUGH:
            return _tightest(around, named, weights)
    return _innermost(body, weights)


def _with_tables(box: Element, weights: Weights) -> Element:
    """Widen a box until it holds the statutory tables, which some sites set below the text."""
    inside = {box, *(element for element in box.iterate_elements() if element.name == "table")}
    tables = [
        element
        for element in weights.elements
        if element.name == "table"
        and element not in inside
        and not element.holds("table")
        and _STATUTORY.search(element.text)
    ]
    return _around([box, *tables]) if tables else box


def _tightest(around: Element, named: list[Element], weights: Weights) -> Element:
    """The innermost named element that holds nearly all that `around` does: names like `main-content`
    may stand on the whole page, and an article in two boxes needs the box around both."""
    holding = [element for element in named if weights.nearly(element, around, _NEARLY_ALL)]
    return holding[-1] if holding else around


def _around(elements: list[Element]) -> Element:
    """The innermost element that holds all of the elements."""
    paths = [_path(element) for element in elements]
    around = paths[0][0]
    for place, element in enumerate(paths[0]):
        if any(len(path) <= place or path[place] is not element for path in paths):
            break
        around = element
    return around


def _path(element: Element) -> list[Element]:
    path = [element]
    while path[-1].parent is not None:
        path.append(path[-1].parent)
    return path[::-1]


def _innermost(body: Element, weights: Weights) -> Element:
    node = body
    while weights.prose[node]:
        children = [child for child in node.children if isinstance(child, Element)]
        best = max(children, key=lambda child: weights.prose[child], default=None)
        if best is None or not weights.nearly(best, node, _MOST) or not _holds_blocks(best):
            break
        node = best
    # A table that is not left again through one of its cells is the report's own.
    while node.name in {"table", "thead", "tbody", "tfoot", "tr"} and node.parent is not None:
        node = node.parent
    return node


def _holds_blocks(element: Element) -> bool:
    """Whether an element is laid out as blocks itself; a report never sits in one paragraph."""
    if element.name in {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}:
        return False
    return any(isinstance(child, Element) and child.name in BLOCKS for child in element.children) or any(
        child.name in BLOCKS for child in element.iterate_elements()
    )
