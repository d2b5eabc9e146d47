"""Reads Word documents: paragraphs, headings, list numbers and tables, in the order in which they are shown.

The XML is read with lxml. python-docx 1.2 was tried and refused: its paragraphs lack what tracked changes
inserted and the text of content controls, and it computes no list numbers.
"""

from __future__ import annotations

from lxml import etree

from indexer.errors import EmptySource, UnreadableSource
from indexer.extraction.base import ReadPart
from indexer.extraction.docx.album import DocxAlbum
from indexer.extraction.docx.numbering import Numbering
from indexer.extraction.docx.package import Package
from indexer.extraction.docx.story import Story
from indexer.extraction.docx.style import Styles
from indexer.extraction.lines import furniture, pictures
from indexer.extraction.tables import flattened
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.report.document import Document
from indexer.settings import Settings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a Word document, and the pages and documents that it takes in whole (altChunk).

    Raises:
        EmptySource: no text.
        OversizedSource: a part of more than 100 MB, or nested more than 100 deep.
        UnreadableSource: damaged.
    """
    try:
        package = Package(data)
        root = package.read_tree(package.main) if package.main else None
        parts = {
            name: package.list_related(name) for name in ("numbering", "styles", "footnotes", "endnotes")
        }
        chunks = {
            name: package.read(link.part)
            for name, link in package.links.items()
            if link.kind == "aFChunk" and package.has(link.part)
        }
    except (etree.XMLSyntaxError, *ZIP_ERRORS):
        raise UnreadableSource("Word 文件已损坏或已加密，无法读取，请重新另存为 DOCX 后再收录。") from None
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise UnreadableSource("Word 文件中没有正文部分，请重新另存为 DOCX 后再收录。")
    styles = Styles(parts["styles"])
    notes = {kind: parts[f"{kind}s"] for kind in ("footnote", "endnote")}
    included = {
        name: read_part(chunk, package.links[name].part).blocks for name, chunk in chunks.items() if chunk
    }
    album = DocxAlbum(package, read_part.gallery)
    story = Story(Numbering(parts["numbering"], styles), styles, notes, included, album)
    blocks = pictures.settle(read_part.gallery.fill(story.read_blocks(body)))
    rebuilt, said = flattened.rebuild(blocks)
    kept, metadata = furniture.trim(rebuilt)
    if not kept:
        raise EmptySource("Word 文件中没有文字，请检查文件内容。")
    return Document(tuple(kept), "", metadata, "docx", "", tuple(said))
