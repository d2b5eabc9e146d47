"""Reads web pages: which part of a page is the report, and what the rest says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from indexer.errors import EmptySource, OversizedSource
from indexer.extraction.base import ReadPart
from indexer.extraction.html import article
from indexer.extraction.html.element import BLOCKS, Element
from indexer.extraction.html.flow import Flow
from indexer.extraction.html.page import NAMED, PICTURED, Tag, parse
from indexer.extraction.lines import furniture, labels
from indexer.extraction.lines import running_text as running
from indexer.extraction.lines.blanks import clean
from indexer.extraction.tables import flattened
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings
from indexer.text.encoding import decode

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^<>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_UNSHOWN = (
    "script style noscript template iframe frame object embed applet select option input button textarea "
    "svg canvas audio video map head nav footer aside rt rp"
)
_SKIPPED = frozenset(_UNSHOWN.split())
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
_LEAST_PROSE, _LONGEST_LABEL = 50, 300
_MOST_TAGS = 400_000
_PATH = re.compile(r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|dqwz|position|location)(?=$|[\s_-])")
_TITLE = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|biaoti)(?=$|[\s_-])")
_TITLED = re.compile(r"年报|年度报告|工作报告|报告")


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
    page = parse(decoded.text)
    shown = next(page.find_all("body"), page)
    body = _elements(shown)
    weights = article.Weights(body)
    if weights.prose[body] < _LEAST_PROSE:
        # Some sites hide the article until a script has counted the visit.
        body = _elements(shown, with_hidden=True)
        weights = article.Weights(body)
    found = article.find(body, weights)
    flow = Flow(body, found, weights)

    parts: list[Block | Table] = []
    for block in flow.blocks:
        pieces = running.cut(block.text) if isinstance(block, Block) else []
        if len(pieces) > 1 and isinstance(block, Block):
            parts += [*map(Block, pieces[:-1]), Block(pieces[-1], pictures=block.pictures)]
        else:
            parts.append(block)
    parts, notes = flattened.rebuild(parts)
    blocks, around = furniture.trim(parts)
    if not blocks:
        raise EmptySource("网页中没有正文，可能由脚本显示，请在浏览器中打开后保存完整网页再收录。")

    short = [each for each in weights.elements if each is not body and weights.size(each) < _LONGEST_LABEL]
    metadata = _meta(page)
    for source in (flow.metadata, around, _described(flow.outside, short)):
        for key, value in source.items():
            metadata.setdefault(key, value)
    title = _title(metadata, page, short)
    blocks = furniture.drop_title(blocks, title)
    return Document(tuple(blocks), title, metadata, "html", decoded.encoding, (*decoded.notes, *notes))


def _elements(root: Tag, with_hidden: bool = False) -> Element:
    """The page as plain elements, without what is not shown.

    Elements that run on in their line, have no name and are no links say nothing: what is in them is
    in the element around them (half of the elements that Word writes).
    """
    top = Element("body")
    stack: list[tuple[Iterator[Tag | str], Element]] = [(iter(root.contents), top)]
    while stack:
        children, element = stack[-1]
        for child in children:
            if isinstance(child, Tag):
                known = child.attributes
                if child.name in _SKIPPED or (known and not with_hidden and _is_hidden(child)):
                    continue
                names = NAMED if child.name != "img" else PICTURED
                attributes = {name: known[name] for name in names if name in known} if known else {}
                inner = element
                if attributes or child.name in _TELLING:
                    inner = Element(child.name, attributes, [], element)
                    element.children.append(inner)
                stack.append((iter(_written(child)), inner))
                break
            element.children.append(child)
        else:
            stack.pop()
    return top


def _written(tag: Tag) -> list[Tag | str]:
    """What is in an element; in a cell that is one bare paragraph, what is in that."""
    if len(tag.contents) == 1 and tag.name == "td":
        only = tag.contents[0]
        if isinstance(only, Tag) and only.name == "p" and not only.attributes and len(only.contents) == 1:
            return only.contents
    return tag.contents


def _is_hidden(tag: Tag) -> bool:
    return "hidden" in tag.attributes or "style" in tag.attributes


def _meta(page: Tag) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for tag in page.find_all("meta"):
        key = _META.get(tag.attributes.get("name", "").strip().lower())
        value = clean(tag.attributes.get("content", ""))
        if key and value:
            metadata.setdefault(key, value)
    return metadata


def _described(outside: list[str], short: list[Element]) -> dict[str, str]:
    """What the lines around the report and the breadcrumb say."""
    metadata: dict[str, str] = {}
    for element in short:
        if element.attributes and _PATH.search(element.names):
            links = [clean(e.text) for e in element.iterate_elements() if e.name == "a"]
            path = furniture.find_breadcrumb(clean(element.text)) or " > ".join(filter(None, links))
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


def _title(metadata: dict[str, str], page: Tag, short: list[Element]) -> str:
    """The surest title: what the page declares, its first heading or titled element, its `<title>`."""
    tag = next(page.find_all("title"), None)
    window = re.split(r"\s*[_|]\s*|\s+[-–—]+\s+|--+|—+", clean(tag.text)) if tag else []
    shown = [
        clean(element.text)
        for element in short
        if element.name == "h1" or (element.attributes and _TITLE.search(element.names))
    ]
    candidates = [metadata.get("title", ""), *shown, *window]
    candidates = [title for title in candidates if 3 < len(title) < 100]
    return next((title for title in candidates if _TITLED.search(title)), next(iter(candidates), ""))
