"""Reads web pages. The only user of BeautifulSoup: a page leaves this module as plain elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import CData, NavigableString, PageElement, ProcessingInstruction

from indexer.errors import EmptySource, OversizedSource
from indexer.extraction.base import ReadPart
from indexer.extraction.html import article
from indexer.extraction.html.album import Album
from indexer.extraction.html.element import BLOCKS, Element
from indexer.extraction.html.flow import Flow
from indexer.extraction.lines import furniture, labels
from indexer.extraction.lines import running_text as running
from indexer.extraction.lines.blanks import clean
from indexer.extraction.lines.pieces import join_blocks
from indexer.extraction.lines.site import paths
from indexer.extraction.tables import flattened
from indexer.report.document import Document
from indexer.settings import Settings
from indexer.text.encoding import decode

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^<>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_UNSHOWN = (
    "script style noscript template iframe frame object embed applet select option input button textarea "
    "svg canvas audio video map head nav footer aside rt rp"
)
_SKIPPED = frozenset(_UNSHOWN.split())
_NAMED = ("id", "class", "rowspan", "colspan")
_PICTURED = ("src", "width", "height")
_KEPT = frozenset((*_NAMED, "hidden", "name", "content"))
_ROWS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"])
_FONTS = frozenset(["span", "font", "b", "strong", "i", "em", "u"])
_TELLING = BLOCKS | {"a", "img"}
# What the pages of government sites must say of themselves (国办发〔2017〕47号, annex).
_META = {
    "sitename": "site",
    "columnname": "column",
    "articletitle": "title",
    "pubdate": "published",
    "contentsource": "source",
    "url": "url",
    "author": "author",
    "keywords": "keywords",
    "description": "description",
}
_USUAL = 300  # characters of a style; pages repeat theirs in every cell
_LEAST_PROSE, _LONGEST_LABEL = 50, 300
_MOST_TAGS, _MOST_DEPTH = 400_000, 1_000
_PATH = re.compile(r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|dqwz|position|location)(?=$|[\s_-])")
_TITLE = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|biaoti)(?=$|[\s_-])")
_TITLED = re.compile(r"年报|年度报告|工作报告|报告")


class _Builder(LXMLTreeBuilder):
    """Builds half of a page that Word wrote: most of its elements set a font and nothing else, and most of
    its attributes say how things look. Both are left out before there are objects for them."""

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes=None)
        self._left_out: list[bool] = []

    def prepare_markup(self, markup: Any, *_: Any, **__: Any) -> Iterator[tuple[Any, None, None, bool]]:
        """A page is text by now: nothing of it is to be guessed, also where it calls itself XML."""
        self.processing_instruction_class = ProcessingInstruction
        yield markup, None, None, False

    def start(self, tag: Any, attrib: Any, nsmap: Any = MappingProxyType({})) -> None:
        """An element begins (called by lxml)."""
        assert self.soup is not None  # set before a page is fed
        kept = (
            {
                name: value
                for name, value in attrib.items()
                if name in _KEPT or _hides(name, value) or (tag == "img" and name in _PICTURED)
            }
            if attrib
            else {}
        )
        bare = tag in _FONTS and not kept
        self._left_out.append(bare)
        if len(self._left_out) > _MOST_DEPTH:
            raise OversizedSource(f"网页的标签嵌套超过 {_MOST_DEPTH} 层，未读取，请只保存正文部分后再收录。")
        if bare:
            self.soup.endData()
        else:
            self.soup.handle_starttag(tag, None, None, kept)

    def data(self, data: Any) -> None:
        """A text is here; what breaks the lines of the source between rows and cells is none."""
        assert self.soup is not None
        inside = self.soup.currentTag
        if inside is None or inside.name not in _ROWS or not data.isspace():
            self.soup.handle_data(data)

    def end(self, tag: Any) -> None:
        """It ends."""
        assert self.soup is not None
        self.soup.endData()
        if not self._left_out.pop():
            self.soup.handle_endtag(tag)


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a web page.

    Raises:
        EmptySource: a page without text.
        OversizedSource: more than 400,000 tags, or tags more than 1,000 deep.
        UndecodableSource: no encoding makes sense of the bytes.
    """
    declared = _CHARSET.search(data[:8192])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else "")
    if decoded.text.count("<") > 2 * _MOST_TAGS:
        raise OversizedSource(f"网页的标签超过 {_MOST_TAGS} 个，未读取，请只保存正文部分后再收录。")
    soup = BeautifulSoup(decoded.text, builder=_Builder())
    sources = [str(picture["src"]) for picture in soup.find_all("img", src=True)]
    album = Album(read_part.gallery, sources, read_part.find_picture)
    body = _elements(soup.body or soup)
    weights = article.Weights(body, album.count_characters(body))
    if weights.prose[body] < _LEAST_PROSE:
        # Some sites hide the article until a script has counted the visit.
        body = _elements(soup.body or soup, with_hidden=True)
        weights = article.Weights(body, album.count_characters(body))
    found = article.find(body, weights)
    flow = Flow(body, found, weights, album)

    parts = running.cut_blocks(join_blocks(flow.blocks))
    parts, notes = flattened.rebuild(parts)
    blocks, around = furniture.trim(parts)
    if not blocks:
        raise EmptySource("网页中没有正文，可能由脚本显示，请在浏览器中打开后保存完整网页再收录。")

    short = [each for each in weights.elements if each is not body and weights.size(each) < _LONGEST_LABEL]
    metadata = _meta(soup)
    for source in (flow.metadata, around, _described(flow.outside, short)):
        for key, value in source.items():
            metadata.setdefault(key, value)
    title = _title(metadata, soup, short)
    blocks = furniture.drop_title(blocks, title)
    return Document(tuple(blocks), title, metadata, "html", decoded.encoding, (*decoded.notes, *notes))


def _elements(root: Tag, with_hidden: bool = False) -> Element:
    """The page as plain elements, without what is not shown.

    Elements that run on in their line, have no name and are no links say nothing: what is in them is
    in the element around them (half of the elements that Word writes).
    """
    top = Element("body")
    stack: list[tuple[Iterator[PageElement], Element]] = [(iter(root.contents), top)]
    while stack:
        children, element = stack[-1]
        for child in children:
            if isinstance(child, Tag):
                known = child.attrs
                if child.name in _SKIPPED or (known and not with_hidden and _is_hidden(child)):
                    continue
                names = _NAMED if child.name != "img" else _PICTURED
                attributes = {name: str(known[name]) for name in names if name in known} if known else {}
                inner = element
                if attributes or child.name in _TELLING:
                    inner = Element(child.name, attributes, [], element)
                    element.children.append(inner)
                stack.append((iter(_written(child)), inner))
                break
            if type(child) in (NavigableString, CData):
                element.children.append(str(child))
        else:
            stack.pop()
    return top


def _written(tag: Tag) -> list[PageElement]:
    """What is in an element; in a cell that is one bare paragraph, what is in that."""
    if len(tag.contents) == 1 and tag.name == "td":
        only = tag.contents[0]
        if isinstance(only, Tag) and only.name == "p" and not only.attrs and len(only.contents) == 1:
            return only.contents
    return tag.contents


def _hides(name: str, value: str) -> bool:
    return name == "style" and (_hiding(value) if len(value) < _USUAL else bool(_HIDDEN.search(value)))


@lru_cache(maxsize=4096)
def _hiding(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def _is_hidden(tag: Tag) -> bool:
    return "hidden" in tag.attrs or "style" in tag.attrs


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        key = _META.get(str(tag.get("name") or "").strip().lower())
        value = clean(str(tag.get("content") or ""))
        if key and value:
            metadata.setdefault(key, value)
    return metadata


def _described(outside: list[str], short: list[Element]) -> dict[str, str]:
    """What the lines around the report and the breadcrumb say."""
    metadata: dict[str, str] = {}
    for element in short:
        if element.attributes and _PATH.search(element.names):
            links = [clean(e.text) for e in element.iterate_elements() if e.name == "a"]
            path = paths.find_breadcrumb(clean(element.text)) or " > ".join(filter(None, links))
            if len(links) > 1 and " > " not in path:
                path = " > ".join(filter(None, links))
            if 0 < len(path) < 200:
                metadata.setdefault("breadcrumb", path)
    for line, following in pairwise([*outside, ""]):
        label = line.endswith(("：", ":")) and labels.find_key(line)
        if label and labels.read_line(following) is None:
            metadata.setdefault(label, following)
        else:
            furniture.note(line, metadata)
    return labels.keep_known(metadata)


def _title(metadata: dict[str, str], soup: BeautifulSoup, short: list[Element]) -> str:
    """The surest title: what the page declares, its first heading or titled element, its `<title>`."""
    tag = soup.find("title")
    window = re.split(r"\s*[_|]\s*|\s+[-–—]+\s+|--+|—+", clean(tag.get_text())) if tag else []
    shown = [
        clean(element.text)
        for element in short
        if element.name == "h1" or (element.attributes and _TITLE.search(element.names))
    ]
    candidates = [metadata.get("title", ""), *shown, *window]
    candidates = [title for title in candidates if 3 < len(title) < 100]
    return next((title for title in candidates if _TITLED.search(title)), next(iter(candidates), ""))
