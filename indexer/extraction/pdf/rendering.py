"""Pages of a PDF as pictures, for recognition."""

from __future__ import annotations

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from indexer.errors import UnreadableSource
from indexer.extraction.recognition.base import LEAST_SIDE, MOST_SIDE

_USUAL = 1654
"""Pixels of a page's shorter side where its pictures do not say: 200 dots an inch of A4."""


def render(data: bytes, number: int, name: str = "") -> Image.Image:
    """Return a page as a picture, as finely as it was scanned.

    Args:
        number: of the page, from 1.

    Raises:
        UnreadableSource: damaged.
    """
    try:
        file = pypdfium2.PdfDocument(data)
        page = file[number - 1]
        short = min(page.get_size())
        pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        widest = max((min(picture.get_px_size()) for picture in pictures), default=_USUAL)
        scale = min(max(widest, LEAST_SIDE), MOST_SIDE) / short
        image: Image.Image = page.render(scale=scale).to_pil()
        return image
    except (pypdfium2.PdfiumError, ZeroDivisionError, LookupError):
        raise UnreadableSource(f"PDF 第 {number} 页已损坏，无法识别，请从原处重新下载后再收录。") from None
