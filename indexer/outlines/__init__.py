"""SEAM: Document → Report. A new outline is one module here and one entry in `OUTLINES`."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import NotAReport
from indexer.outlines import pictures, work_report
from indexer.outlines.base import Outline
from indexer.outlines.broken_lines import join_headings
from indexer.outlines.disclosure import form_2008, form_2019, form_2021
from indexer.outlines.features import read_features
from indexer.outlines.identity import identify
from indexer.report.document import Block, Document
from indexer.report.doubt import Doubt
from indexer.report.report import Report, Section
from indexer.text.change import Change

OUTLINES: tuple[Outline, ...] = (work_report, form_2008, form_2019, form_2021)


def read(document: Document, kind: str = "") -> Report:
    """Read a document as the report that its text shows it to be.

    Args:
        kind: the kind of report that a person says it is; "" where its text is to say.

    Raises:
        NotAReport: no outline fits.
    """
    document = join_headings(document)
    features = read_features(document)
    signs = {find: find(features) for find in dict.fromkeys(outline.find_evidence for outline in OUTLINES)}
    certainties = [
        outline.weigh(signs[outline.find_evidence]) if kind in ("", outline.KIND.value) else 0.0
        for outline in OUTLINES
    ]
    if not any(certainties):
        raise NotAReport(
            "文中既没有政府信息公开工作年度报告的标题和法定章节，也没有政府工作报告的标题和章节；"
            "请确认文件是这两种报告之一，且正文完整。"
        )
    outline = OUTLINES[certainties.index(max(certainties))]
    identity = identify(features, outline.KIND)
    sections = outline.divide(signs[outline.find_evidence], identity.title)
    return Report(
        kind=outline.KIND,
        outline=outline.NAME,
        title=identity.title,
        year=identity.year,
        body=identity.body,
        body_kind=identity.body_kind,
        region=identity.region,
        sections=sections,
        published=identity.published,
        url=identity.url,
        doubts=(*identity.doubts, *find_doubts(outline.NAME, sections)),
        title_changes=_title_changes(document, identity.title),
    )


def find_doubts(name: str, sections: Sequence[Section]) -> tuple[Doubt, ...]:
    """Return what is missing from the sections of a report.

    Args:
        name: of the outline that read it; one that is known no longer misses nothing.
    """
    found = next((outline for outline in OUTLINES if name == outline.NAME), None)
    if not found:
        return ()
    return *found.find_doubts(sections), *pictures.find_doubts(sections, found.TABLES)


def _title_changes(document: Document, title: str) -> tuple[Change, ...]:
    """What was mended in the title: in the document's own, or in the line that it was taken from."""
    lines = {b.text: b.changes for b in reversed(document.blocks) if isinstance(b, Block)}
    return document.mended_titles.get(title) or lines.get(title, ())
