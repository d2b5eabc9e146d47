"""Applies to a report what people corrected of it."""

from __future__ import annotations

import dataclasses

from indexer.archive.contributions.corrected_texts import correct_texts
from indexer.archive.contributions.corrections import Correction
from indexer.outlines.identity.bodies import make_official
from indexer.outlines.identity.organs import find_kind
from indexer.report.regions import read_divisions
from indexer.report.report import Report


def apply(correction: Correction, report: Report) -> Report:
    """Return the report with what was corrected, and without the doubts that are settled by that."""
    corrected = correction.parts
    if not corrected:
        return report
    report = correct_texts(report, correction.headings, correction.cells)
    region = read_divisions().find_by_code(correction.region) or report.region
    body, body_kind = correction.body, find_kind(correction.body)
    if not body:
        body, body_kind = make_official(report.body, region, report.kind)
    doubts = tuple(doubt for doubt in report.doubts if doubt.about not in corrected)
    return dataclasses.replace(
        report,
        year=correction.year or report.year,
        body=body,
        body_kind=body_kind or report.body_kind,
        region=region,
        doubts=doubts,
    )
