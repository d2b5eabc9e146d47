"""Reads plain text: a block for each line, and the header of labels that archives put above it."""

from __future__ import annotations

import re

from indexer.errors import EmptySource
from indexer.extraction import limits
from indexer.extraction.base import ReadPart
from indexer.extraction.lines import furniture, labels
from indexer.extraction.lines import running_text as running
from indexer.extraction.lines.blanks import close_up, drop_lost_indent
from indexer.extraction.lines.pieces import join_pieces
from indexer.extraction.lines.prose import is_heading
from indexer.extraction.lines.wrapped import join_wrapped
from indexer.extraction.tables import flattened
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings
from indexer.text.encoding import decode

_RULE = re.compile(r"^[=\-*_#~—]{3,}+[^=]{0,12}[=\-*_#~—]{3,}$|^[=\-*_#~—]{4,}$")
# A tab after a number (一、\t概述) parts no cells.
_NUMBER = re.compile(r"\S{0,5}[、.．）)]\t[^\t]*\Z")
# Markdown: ## 一、总体情况; **主动公开**. A # alone may be a site's.
_MARKED = re.compile(r"^#{1,6}\s+(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BOLD = re.compile(r"^(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1$")
_PARTING = ("---", "***", "___")
"""Lines that draw a rule in Markdown; longer ones are rules in any text."""
_FEW_MARKS = 2
_NEARLY_ALL = 0.8
"""Share of a text that is in one line where all of it is."""
# A row of hundreds of cells, one of them filled: a page laid out as a table.
_BARS = "|" * 20
_BLANKS_AND_BARS = re.compile(r"[\s|]{20,}+")
_TOP = 16
"""Lines at the top, or of a table there, that may say what the site knows of the document."""
_POINTER = re.compile(r"^页面链接.{0,40}$")


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a text file.

    Raises:
        EmptySource: nothing but blanks.
        UnknownFormat: binary.
        UndecodableSource: no encoding makes sense of the bytes.
        OversizedSource: more lines than a report has.
    """
    decoded = decode(data)
    lines = _without_marks([_clean(line) for line in _without_comments(decoded.text).splitlines()])
    lines = [line for line in lines if line]
    limits.check(len(lines))
    metadata, lines = _header(lines)
    described, lines = _metadata_rows(lines)
    headed = [
        part
        for line in join_wrapped(join_pieces(lines))
        for part in running.part_title(line, metadata.get("title", ""))
    ]
    whole = sum(map(len, headed))
    blocks: list[Block | Table] = [
        Block(part) for line in headed for part in running.cut(line, is_all=len(line) > _NEARLY_ALL * whole)
    ]
    blocks, notes = flattened.rebuild(blocks)
    blocks, around = furniture.trim(blocks)
    if not blocks:
        raise EmptySource("文本文件中没有正文，请检查文件内容。")
    metadata = {**around, **described, **metadata}
    title = metadata.get("title", "")
    blocks = furniture.drop_title(blocks, title)
    return Document(tuple(blocks), title, metadata, "text", decoded.encoding, (*decoded.notes, *notes))


def _clean(line: str) -> str:
    """Blanks made single; tabs between cells (pasted from a spreadsheet) made ` | `."""
    line = _BLANKS_AND_BARS.sub(lambda run: " " if _BARS in run[0] else run[0], line)
    line = drop_lost_indent(line.strip(" \u3000\xa0\ufeff\r\n\x0c"))
    if "\t" in line and not set("|。") & set(line) and not _NUMBER.match(line):
        line = " | ".join(part.strip() for part in line.split("\t"))
    return re.sub(r"[ \t\u3000\xa0]+", " ", line if "|" in line else close_up(line)).strip()


def _without_marks(lines: list[str]) -> list[str]:
    """Lines of a Markdown text without `#` before headings, `**` around words and rules between parts."""
    marked = [line[found.end() :] for line in lines if (found := _MARKED.match(line))]
    marked += [found[2] for line in lines if (found := _BOLD.match(line))]  # **一、总体情况**
    # One mark is enough where it is over a numbered heading.
    if len(marked) + any(map(is_heading, marked)) < _FEW_MARKS:
        return lines
    bare = (_MARKED.sub("", line).strip("# ") if _MARKED.match(line) else line for line in lines)
    return [_EMPHASIS.sub(r"\2", line) for line in bare if not _RULE.match(line) and line not in _PARTING]


def _header(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The block of labels (标题: … 原文链接: …) at the top, and the lines after it."""
    metadata: dict[str, str] = {}
    at = 0
    while at < len(lines):
        line = lines[at]
        label, colon, value = line.replace("：", ":", 1).partition(":")
        key = labels.find_key(label) if colon else None
        if key is None and not (
            at and (_RULE.match(line) or _POINTER.match(line) or _is_unlisted(lines, at))
        ):
            break
        if key is not None and len(several := labels.read_line(line) or {}) > 1:
            metadata = several | metadata  # 名称: … 发布日期: …
        elif key:
            metadata.setdefault(key, value.strip())
        at += 1
    # A single label may be the report's own first line.
    if at < 2:
        return {}, lines
    return labels.keep_known(metadata), lines[at:]


def _is_unlisted(lines: list[str], at: int) -> bool:
    """Whether a line is a label that nobody listed, without a value, right above one that is known."""
    below = lines[at + 1].replace("：", ":", 1).partition(":") if at + 1 < len(lines) else ("", "", "")
    known = bool(below[1]) and labels.find_key(below[0]) is not None
    return known and labels.is_empty_label(lines[at])


def _metadata_rows(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """What a table of labels at the top says whose cells stand between bars, and the lines without it."""
    for start, line in enumerate(lines[:_TOP]):
        if "|" not in line:
            continue
        end = start
        while end < min(len(lines), start + _TOP) and "|" in lines[end]:
            end += 1
        rows = [[cell.strip() for cell in row.split("|") if cell.strip(" -:")] for row in lines[start:end]]
        if (described := labels.read_rows(rows)) is not None:
            said = labels.keep_known(described)
            for line in lines[start:end]:  # a path may be a row of the same table
                furniture.note(line, said)
            return said, [*lines[:start], *lines[end:]]
        break
    return {}, lines


def _without_comments(text: str) -> str:
    """A text without `<!-- … -->`: captions of photographs, kept by some archives as comments.

    By hand, because the pattern `<!--.*?-->` takes quadratic time where no comment ends.
    """
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "\n".join([*parts, text[at:]])
