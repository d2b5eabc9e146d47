"""Reads pictures of pages as they were recognised: PNG, JPEG, and TIFF, of which one file may hold many."""

from __future__ import annotations

from PIL import Image

from indexer.errors import EmptySource, OversizedSource
from indexer.extraction.base import ReadPart, RecognitionNeeded
from indexer.extraction.layout import page
from indexer.extraction.layout.document import make_document
from indexer.extraction.recognition import INSTALL, MOST_PAGES
from indexer.extraction.recognition.image_file import FILES, load, open_image
from indexer.report.document import Document
from indexer.settings import Settings


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read the pages of a picture.

    Raises:
        EmptySource: recognition is not offered, or found no text.
        OversizedSource: more than 100 pages, or more than 80 million pixels on one.
        RecognitionNeeded: pages were not recognised yet.
        UnreadableSource: damaged.
    """
    with open_image(data, FILES) as image:
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


def render(data: bytes, number: int, name: str = "") -> Image.Image:
    """Return a page as a picture, turned as its camera was held.

    Args:
        number: of the page, from 1.

    Raises:
        OversizedSource: more than 80 million pixels.
        UnreadableSource: damaged.
    """
    return load(data, FILES, number)
