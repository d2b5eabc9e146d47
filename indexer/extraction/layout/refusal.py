"""What of printed pages cannot be read: files without text are refused, single pages are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.errors import EmptySource, UnreadableSource
from indexer.extraction.layout.glyphs import LOST
from indexer.extraction.layout.page import Leaf
from indexer.extraction.recognition import INSTALL

_LEAST_TEXT = 20
"""Characters a page below which a file of pictures has no text layer worth the name."""


def list_unread(leaves: Sequence[Leaf]) -> Iterable[str]:
    """Yield what of the pages could not be read, as sentences that name them."""
    pages = [str(number) for number, leaf in enumerate(leaves, 1) if leaf.is_picture]
    if pages:
        yield f"第 {'、'.join(pages)} 页是图片，没有文字层，没有读入，请看原件。"
    recognised = [str(number) for number, leaf in enumerate(leaves, 1) if leaf.recognised]
    if recognised:
        yield f"第 {'、'.join(recognised)} 页是图片，文字由程序识别而来，可能有错，请对照原件。"
    lost = sum(leaf.unmapped for leaf in leaves)
    if lost:
        places = "、".join(str(number) for number, leaf in enumerate(leaves, 1) if leaf.unmapped)
        yield f"第 {places} 页有 {lost} 个字的字体没有文字对照表，读不出，以 {LOST} 标出，请看原件。"


def refuse_without_text(leaves: Sequence[Leaf], label: str) -> None:
    """Refuse a file whose pages tell too little.

    Args:
        label: the format's name (`PDF`).

    Raises:
        EmptySource: pictures only, or nothing.
        UnreadableSource: its fonts tell no characters.
    """
    text, command = sum(leaf.characters for leaf in leaves), INSTALL
    if text < _LEAST_TEXT * len(leaves) and any(leaf.pictured for leaf in leaves):
        raise EmptySource(
            f"这是扫描件，{label} 中只有图片，没有文字层，"
            f"请装上文字识别（{command}）后用 nianbao add 收录，或改用网页、Word 版本。"
        )
    if not text:
        raise EmptySource(f"{label} 中没有文字，请检查文件内容。")
    if sum(leaf.unmapped for leaf in leaves) * 5 > text:
        raise UnreadableSource(
            f"{label} 的字体没有文字对照表，读不出文字，请改用网页、Word 版本或重新导出 PDF。"
        )
