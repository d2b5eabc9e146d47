"""Which lines belong to the site and not to the report: breadcrumbs, buttons, footers, neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.extraction.lines import labels
from indexer.extraction.lines.extent import closes, find_extent
from indexer.extraction.lines.menu import find_menu, is_label
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.prose import SHORT, is_around
from indexer.extraction.lines.site import copiers, footer, paths, related
from indexer.extraction.lines.site.controls import is_control
from indexer.extraction.lines.site.credits import is_caption
from indexer.extraction.lines.site.leftovers import is_leftover
from indexer.extraction.lines.site.sharing import is_sharing_here
from indexer.extraction.lines.values import find_values
from indexer.report.document import Block, Table

# Below a report it is the column that it is in; over one it may be its title.
_COLUMN = re.compile(r"^(?:政府|政务)?信息公开(?:工作)?(?:年报|年度报告)$")
_BLANK = re.compile(r"\s+")


def trim(blocks: Sequence[Block | Table]) -> tuple[list[Block | Table], dict[str, str]]:
    """Take the site's lines from before, after and between a report's.

    A line between the report's own goes only where it is nothing but buttons; what merely looks like
    a label (时间：…) goes only before the first and after the last sure line.

    Returns:
        The blocks left, and the metadata that the others held.
    """
    extent = find_extent(blocks)
    blocks, first, last = extent.blocks, extent.first, extent.last
    menu = _find_menu(blocks[:first])
    values = find_values(
        {at: fold_line(b.text) for at, b in enumerate(blocks[:first]) if isinstance(b, Block)}
    )
    kept: list[Block | Table] = []
    metadata: dict[str, str] = {}
    is_closed = False
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            kept.append(block)
            continue
        line = fold_line(block.text) if len(block.text) < SHORT else block.text
        if first <= at <= last:
            if _is_control(line):
                note(block.text, metadata)
            else:
                kept.append(block)
        elif last < at and related.is_related(line):
            break
        elif last < at and (is_closed or closes(line)):
            is_closed = True
            note(block.text, metadata)
        elif first < len(blocks) and _COLUMN.match(line) and (at > last or _has_title(kept, line)):
            continue
        elif at in values:
            metadata.update(values[at] | metadata)
        elif (
            at < extent.top
            or at in menu
            or is_around(block.text)
            or (at < first and labels.is_bulleted_label(line))
        ):
            note(_with_label(blocks[at - 1] if at else None, block), metadata)
        else:
            kept.append(block)
    return kept, metadata


def _has_title(above: Sequence[Block | Table], column: str) -> bool:
    """Whether a title is above a column's name: that is not the title then."""
    titles = [block.text for block in above if isinstance(block, Block) and "公开" in block.text]
    return any(len(title) > len(column) and title.rstrip().endswith(("报告", "年报")) for title in titles)


def _with_label(above: Block | Table | None, block: Block) -> str:
    """A line, behind the label on the line above where that announces it."""
    if isinstance(above, Block) and is_label(above.text) and not labels.is_bullet(block.text):
        return f"{above.text}{block.text}"
    return block.text


def _find_menu(head: Sequence[Block | Table]) -> frozenset[int]:
    """Offsets of the lines of a menu among the blocks before a report's first sentence."""
    lines = [fold_line(block.text) if isinstance(block, Block) else "" for block in head]
    site = {at for at, line in enumerate(lines) if not line or (is_around(line) and not is_caption(line))}
    return find_menu(lines, site)  # below a title's own lines there may be a picture


def drop_title(blocks: Sequence[Block | Table], title: str) -> list[Block | Table]:
    """The blocks without the document's own title over them, alone or before the first words of a line."""
    first = blocks[0]
    if not title or isinstance(first, Table) or len(blocks) < 2:
        return list(blocks)
    said = ""
    for at, block in enumerate(blocks[:4]):  # a long title is often set in two or three lines
        said += "" if isinstance(block, Table) else block.text
        if _BLANK.sub("", said) == _BLANK.sub("", title) and at + 1 < len(blocks):
            return list(blocks[at + 1 :])
    if first.text.startswith(f"{title} "):
        return [Block(first.text[len(title) :].strip()), *blocks[1:]]
    return list(blocks)


def note(line: str, metadata: dict[str, str]) -> None:
    """Add what a site's line says of the report to `metadata`; what is there stays."""
    path = paths.find_breadcrumb(line)
    if path:
        metadata.setdefault("breadcrumb", path)
    if footer.is_footer(line) and (owner := footer.find_owner(line)):
        metadata.setdefault("site", owner)
    if title := copiers.find_introduced(line):
        metadata.setdefault("title", title)
    for key, value in labels.keep_known(labels.read_line(line) or {}).items():
        metadata.setdefault(key, value)


def _is_control(line: str) -> bool:
    """Whether a line between the report's own is a control; 微信 alone may be an item of a list."""
    return bool(
        is_control(line)
        or related.is_neighbour(line)
        or is_leftover(line)
        or copiers.is_info_box(line)
        or copiers.is_contents(line)
        or copiers.find_spam(line) == 0
        or is_sharing_here(line)
    )
