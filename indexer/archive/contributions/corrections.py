"""What people correct of a report: kept beside the originals, and stronger than what was read.

A correction is keyed by the SHA-256 of the original that it speaks of, so it outlives rebuilds, and a
report taken out finds it again when the same file comes back.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from indexer.archive.contributions.acts import clean_reason
from indexer.archive.contributions.copies.copies import copy_work
from indexer.archive.contributions.text_corrections import CellCorrection, HeadingCorrection
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, CorrectionError
from indexer.report.names import KIND_NAMES, join_path
from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN, Report

_FOLDER, _SUFFIX = "corrections/", ".json"
_DAMAGED = (OSError, ValueError, TypeError, AttributeError)
_YEARS = range(1949, 2101)
_LONGEST_BODY = 60
_PART_NAMES = {
    **{"kind": "类型", "year": "年度", "body": "机构", "region": "地区"},
    **{"headings": "章节标题", "cells": "表格"},
}
"""What people call each part that can be corrected; a doubt about it has the part's name as its topic."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a report; what is empty stays as it was read.

    Attributes:
        year: the year reported on.
        body: name of the issuing body.
        region: code of the division.
        who: name of the person who corrected it last, `at` when (ISO 8601 in UTC), and `reason` why.
        kind: kind of the report, by which it is read.
        headings: of its sections.
        cells: of its tables.
        given: when a published report was corrected so, ISO 8601 in UTC; "" where it was not published
            then, or by a version of the program that did not record it.
    """

    year: int | None = None
    body: str = ""
    region: str = ""
    who: str = ""
    at: str = ""
    reason: str = ""
    kind: str = ""
    headings: tuple[HeadingCorrection, ...] = ()
    cells: tuple[CellCorrection, ...] = ()
    given: str = field(default="", compare=False)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Correction:
        """Return the correction that was stored as `data`, by this version or an earlier one."""
        headings = tuple(HeadingCorrection(**each) for each in data.get("headings", ()))
        cells = tuple(CellCorrection(**each) for each in data.get("cells", ()))
        return cls(**data | {"headings": headings, "cells": cells})

    @property
    def parts(self) -> tuple[str, ...]:
        """What is corrected: `kind`, `year`, `body`, `region`, `headings`, `cells`."""
        return tuple(part for part in _PART_NAMES if getattr(self, part))

    def describe(self, report: Report) -> tuple[str, ...]:
        """Return a sentence for readers about a report as it was read, () where nothing was corrected."""
        read = {
            "year": f"{report.year} 年" if report.year else "",
            "body": report.body,
            "region": join_path(report.region.path) if report.region else "",
        }
        counts = {
            "kind": KIND_NAMES.get(self.kind, ""),
            "headings": f"{len(self.headings)} 处",
            "cells": f"{len(self.cells)} 格",
        }
        said = (
            f"{_PART_NAMES[part]}（原先读作：{read[part] or UNKNOWN}）"
            if part in read
            else f"{_PART_NAMES[part]}（{counts[part]}）"
            for part in self.parts
        )
        if not self.parts:
            return ()
        record = f"以上由工作人员于 {self.at[:10]} 核定" if self.at else ""
        record += f"，理由：{self.reason}" if record and self.reason else ""
        return (f"经人工改正：{'、'.join(said)}。", *([f"{record}。"] if record else []))

    def compare(self, before: Correction) -> Iterator[str]:
        """Yield what this correction says otherwise than the one before, a sentence each."""
        for part in ("kind", "year", "body", "region"):
            old, new = getattr(before, part), getattr(self, part)
            if old != new:
                yield f"{_PART_NAMES[part]}：{old or '照读出的'} → {new or '照读出的'}"
        for each in sorted(set(self.headings) - set(before.headings), key=lambda each: each.place):
            yield f"章节标题：{each.read} → {each.text}"
        for cell in sorted(set(self.cells) - set(before.cells), key=lambda each: each.place):
            yield f"{cell.place}：{cell.read or '（空）'} → {cell.text or '（空）'}"
        gone = len(set(before.headings) - set(self.headings)) + len(set(before.cells) - set(self.cells))
        if gone:
            yield f"以前改正的 {gone} 处章节标题或表格被替换或恢复为读出的"

    def keep_parts(self, before: Correction, kept: Iterable[str]) -> Correction:
        """Return this correction with some parts (`parts`) as they were corrected before."""
        return dataclasses.replace(self, **{part: getattr(before, part) for part in kept})


def parse_reason(correction: Correction, kind: str, reason: str) -> Correction:
    """Return a correction with its kind of report and its reason as typed.

    Raises:
        CorrectionError: there is no such kind.
    """
    if kind and kind not in KIND_NAMES:
        raise CorrectionError(f"没有“{kind[:20]}”这种报告，请从列出的类型中选择。", "kind")
    return dataclasses.replace(correction, kind=kind, reason=clean_reason(reason))


def parse_correction(year: str, body: str, region: str, who: str) -> Correction:
    """Return a correction as typed.

    Args:
        region: a division's name, led by one above it where it is ambiguous (`南京市/鼓楼区`).

    Raises:
        CorrectionError: the year is none, the division unknown or ambiguous, the body's name too long.
    """
    year, body, region = year.strip(), " ".join(body.split()), region.strip()
    if year and not (year.isdecimal() and int(year) in _YEARS):
        raise CorrectionError(f"“{year[:20]}”不是年度，请写四位数字，例如 2023。", "year")
    if len(body) > _LONGEST_BODY:
        raise CorrectionError(f"机构名称超过 {_LONGEST_BODY} 个字，请改短。", "body")
    found = read_divisions().find(region) if region else ()
    if region and not found:
        raise CorrectionError(f"没有名为“{region[:40]}”的行政区划，请写全称，例如 从化区。", "region")
    if len(found) > 1:
        names = "、".join(read_divisions().to_value(each.code) for each in found[:5])
        raise CorrectionError(f"“{region[:40]}”不止一处，请写明是哪一个：{names}。", "region")
    return Correction(int(year) if year else None, body, found[0].code if found else "", who)


class Corrections:
    """The corrections of one home, each a document named by the SHA-256 of the original."""

    def __init__(self, home: Home) -> None:
        self._home, self._documents = home, home.documents

    def read(self, sha256: str) -> Correction:
        """Return the correction of an original; an empty one where there is none.

        Raises:
            ArchiveDamaged: its record cannot be read.
        """
        name = _make_name(sha256)
        try:
            return _parse(self._documents.read(name))
        except FileNotFoundError:
            return Correction()
        except _DAMAGED:
            shown = self._documents.show(name)
            raise ArchiveDamaged(
                f"人工改正的记录 {shown} 已损坏，请从备份恢复，或删去它后重新改正。"
            ) from None

    def list_given(self, most: int) -> dict[str, str]:
        """Return when published reports were corrected, by the SHA-256 of their originals; the last ones,
        at most so many. What cannot be read is left out.
        """
        given: dict[str, str] = {}
        for name, data in self._documents.read_all(self._documents.list_latest(_FOLDER, most)):
            with suppress(*_DAMAGED):
                if data and (when := _parse(data).given):
                    given[name[len(_FOLDER) : -len(_SUFFIX)]] = when
        return given

    def delete(self, sha256: str) -> None:
        """Delete a correction; none to delete is no error."""
        copy_work(self._home)
        self._documents.delete(_make_name(sha256))

    def store(self, sha256: str, correction: Correction) -> None:
        """Store a correction over the one before."""
        copy_work(self._home)
        record = json.dumps(dataclasses.asdict(correction), ensure_ascii=False, indent=1)
        self._documents.write(_make_name(sha256), record.encode())


def _make_name(sha256: str) -> str:
    return f"{_FOLDER}{sha256}{_SUFFIX}"


def _parse(data: bytes) -> Correction:
    """Raises:
    ValueError, TypeError, AttributeError: it is no correction.
    """
    return Correction.from_json(json.loads(data.decode()))
