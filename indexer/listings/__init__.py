"""What of an archive can be exported, as rows: one file for each kind of row."""

from __future__ import annotations

from indexer.listings.figures import list_cells, list_points
from indexer.listings.findings import OUTCOME_NAMES, list_findings
from indexer.listings.hits import list_hits
from indexer.listings.promises import list_promises

__all__ = ["OUTCOME_NAMES", "list_cells", "list_findings", "list_hits", "list_points", "list_promises"]
