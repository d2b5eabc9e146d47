"""Readable names of reports, stable over rebuilds."""

from __future__ import annotations

import re

from indexer.report import BodyKind, Report


def identify(report: Report, sha256: str) -> str:
    """The readable id of a report's identity: kind, region, body unless the government itself, year.

    What is not known is `nd` for the year; where the body is not known, the content's hash keeps
    reports of unknown bodies apart from each other and from the government's.
    """
    own = report.body_kind in (BodyKind.GOVERNMENT, BodyKind.TOWNSHIP, BodyKind.ZONE)
    body = re.sub(r"[^\w]", "", report.body)[:40]
    parts = [
        report.kind.value,
        report.region.code if report.region else "",
        "" if own and report.region else body or sha256[:8],
    ]
    return "-".join([*filter(None, parts), str(report.year) if report.year is not None else "nd"])
