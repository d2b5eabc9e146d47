"""Reads OFD files: pages by their text, and those that are pictures as they were recognised.

What is drawn on a page is put down as pdfplumber does for PDF; from there on both are read alike. The readers
of OFD on the package index need PyMuPDF, whose licence (AGPL) is not this program's, or make pictures.
"""

from __future__ import annotations

from lxml import etree

from indexer.errors import SourceError, UnreadableSource
from indexer.extraction.base import ReadPart
from indexer.extraction.layout import page
from indexer.extraction.layout.document import make_document
from indexer.extraction.layout.page import Leaf
from indexer.extraction.layout.scanned import replace_pictures
from indexer.extraction.ofd.drawing import draw
from indexer.extraction.ofd.package import OfdPackage
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.report.document import Document
from indexer.settings import Settings


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read an OFD file. Stamps and other annotations are no text of it.

    Raises:
        EmptySource: a scan whose recognition is not offered, or another file without text.
        OversizedSource: more than 1,000 pages, a scan of more than 100, or a page of more than 500,000
            shapes.
        RecognitionNeeded: pages are pictures.
        UnreadableSource: damaged or encrypted, or its fonts tell no characters.
    """
    return make_document(replace_pictures(_read_leaves(data), read_part.recognised), "ofd")


def _read_leaves(data: bytes) -> list[Leaf]:
    try:
        return [page.read(draw(each)) for each in OfdPackage(data).list_pages()]
    except SourceError:
        raise
    except (etree.XMLSyntaxError, LookupError, *ZIP_ERRORS):
        raise UnreadableSource("OFD 文件已损坏，无法读取，请从原处重新下载后再收录。") from None
