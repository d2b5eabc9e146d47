"""All commitments of a query as rows, each with what answers it and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from indexer.archive.archive import Archive
from indexer.commitments.classes import CLASS_NAMES, CommitmentClass
from indexer.commitments.record import STATE_NAMES, Commitment
from indexer.commitments.search.facets import VERDICTS
from indexer.commitments.search.results import HAVING, CommitmentFilter
from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.search.query.tree import Query
from indexer.verdict import Subject, Verdict

COMMITMENTS_TITLE = "承诺"
"""What a file of commitments is called."""
_COLUMNS = (
    Column("number", "序号", 6),
    Column("year", "承诺年度", 9),
    Column("district", "地区", 12),
    Column("body", "机构", 24),
    Column("text", "承诺原文", 80),
    Column("class", "类别", 10),
    Column("action", "动作", 10),
    Column("object", "对象", 30),
    Column("figures", "数字", 20),
    Column("deadlines", "期限", 20),
    Column("topics", "主题", 20),
    Column("state", "结果", 20),
    Column("verdict", "核对意见", 10),
    Column("note", "意见说明", 30),
    Column("who", "署名", 10),
    Column("title", "报告", 42),
    Column("key", "承诺编号", 20),
    Column("report", "报告编号", 26),
    Column("url", "链接", 50, link=True),
    Column("report_url", "原文链接", 50, link=True),
)


def list_commitments(archive: Archive, query: Query, wanted: CommitmentFilter, terms: Terms) -> ExportTable:
    """Return every commitment that matches, as many as the terms allow, in the query's order."""
    first = archive.commitments.find(replace(query, page=1, limit=1), wanted)
    facts = [Fact("query", "检索词", query.typed or "（全部）")]
    facts += [Fact(name, title, value) for name, title, value in _filters(query, wanted) if value]
    facts += list_common_facts(first.total, terms)
    return ExportTable(COMMITMENTS_TITLE, _COLUMNS, tuple(facts), _rows(archive, query, wanted, terms))


def _filters(query: Query, wanted: CommitmentFilter) -> list[tuple[str, str, str]]:
    states = {state.value: name for state, name in STATE_NAMES.items()}
    return [
        ("years", "承诺年度", "、".join(years.value for years in query.years)),
        ("districts", "地区", "、".join(district.value for district in query.districts)),
        ("topics", "主题", "、".join(wanted.topics)),
        ("having", "内容", "、".join(HAVING[name] for name in wanted.having)),
        ("classes", "类别", "、".join(CLASS_NAMES[CommitmentClass(value)] for value in wanted.classes)),
        ("states", "结果", "、".join(states[value] for value in wanted.states)),
        ("verdicts", "核对意见", "、".join(VERDICTS[value] for value in wanted.verdicts)),
    ]


def _rows(
    archive: Archive, query: Query, wanted: CommitmentFilter, terms: Terms
) -> Iterator[dict[str, Value]]:
    verdicts = archive.verdicts.read_complete(Subject.COMMITMENT)
    found = islice(archive.commitments.iterate(query, wanted), terms.most)
    for number, commitment in enumerate(found, 1):
        yield _row(number, commitment, verdicts.get(commitment.key), terms.site)


def _row(number: int, commitment: Commitment, verdict: Verdict | None, site: str) -> dict[str, Value]:
    source = commitment.source
    return {
        "number": number,
        "year": commitment.year,
        "district": source.district,
        "body": source.body,
        "text": commitment.text,
        "class": CLASS_NAMES[commitment.class_],
        "action": commitment.action,
        "object": commitment.object,
        "figures": "；".join(figure.text for figure in commitment.figures),
        "deadlines": "；".join(f"{d.text}（{d.date}）" if d.date else d.text for d in commitment.deadlines),
        "topics": "、".join(commitment.topic_names),
        "state": STATE_NAMES[commitment.state],
        "verdict": verdict.name if verdict else "",
        "note": verdict.note if verdict else "",
        "who": verdict.who if verdict else "",
        "title": source.title,
        "key": commitment.key,
        "report": source.report,
        "url": f"{site}{commitment.url}",
        "report_url": f"{site}{commitment.there}",
    }
