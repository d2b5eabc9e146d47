"""What every exported file says of itself beside its query."""

from __future__ import annotations

from indexer.export import Fact, Terms
from indexer.report.beijing import read_now


def list_common_facts(total: int | None, terms: Terms) -> list[Fact]:
    """Return how many there are, how many of them stand in the file, when it was made, and of which page.

    Args:
        total: number of rows that the query has, None where nobody counted them.
    """
    facts = [Fact("total", "总数", total)] if total is not None else []
    if total is None or total > terms.most:
        facts.append(Fact("exported", "本文件至多含前几行", terms.most))
    facts.append(Fact("made", "导出时间", read_now().isoformat(timespec="minutes")))
    if terms.address:
        facts.append(Fact("address", "网址", terms.address))
    return facts
