"""What a format offers whose pages may be pictures."""

from __future__ import annotations

from typing import Protocol

from PIL import Image


class Renderer(Protocol):
    """The module that makes pictures of the pages of one format."""

    def render(self, data: bytes, number: int) -> Image.Image:
        """Return a page, numbered from 1, as a picture.

        Raises:
            SourceError: it is damaged or too large.
        """
