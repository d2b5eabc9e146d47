"""Reads pictures of pages as they were recognised: PNG, JPEG, and TIFF, of which one file may hold many."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, UnidentifiedImageError

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction.base import ReadPart, RecognitionNeeded
from indexer.extraction.layout import page
from indexer.extraction.layout.document import make_document
from indexer.extraction.recognition import INSTALL, MOST_PAGES
from indexer.report.document import Document
from indexer.settings import Settings

_KINDS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 80_000_000
"""Of a page: A3 at 600 dots an inch has 70 million."""


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read the pages of a picture.

    Raises:
        EmptySource: recognition is not offered, or found no text.
        OversizedSource: more than 100 pages, or more than 80 million pixels on one.
        RecognitionNeeded: pages were not recognised yet.
        UnreadableSource: damaged.
    """
    with _open(data) as image:
        count = int(getattr(image, "n_frames", 1))
    if count > MOST_PAGES:
        raise OversizedSource(f"图片超过 {MOST_PAGES} 页，未识别，请拆分后再收录。")
    recognised = read_part.recognised
    if recognised is None:
        command = INSTALL
        raise EmptySource(
            f"这是图片，没有文字，请装上文字识别（{command}）后用 nianbao add 收录，或改用网页、Word 版本。"
        )
    numbers = range(1, count + 1)
    if missing := tuple(number for number in numbers if number not in recognised):
        raise RecognitionNeeded(missing)
    return make_document([page.read(recognised[number]) for number in numbers], "image")


def render(data: bytes, number: int) -> Image.Image:
    """Return a page as a picture, turned as its camera was held.

    Args:
        number: of the page, from 1.

    Raises:
        OversizedSource: more than 80 million pixels.
        UnreadableSource: damaged.
    """
    with _open(data) as image:
        image.seek(number - 1)
        if image.width * image.height > _MOST_PIXELS:
            raise OversizedSource(f"图片超过 {_MOST_PIXELS // 10_000} 万像素，未识别，请缩小后再收录。")
        return ImageOps.exif_transpose(image.copy())


@contextmanager
def _open(data: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as image:
            yield image
    except Image.DecompressionBombError:
        raise OversizedSource(f"图片超过 {_MOST_PIXELS // 10_000} 万像素，未识别，请缩小后再收录。") from None
    # What Pillow raises on broken files has no common base.
    except (UnidentifiedImageError, EOFError, OSError, SyntaxError, ValueError, LookupError, TypeError):
        raise UnreadableSource("图片已损坏，无法读取，请从原处重新下载后再收录。") from None
