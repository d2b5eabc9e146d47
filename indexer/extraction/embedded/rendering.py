"""A picture that stands in a file as a page, for recognition: on paper as wide as its lines are."""

from __future__ import annotations

from PIL import Image

from indexer.errors import UnreadableSource
from indexer.extraction import formats
from indexer.extraction.embedded.gallery import Gallery, ShownPicture
from indexer.extraction.recognition.image_file import EMBEDDED, load
from indexer.settings import Settings

_PORTRAIT = 1.2
"""Times its width that a picture is high from which it is a page itself."""
_MARGIN = 0.09
"""White beside a table, in widths of it: A4 has 2.6 cm beside lines of 15.6 cm, many tables have less."""


class _Found(BaseException):
    """The picture that is looked for; no `Exception`, for nothing on the way is to handle it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


class _Search(Gallery):
    def __init__(self, wanted: int) -> None:
        super().__init__(None)
        self._wanted = wanted

    def show(self, data: bytes) -> ShownPicture:
        shown = super().show(data)
        if shown.number == self._wanted:
            raise _Found(data)
        return shown


def render(data: bytes, number: int, name: str) -> Image.Image:
    """Return a picture of a file as a page.

    Args:
        data: the whole file.
        number: of the picture, as `Gallery` counts.
        name: the file's name.

    Raises:
        OversizedSource: more than 80 million pixels.
        SourceError: the picture or the file around it is damaged.
    """
    try:
        formats.search(data, name, Settings(), _Search(number))
    except _Found as found:
        return _lay_on_paper(load(found.data, EMBEDDED))
    raise UnreadableSource(f"文件中找不到第 {number} 张图片，请从原处重新下载后再收录。")


def _lay_on_paper(image: Image.Image) -> Image.Image:
    """What says how large characters are is the width of the page; a table alone says nothing."""
    if image.height >= _PORTRAIT * image.width:
        return image
    margin = round(_MARGIN * image.width)
    width = image.width + 2 * margin
    paper = Image.new("RGB", (width, max(width, image.height + 2 * margin)), "white")
    whole = image.convert("RGBA")
    paper.paste(whole.convert("RGB"), (margin, margin), whole.getchannel("A"))
    return paper
