"""What of an archive can be exported, as rows: one file for each kind of row."""

from __future__ import annotations

from indexer.export.rows.batch import list_batch
from indexer.export.rows.cells import list_cells, list_distributions, list_points
from indexer.export.rows.commitments import COMMITMENTS_TITLE, list_commitments
from indexer.export.rows.comparison import AlignedSection, list_comparison
from indexer.export.rows.concordance import list_concordance
from indexer.export.rows.findings import list_findings
from indexer.export.rows.groups import list_found_places, list_found_reports
from indexer.export.rows.hits import list_hits
from indexer.export.rows.targets import list_targets
from indexer.export.rows.trend import list_trend

__all__ = [
    "COMMITMENTS_TITLE",
    "AlignedSection",
    "list_batch",
    "list_cells",
    "list_commitments",
    "list_comparison",
    "list_concordance",
    "list_distributions",
    "list_findings",
    "list_found_places",
    "list_found_reports",
    "list_hits",
    "list_points",
    "list_targets",
    "list_trend",
]
