"""Reads PDF files that have a text layer."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction.base import ReadPart
from indexer.extraction.lines import furniture
from indexer.extraction.pdf import page
from indexer.extraction.pdf.glyphs import LOST
from indexer.extraction.pdf.page import Leaf
from indexer.extraction.pdf.paragraph import join_paragraphs
from indexer.extraction.tables import flattened
from indexer.report.document import Document
from indexer.settings import Settings

_MOST_PAGES = 1_000
_LEAST_TEXT = 20
"""Characters a page below which a file of pictures has no text layer worth the name."""


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a PDF.

    Raises:
        EmptySource: a scan, or another file without text.
        OversizedSource: more than 1,000 pages.
        UnreadableSource: damaged, locked with a password, or its fonts tell no characters.
    """
    leaves = _leaves(data)
    _refuse_without_text(leaves)
    blocks, notes = flattened.rebuild(join_paragraphs(leaves))
    blocks, metadata = furniture.trim(blocks)
    if not blocks:
        raise EmptySource("PDF 中没有正文，请检查文件内容。")
    return Document(tuple(blocks), "", metadata, "pdf", "", (*_unread(leaves), *notes))


def _leaves(data: bytes) -> list[Leaf]:
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > _MOST_PAGES:
                raise OversizedSource(f"PDF 超过 {_MOST_PAGES} 页，未读取，请拆分后再收录。")
            leaves = []
            for sheet in file.pages:
                leaves.append(page.read(sheet))
                sheet.close()
            return leaves
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableSource("PDF 设有打开密码，请去掉密码后再收录。") from None
        if error.args and isinstance(error.args[0], MemoryError | RecursionError):
            raise error.args[0] from None
        raise UnreadableSource("PDF 已损坏，无法读取，请从原处重新下载后再收录。") from None
    # On broken files pdfminer.six raises whatever its parsers run into: there is no common base.
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, OSError):
        raise UnreadableSource("PDF 已损坏，无法读取，请从原处重新下载后再收录。") from None


def _unread(leaves: Sequence[Leaf]) -> Iterable[str]:
    """What of the pages could not be read, as sentences that name them."""
    pages = [str(number) for number, leaf in enumerate(leaves, 1) if leaf.is_picture]
    if pages:
        yield f"第 {'、'.join(pages)} 页是图片，没有文字层，没有读入，请看原件。"
    lost = sum(leaf.unmapped for leaf in leaves)
    if lost:
        places = "、".join(str(number) for number, leaf in enumerate(leaves, 1) if leaf.unmapped)
        yield f"第 {places} 页有 {lost} 个字的字体没有文字对照表，读不出，以 {LOST} 标出，请看原件。"


def _refuse_without_text(leaves: Sequence[Leaf]) -> None:
    text = sum(leaf.characters for leaf in leaves)
    if text < _LEAST_TEXT * len(leaves) and any(leaf.pictured for leaf in leaves):
        raise EmptySource(
            "这是扫描件，PDF 中只有图片，没有文字层，请先用文字识别（OCR）软件处理或改用网页、Word 版本。"
        )
    if not text:
        raise EmptySource("PDF 中没有文字，请检查文件内容。")
    if sum(leaf.unmapped for leaf in leaves) * 5 > text:
        raise UnreadableSource("PDF 的字体没有文字对照表，读不出文字，请改用网页、Word 版本或重新导出 PDF。")
