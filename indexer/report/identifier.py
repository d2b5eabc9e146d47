"""Readable names of reports, stable over rebuilds."""

from __future__ import annotations

import re

from indexer.report.regions import TOWN, ZONE, read_divisions
from indexer.report.report import BodyKind, Report

_ID = re.compile(r"(.+?-(?:\d{4}|nd))(?:-([1-9]\d{0,2}))?")
"""An identity, which ends in a year, and the number of a version, which is shorter than one."""


def make_id(identity: str, version: int) -> str:
    """Return the id of a version of an identity: the first has no number."""
    return identity if version == 1 else f"{identity}-{version}"


def split_id(report_id: str) -> tuple[str, int]:
    """Return the identity and the number of the version that an id names, the other way round from `make_id`;
    ("", 0) for what is no id.
    """
    match = _ID.fullmatch(report_id)
    return (match[1], int(match[2] or 1)) if match else ("", 0)


def _governs(report: Report) -> bool:
    """Whether the body is the government of the report's region; a town that no list has is in a district."""
    level = read_divisions().find_level(report.region.code) if report.region else ""
    match report.body_kind:
        case BodyKind.TOWNSHIP:
            return level == TOWN
        case BodyKind.ZONE:
            return level == ZONE
        case BodyKind.GOVERNMENT:
            return level not in (TOWN, ZONE)
    return False


def identify(report: Report, sha256: str) -> str:
    """Return the readable id of a report's identity: kind, region, body unless the government itself, year.

    What is not known is `nd` for the year. Where the region or the body is not known, the content's hash
    keeps apart what may be reports of different bodies: there are many 城关镇人民政府.
    """
    own = _governs(report)
    body = re.sub(r"[^\w]", "", report.body)[:40]
    parts = [
        report.kind.value,
        report.region.code if report.region else "",
        "" if own and report.region else body,
    ]
    if not report.region or not (own or body):
        parts.append(sha256[:8])
    return "-".join([*filter(None, parts), str(report.year) if report.year is not None else "nd"])
