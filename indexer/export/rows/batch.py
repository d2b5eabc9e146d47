"""A list of phrases counted as rows: one for each phrase and place, a column for each year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.export.rows.hits import list_filter_facts
from indexer.report.names import UNKNOWN_YEAR
from indexer.search.auditing.batch import CountedList
from indexer.search.query.exact import name_phrase

_ALL = "全部地区"


def list_batch(batch: CountedList, terms: Terms) -> ExportTable:
    """Return the reports that say each phrase; a year of which a place has no report stays empty."""
    years = batch.counts.years
    columns = (
        Column("phrase", "词语", 30),
        Column("place", "地区", 16),
        Column("held", "收录份数", 10),
        Column("reports", "提到的份数", 12),
        *(Column(str(year or UNKNOWN_YEAR), str(year or UNKNOWN_YEAR), 8) for year in years),
        Column("url", "链接", 60, link=True),
    )
    facts = [Fact("query", "统计", "提到每个词语的报告份数"), *list_filter_facts(batch.scope)]
    if batch.left:
        facts.append(Fact("not_counted", "没有来得及统计", "；".join(map(name_phrase, batch.left))))
    facts += list_common_facts(len(batch.counts.said) * len(batch.places), terms)
    return ExportTable("批量统计", columns, tuple(facts), islice(_rows(batch, terms.site), terms.most))


def _rows(batch: CountedList, site: str) -> Iterator[dict[str, Value]]:
    for row in batch.rows():
        counts: dict[str, Value] = {
            str(year or UNKNOWN_YEAR): said if held else None
            for year, held, said in zip(batch.counts.years, row.held, row.said, strict=True)
        }
        yield {
            "phrase": name_phrase(batch.phrases[row.phrase]),
            "place": row.place or _ALL,
            "held": sum(row.held),
            "reports": sum(row.said),
            "url": site + batch.format_url(row),
            **counts,
        }
