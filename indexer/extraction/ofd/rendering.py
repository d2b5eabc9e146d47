"""Pages of an OFD file that are pictures, for recognition: their pictures where they lie on the paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree
from PIL import Image

from indexer.errors import SourceError, UnreadableSource
from indexer.extraction.ofd.drawing import Canvas, draw
from indexer.extraction.ofd.matrix import Matrix
from indexer.extraction.ofd.package import OfdPackage, OfdPage
from indexer.extraction.recognition.base import LEAST_SIDE, MOST_SIDE
from indexer.extraction.recognition.image_file import EMBEDDED, load
from indexer.extraction.zip_errors import ZIP_ERRORS

_MOST = 100
"""Pictures of a page that are put on paper: some programs cut a page into strips."""
_SMALLEST = 1e-6
_COARSER = 1.2
"""Times as fine as the paper that a picture is from which its dots are averaged first."""


class _Print(NamedTuple):
    """A picture, and the matrix that leads from its unit square to the page in points."""

    image: Image.Image
    placed: Matrix


def render(data: bytes, number: int, name: str = "") -> Image.Image:
    """Return a page as a picture, as finely as it was scanned.

    Args:
        number: of the page, from 1.

    Raises:
        OversizedSource: a picture has more than 80 million pixels.
        UnreadableSource: damaged, or in a kind that is not read.
    """
    try:
        package = OfdPackage(data)
        page = next(islice(package.list_pages(), number - 1, None))
        canvas = draw(page)
        prints = list(_load_prints(package, page, canvas))
    except SourceError:
        raise
    except (etree.XMLSyntaxError, LookupError, StopIteration, *ZIP_ERRORS):
        raise UnreadableSource(f"OFD 第 {number} 页已损坏，无法识别，请从原处重新下载后再收录。") from None
    short = min(canvas.width, canvas.height)
    finest = max((each.image.width / max(each.placed.stretch(1, 0), 1.0) for each in prints), default=1.0)
    scale = min(max(finest * short, LEAST_SIDE), MOST_SIDE) / short
    paper = Image.new("RGB", (round(canvas.width * scale), round(canvas.height * scale)), "white")
    for each in prints:
        _paste(paper, each, scale)
    return paper


def _load_prints(package: OfdPackage, page: OfdPage, canvas: Canvas) -> Iterator[_Print]:
    for shape in canvas.images[:_MOST]:
        data = package.read_picture(page, shape["resource"])
        yield _Print(load(data, EMBEDDED).convert("RGBA"), shape["placed"])


def _paste(paper: Image.Image, each: _Print, scale: float) -> None:
    """Put a picture on paper, turned and drawn out as its matrix says."""
    image, at = each
    coarser = image.width / max(at.stretch(1, 0) * scale, 1.0)
    if coarser > _COARSER:
        size = [max(1, round(side / coarser)) for side in image.size]
        image = image.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    area = at.a * at.d - at.b * at.c
    if abs(area) < _SMALLEST:
        return  # as thin as nothing
    across, down = image.width / area / scale, image.height / area / scale
    # From a point of the paper back to the picture.
    back = (
        *(at.d * across, -at.c * across, (at.c * at.f - at.d * at.e) / area * image.width),
        *(-at.b * down, at.a * down, (at.b * at.e - at.a * at.f) / area * image.height),
    )
    laid = image.transform(paper.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    paper.paste(laid.convert("RGB"), (0, 0), laid.getchannel("A"))
