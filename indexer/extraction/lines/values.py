"""Values of labels that a page lost: 113307/2018-043, 市农业农村局, 2018-01-08, 主动公开, a line each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[?？]?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
# 2010年3月5日 below a speaker's name is the report's own.
_WRITTEN = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_CODE = re.compile(r"(?=(?:\D*\d){6})[A-Za-z0-9][A-Za-z0-9/_-]{7,60}")
# 113307000025920705/2018-04367: an index number, whatever is beside it.
_INDEX = re.compile(r"[A-Za-z0-9]{6,20}[/_-]{1,2}(?:19|20)\d\d-\d{3,12}")
# 34585 under a title: how often the page was opened.
_COUNT = re.compile(r"\d{2,9}")
_STATE = re.compile(
    r"无|主动公开|依申请公开|不予公开|有效|现行有效|已失效|无文号|年度报告|通知公告|政务公开|信息公开年报"
)
_TITLE = re.compile(r"(?:报告|年报|总结)\W{0,3}$")
_ORGAN = re.compile(r"[一-鿿]{2,24}(?:局|厅|委|委员会|办公室|办事处|中心)")
_LEFT_OUT = "state"
_SURE = frozenset({"published", "index_number"})
_TOGETHER = frozenset({"publisher", "written"})


def find_values(lines: Mapping[int, str]) -> dict[int, dict[str, str]]:
    """The lines over a report that are nothing but values, with the metadata that they hold.

    A date and an index number are one wherever they are alone on their line; an organ, a state, or another
    code only right above or below one of these: a title that is set over two lines has no date. A date in
    words (2022年1月) is one right below or above an organ.

    Args:
        lines: by their offsets, the lines before a report's first sentence, in the form of `notes.fold_line`.

    Returns:
        By offset what it adds to the metadata, by key.
    """
    kinds = {at: kind for at, line in lines.items() if (kind := _find_kind(line))}
    title = max((at for at, line in lines.items() if _TITLE.search(line)), default=-1)
    found: dict[int, dict[str, str]] = {
        at: {} for at, line in lines.items() if at > title >= 0 and _COUNT.fullmatch(line.strip())
    }
    for group in _group(lines, list(kinds)):
        members = {kinds[member] for member in group}
        if members & _SURE or members >= _TOGETHER:
            # 东湖区教育局 over a title is its beginning.
            below = (member for member in group if member > title or kinds[member] != "publisher")
            found |= {member: _read(kinds[member], lines[member]) for member in below}
    return found


def _group(lines: Mapping[int, str], offsets: Sequence[int]) -> list[list[int]]:
    """Offsets that rise, in groups of those between which are only empty lines."""
    groups: list[list[int]] = []
    for at in offsets:
        if groups and _is_next(lines, groups[-1][-1], at):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _find_kind(line: str) -> str:
    """The metadata key of a value; "" for no value."""
    line = line.strip()
    if _DATE.fullmatch(line):
        return "published"
    if _WRITTEN.fullmatch(line):
        return "written"
    if _INDEX.fullmatch(line):
        return "index_number"
    if _ORGAN.fullmatch(line):
        return "publisher"
    return _LEFT_OUT if _STATE.fullmatch(line) or _CODE.fullmatch(line) else ""


def _read(kind: str, line: str) -> dict[str, str]:
    """What a value adds to the metadata; a state adds nothing."""
    key = "published" if kind == "written" else kind
    return {key: line.strip()} if kind != _LEFT_OUT else {}


def _is_next(lines: Mapping[int, str], above: int, at: int) -> bool:
    """Whether nothing but empty lines is between two lines."""
    return not any(lines.get(between, "").strip() for between in range(above + 1, at))
