"""Opens pictures that strangers made, in a few kinds and up to a size."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, UnidentifiedImageError

from indexer.errors import OversizedSource, SourceError, UnreadableSource

FILES = ("PNG", "JPEG", "TIFF")
"""Kinds of pictures that are files of their own."""
EMBEDDED = (*FILES, "GIF", "BMP", "WEBP")
"""Kinds of pictures in pages and documents."""
_WIDE, _HIGH = 360, 60
"""Pixels from which the characters of a table can be told."""
_MOST_PIXELS = 80_000_000
"""Of a page: A3 at 600 dots an inch has 70 million."""


@contextmanager
def open_image(data: bytes, kinds: tuple[str, ...]) -> Iterator[Image.Image]:
    """Open a picture; its pixels are read when they are asked for.

    Raises:
        OversizedSource: more pixels than Pillow takes for a picture.
        UnreadableSource: damaged, or of another kind.
    """
    try:
        with Image.open(io.BytesIO(data), formats=kinds) as image:
            yield image
    except Image.DecompressionBombError:
        raise OversizedSource(_name_limit()) from None
    # What Pillow raises on broken files has no common base.
    except (UnidentifiedImageError, EOFError, OSError, SyntaxError, ValueError, LookupError, TypeError):
        raise UnreadableSource("图片已损坏，无法读取，请从原处重新下载后再收录。") from None


def is_legible(data: bytes) -> bool:
    """Return whether a picture may be a page or a table, by its kind and its size."""
    try:
        with open_image(data, EMBEDDED) as image:
            return image.width >= _WIDE and image.height >= _HIGH
    except SourceError:
        return False


def load(data: bytes, kinds: tuple[str, ...], number: int = 1) -> Image.Image:
    """Return a picture of a file, turned as its camera was held.

    Args:
        number: of the picture in the file, from 1.

    Raises:
        OversizedSource: more than 80 million pixels.
        UnreadableSource: damaged, or of another kind.
    """
    with open_image(data, kinds) as image:
        image.seek(number - 1)
        if image.width * image.height > _MOST_PIXELS:
            raise OversizedSource(_name_limit())
        return ImageOps.exif_transpose(image.copy())


def _name_limit() -> str:
    return f"图片超过 {_MOST_PIXELS // 10_000} 万像素，未识别，请缩小后再收录。"
