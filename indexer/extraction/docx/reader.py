"""Reads Word documents: paragraphs, headings, list numbers and tables, in the order in which they are shown.

The XML is read with lxml. python-docx 1.2 was tried and refused: its paragraphs lack what tracked changes
inserted and the text of content controls, and it computes no list numbers.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree
from lxml.etree import _Element

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction.docx.numbering import Numbering
from indexer.extraction.docx.story import Story
from indexer.extraction.docx.style import Styles
from indexer.extraction.lines import furniture
from indexer.extraction.tables import flattened
from indexer.report.document import Document
from indexer.settings import Settings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART_BYTES = 100 * 1024 * 1024
_DEEPEST = 100


def extract(data: bytes, settings: Settings) -> Document:
    """Read a Word document.

    Raises:
        EmptySource: no text.
        OversizedSource: a part of more than 100 MB, or nested more than 100 deep.
        UnreadableSource: damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: _part(package, f"word/{name}.xml") for name in ("document", "numbering", "styles")}
            notes = {kind: _part(package, f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise UnreadableSource("Word 文件已损坏或已加密，无法读取，请重新另存为 DOCX 后再收录。") from None
    root = parts["document"]
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise UnreadableSource("Word 文件中没有正文部分，请重新另存为 DOCX 后再收录。")
    blocks = list(Story(Numbering(parts["numbering"]), Styles(parts["styles"]), notes).blocks(body))
    rebuilt, said = flattened.rebuild(blocks)
    kept, metadata = furniture.trim(rebuilt)
    if not kept:
        raise EmptySource("Word 文件中没有文字，请检查文件内容。")
    return Document(tuple(kept), "", metadata, "docx", "", tuple(said))


def _part(package: zipfile.ZipFile, name: str) -> _Element | None:
    """The root of a part, None where there is none; no entity is ever expanded, nothing is fetched."""
    if name not in package.NameToInfo:
        return None
    with package.open(name) as file:
        data = file.read(_PART_BYTES + 1)
    if len(data) > _PART_BYTES:
        raise OversizedSource(f"Word 文件解压后超过 {_PART_BYTES // 1048576} MB，未读取，请检查文件。")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise UnreadableSource("Word 文件中有不应出现的文档类型声明，未读取，请重新另存为 DOCX 后再收录。")
    return root
