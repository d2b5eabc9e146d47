"""Reads PDF files: pages by their text layer, and those that are pictures as they were recognised."""

from __future__ import annotations

import io

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from indexer.errors import OversizedSource, UnreadableSource
from indexer.extraction.base import ReadPart, Recognised
from indexer.extraction.layout import page
from indexer.extraction.layout.document import make_document
from indexer.extraction.layout.page import Leaf
from indexer.extraction.layout.scanned import replace_pictures
from indexer.report.document import Document
from indexer.settings import Settings

_MOST_PAGES = 1_000


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a PDF.

    Raises:
        EmptySource: a scan whose recognition is not offered, or another file without text.
        OversizedSource: more than 1,000 pages, or a scan of more than 100.
        RecognitionNeeded: pages are pictures.
        UnreadableSource: damaged, locked with a password, or its fonts tell no characters.
    """
    return make_document(_leaves(data, read_part.recognised), "pdf")


def _leaves(data: bytes, recognised: Recognised | None) -> list[Leaf]:
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > _MOST_PAGES:
                raise OversizedSource(f"PDF 超过 {_MOST_PAGES} 页，未读取，请拆分后再收录。")
            leaves = []
            for sheet in file.pages:
                leaves.append(page.read(sheet))
                sheet.close()
            return replace_pictures(leaves, recognised)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableSource("PDF 设有打开密码，请去掉密码后再收录。") from None
        if error.args and isinstance(error.args[0], MemoryError | RecursionError):
            raise error.args[0] from None
        raise UnreadableSource("PDF 已损坏，无法读取，请从原处重新下载后再收录。") from None
    # On broken files pdfminer.six raises whatever its parsers run into: there is no common base.
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, OSError):
        raise UnreadableSource("PDF 已损坏，无法读取，请从原处重新下载后再收录。") from None
