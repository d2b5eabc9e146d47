"""Targets with their results as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.indicators.comparison import JUDGEMENT_NAMES, MEASURE_NAMES, TargetResult
from indexer.indicators.record import IndicatorFigure

_COLUMNS = (
    Column("number", "序号", 6),
    Column("district", "地区", 12),
    Column("body", "机构", 24),
    Column("indicator", "指标", 24),
    Column("measure", "口径", 8),
    Column("year", "年度", 8),
    Column("target", "目标", 14),
    Column("target_low", "目标数值", 14),
    Column("target_high", "目标上限", 14),
    Column("done", "完成", 14),
    Column("done_value", "完成数值", 14),
    Column("unit", "单位", 10),
    Column("judgement", "判断", 10),
    Column("reason", "理由", 40),
    Column("target_sentence", "目标原文", 60),
    Column("done_sentence", "完成原文", 60),
    Column("target_url", "目标链接", 50, link=True),
    Column("done_url", "完成链接", 50, link=True),
)


def list_targets(results: Sequence[TargetResult], asked: str, terms: Terms) -> ExportTable:
    """Return targets with their results, as many as the terms allow.

    Args:
        asked: what was asked for, as people read it.
    """
    facts = (Fact("query", "查询", asked or "（全部）"), *list_common_facts(len(results), terms))
    return ExportTable("目标与完成", _COLUMNS, facts, _rows(results, terms))


def _rows(results: Sequence[TargetResult], terms: Terms) -> Iterator[dict[str, Value]]:
    for number, result in enumerate(results[: terms.most], 1):
        source, target, done = result.figure.source, result.target, result.done
        yield {
            "number": number,
            "district": source.district,
            "body": source.body,
            "indicator": result.indicator.name,
            "measure": MEASURE_NAMES[result.measure],
            "year": result.year,
            "target": target.value.text if target else "",
            "target_low": target.value.low if target else None,
            "target_high": target.value.high if target else None,
            "done": done.value.text if done else "",
            "done_value": done.value.low if done else None,
            "unit": result.figure.value.unit,
            "judgement": JUDGEMENT_NAMES[result.judgement],
            "reason": result.reason,
            **_place("target", target, terms.site),
            **_place("done", done, terms.site),
        }


def _place(name: str, figure: IndicatorFigure | None, site: str) -> dict[str, Value]:
    if figure is None:
        return {}
    return {f"{name}_sentence": figure.sentence, f"{name}_url": f"{site}{figure.url}"}
