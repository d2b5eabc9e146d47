"""What is known of a file that waits to be published."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.ingest.staging.preview import Counterpart, Relation
from indexer.report.comparison.similarity import extract_text
from indexer.report.comparison.sketch import make_sketch
from indexer.report.identifier import identify
from indexer.report.report import Report

_UNKNOWN = "它的记录已损坏，请丢弃后重新上传。"


class Standing(StrEnum):
    """What publishing a file would mean, and whether a person should look at it first."""

    NEW = "new"
    REPLACES = "replaces"
    """An earlier version is superseded."""
    HELD = "held"
    """It is published already, and nothing would change."""
    DOUBTFUL = "doubtful"
    """Something was not read for certain, or it may be another report's version."""
    REFUSED = "refused"
    """It cannot be published."""
    RECOGNISING = "recognising"
    """Its pages are pictures, and are being recognised: it cannot be published yet."""


STANDING_NAMES = {
    Standing.DOUBTFUL: "存疑",
    Standing.REFUSED: "拒收",
    Standing.RECOGNISING: "识别中",
    Standing.NEW: "新增",
    Standing.REPLACES: "替换",
    Standing.HELD: "已收录",
}
"""What people call each, what needs a look first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, and what was understood of it.

    Attributes:
        sha256: SHA-256 of its bytes.
        name: the name that it came under.
        size: bytes.
        who: name of the person who sent it.
        at: when, ISO 8601 in UTC.
        problem: why it cannot be taken in, "" if it can; then nothing below is known.
        kind: `disclosure` or `work`.
        title: of the report.
        year: None where it is not known.
        body: "" where it is not known.
        region: names from the top down, () where it is not known.
        sections: headings in order.
        tables: number of tables.
        damage: a sentence for each kind of damage.
        doubts: what could not be read for certain, as sentences.
        notes: what becomes of published reports when this one is published, as sentences; worked out, as some
            of the doubts are, when it is asked for.
        identity: its id but for the version.
        sketch: what its text is like (`indexer.report.comparison.sketch`).
        corrected: parts that a person corrected: `year`, `body`, `region`.
        others: published reports to compare it with; worked out with the notes.
        path: what is published as the place that it came from; "" for a file that was uploaded.
        unrecognised: its pages that are pictures and were to be recognised when it came, by number; while
            there are any, nothing above is known but how it came.
        recognised: how many of them are by now; worked out when it is asked for.
        loose: numbers of the statutory tables in a spreadsheet, which belongs to a report; what is known
            above is of that report.
    """

    sha256: str
    name: str
    size: int
    who: str
    at: str
    problem: str = ""
    kind: str = ""
    title: str = ""
    year: int | None = None
    body: str = ""
    region: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tables: int = 0
    damage: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    identity: str = ""
    sketch: tuple[int, ...] = ()
    corrected: tuple[str, ...] = ()
    others: tuple[Counterpart, ...] = ()
    path: str = ""
    unrecognised: tuple[int, ...] = ()
    recognised: int = 0
    loose: tuple[int, ...] = ()

    @property
    def standing(self) -> Standing:
        """What publishing it would mean."""
        relations = {other.relation for other in self.others}
        if self.problem:
            return Standing.REFUSED
        if self.unrecognised:
            return Standing.RECOGNISING
        if Relation.HELD in relations:
            return Standing.HELD
        if self.doubts or relations & {Relation.APART, Relation.UNSURE, Relation.SIMILAR}:
            return Standing.DOUBTFUL
        return Standing.REPLACES if Relation.REPLACED in relations else Standing.NEW

    @property
    def progress(self) -> str:
        """How far the recognition of its pages is, as a sentence; "" where it is done, or was not needed."""
        if self.standing is not Standing.RECOGNISING:
            return ""
        return (
            f"正在识别图片上的文字：{len(self.unrecognised)} 幅中已完成 {self.recognised} 幅，"
            "每幅约需 5 到 20 秒。可以离开这一页，识别完再来核对。"
        )

    @property
    def chosen(self) -> bool:
        """Whether it is published unless a person says otherwise: nothing of it needs a look."""
        return self.standing in (Standing.NEW, Standing.REPLACES)


def describe(item: Waiting, report: Report, corrected: tuple[str, ...]) -> Waiting:
    """Return an item with what was read of it.

    Args:
        report: as people corrected it.
        corrected: the parts that they corrected.
    """
    return dataclasses.replace(
        item,
        kind=report.kind.value,
        title=report.title,
        year=report.year,
        body=report.body,
        region=report.region.path if report.region else (),
        sections=tuple(section.heading for section in report.sections if section.heading),
        tables=report.tables,
        damage=tuple(damage.sentence for damage in report.damage),
        doubts=tuple(doubt.sentence for doubt in report.doubts),
        identity=identify(report, item.sha256),
        sketch=make_sketch(extract_text(report)),
        corrected=corrected,
    )


def parse_item(sha256: str, data: bytes | None) -> Waiting:
    """Return what is kept of a file: `data`, as JSON; None where that cannot be read."""
    try:
        values: dict[str, Any] = json.loads((data or b"").decode())
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return dataclasses.replace(Waiting(**values | lists), sha256=sha256)
    except (ValueError, TypeError, AttributeError):
        return Waiting(sha256, f"{sha256[:12]}…", 0, "", "", _UNKNOWN)
