"""How many reports say a phrase as rows, one for each phrase, place and year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.export.rows.hits import list_filter_facts
from indexer.report.names import UNKNOWN_YEAR
from indexer.report.report import UNKNOWN
from indexer.search.auditing.trend import Trend, name_place, value_place
from indexer.search.query.exact import name_phrase

_COLUMNS = (
    Column("phrase", "词语", 30),
    Column("code", "地区代码", 10),
    Column("place", "地区", 20),
    Column("year", "年度", 8),
    Column("held", "收录份数", 10),
    Column("reports", "提到的份数", 12),
    Column("share", "占比", 8),
    Column("url", "链接", 60, link=True),
)


def list_trend(trend: Trend, terms: Terms) -> ExportTable:
    """Return the numbers of a trend: years of which a place has no report have no row."""
    said = "；".join(map(name_phrase, trend.phrases))
    total = len(trend.cells) * len(trend.phrases)
    facts = (Fact("query", "词语", said), *list_filter_facts(trend.scope), *list_common_facts(total, terms))
    return ExportTable("历年走势", _COLUMNS, facts, islice(_rows(trend, terms.site), terms.most))


def _rows(trend: Trend, site: str) -> Iterator[dict[str, Value]]:
    for at, phrase in enumerate(trend.phrases):
        for cell in trend.cells:
            year = str(cell.year) if cell.year else UNKNOWN
            yield {
                "phrase": name_phrase(phrase),
                "code": cell.codes[-1] if cell.codes else "",
                "place": name_place(cell),
                "year": cell.year if cell.year else UNKNOWN_YEAR,
                "held": cell.held,
                "reports": cell.said[at],
                "share": round(cell.said[at] / cell.held, 4),
                "url": site + trend.format_url(at, value_place(cell), year),
            }
