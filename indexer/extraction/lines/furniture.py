"""Which lines belong to the site and not to the report: breadcrumbs, buttons, footers, neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.extraction.lines import glued, labels
from indexer.extraction.lines.menu import find_menu, is_label
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.site import copiers, footer, paths, related
from indexer.extraction.lines.site.attachments import is_attachment
from indexer.extraction.lines.site.controls import is_control, is_menu
from indexer.extraction.lines.site.counters import is_counter
from indexer.extraction.lines.site.credits import is_credit
from indexer.extraction.lines.site.leftovers import is_leftover
from indexer.extraction.lines.site.sharing import is_sharing, is_sharing_here
from indexer.extraction.lines.values import find_values
from indexer.report.document import Block, Table

_EMPTY = re.compile(r"^[\s|!\[\]()（）·•—_*#>/＞-]+$")
# Below a report it is the column that it is in; over one it may be its title.
_COLUMN = re.compile(r"^(?:政府|政务)?信息公开(?:工作)?(?:年报|年度报告)$")
_SHORT, _LITTLE = 120, 6
_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+部分)"
)


def is_heading(line: str) -> bool:
    """Whether a line begins with a number that reports give their headings (一、 （一） 第一部分)."""
    return bool(_NUMBERED.match(line))


def is_prose(line: str) -> bool:
    """Whether a line is surely the report's: a heading, or long enough with punctuation."""
    return is_heading(line) or (
        len(line) >= 25 and bool(re.search("[，。；]", line)) and not (is_site(line) or footer.is_extra(line))
    )


def is_site(line: str) -> bool:
    """Whether a line is surely the site's wherever it is."""
    if len(line) > 200:
        return False
    return bool(
        is_menu(line)
        or paths.is_path(line)
        or is_sharing(line)
        or related.is_neighbour(line)
        or is_leftover(line)
        or copiers.is_info_box(line)
        or copiers.is_copier(line)
        or _EMPTY.match(line)
        or (labels.read_line(line) is not None and "。" not in line and "，" not in line)
        or labels.is_bullet(line)
        or footer.is_footer(line)
    )


def trim(blocks: Sequence[Block | Table]) -> tuple[list[Block | Table], dict[str, str]]:
    """Take the site's lines from before, after and between a report's.

    A line between the report's own goes only where it is nothing but buttons; what merely looks like
    a label (时间：…) goes only before the first and after the last sure line.

    Returns:
        The blocks left, and the metadata that the others held.
    """
    blocks, first, last = _find_report(blocks)
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
        line = fold_line(block.text) if len(block.text) < _SHORT else block.text
        if first <= at <= last:
            if _is_control(line):
                note(block.text, metadata)
            else:
                kept.append(block)
        elif last < at and related.is_related(line):
            break
        elif last < at and (is_closed or _closes(line)):
            is_closed = True
            note(block.text, metadata)
        elif first < len(blocks) and _COLUMN.match(line) and (at > last or _has_title(kept, line)):
            continue
        elif at in values:
            metadata.update(values[at] | metadata)
        elif at in menu or _is_around(block.text) or (at < first and labels.is_bulleted_label(line)):
            note(_with_label(blocks[at - 1] if at else None, block), metadata)
        else:
            kept.append(block)
    return kept, metadata


def _closes(line: str) -> bool:
    """Whether below a line that is behind a report's last sentence nothing is the report's."""
    return footer.is_footer(line) or related.is_neighbour(line) or is_credit(line)


def _find_report(blocks: Sequence[Block | Table]) -> tuple[list[Block | Table], int, int]:
    """The blocks, parted from what is glued to the report's first and last, and the offsets of these.

    Where nothing is surely the report's, both offsets are behind all blocks.
    """
    parted = [part for block in blocks for part in _part(block, is_first=False, is_last=False)]
    sure = _find_sure(parted)
    if not sure:
        return parted, len(parted), len(parted)
    end = _find_end(parted, sure)
    before, behind = _part(parted[sure[0]], is_first=True, is_last=False), [parted[end]]
    if end == sure[0]:
        before, behind = before[:-1], before[-1:]
    behind = [part for block in behind for part in _part(block, is_first=False, is_last=True)]
    between = parted[sure[0] + 1 : end]
    whole = [*parted[: sure[0]], *before, *between, *behind, *parted[end + 1 :]]
    first = sure[0] + len(before) - (end != sure[0])
    last = sure[0] + len(before) + len(between)
    return whole, first, last


def _find_sure(blocks: Sequence[Block | Table]) -> list[int]:
    """Offsets of the blocks that are surely the report's."""
    return [at for at, block in enumerate(blocks) if isinstance(block, Table) or is_prose(block.text)]


def _find_end(blocks: Sequence[Block | Table], sure: Sequence[int]) -> int:
    """The last block that is surely the report's, and not a sentence that a list of links shows.

    A border is a line that leads to other pages, or says whose the site is; what is below it is the site's
    where it has no table and no heading, and little text beside what is above.
    """
    lengths = [0 if isinstance(block, Table) else len(block.text) for block in blocks]
    for border in range(sure[0] + 1, sure[-1]):
        block = blocks[border]
        if isinstance(block, Table) or len(block.text) > _SHORT or not _is_border(fold_line(block.text)):
            continue
        below = [at for at in sure if at > border]
        own = any(isinstance(each := blocks[at], Table) or is_heading(each.text) for at in below)
        if not own and sum(lengths[border:]) * _LITTLE <= sum(lengths[:border]):
            return max(at for at in sure if at < border)
    return sure[-1]


def _is_border(line: str) -> bool:
    return related.is_related(line) or _closes(line) or is_control(line)


def _part(block: Block | Table, *, is_first: bool, is_last: bool) -> list[Block | Table]:
    """A block, parted from the site's words on its line; what was recognised or mended is left whole."""
    if isinstance(block, Table) or block.changes:
        return [block]
    text = block.text
    start = glued.find_start(text) if is_first else 0
    end = glued.find_end(text, is_last)
    if not start and end == len(text):
        return [block]
    pieces = [text[:start].strip(), text[start:end].strip(), text[end:].strip()]
    return [replace(block, text=piece) for piece in pieces if piece]


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
    return find_menu(lines, {at for at, line in enumerate(lines) if not line or _is_around(line)})


def _is_around(text: str) -> bool:
    """Whether a line before or after a report is surely the site's."""
    line = fold_line(text) if len(text) < _SHORT else text
    return (
        is_site(line)
        or is_site(text)
        or is_site(paths.drop_addresses(line))
        or footer.is_extra(line)
        or is_counter(line)
        or is_credit(line)
        or is_attachment(text)
        or related.is_pager(line)
        or related.is_related(line)
        or related.is_link(line)
    )


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
