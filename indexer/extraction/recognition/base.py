"""What a format offers whose pages may be pictures."""

from __future__ import annotations

from typing import Protocol

from PIL import Image

LEAST_SIDE, MOST_SIDE = 1240, 2480
"""Pixels of a page's shorter side between which pages are recognised: 150 and 300 dots an inch of A4."""


class Renderer(Protocol):
    """The module that makes pictures of the pages of one format."""

    def render(self, data: bytes, number: int, name: str) -> Image.Image:
        """Return a page, numbered from 1, of a file of this name as a picture.

        Raises:
            SourceError: it is damaged or too large.
        """
