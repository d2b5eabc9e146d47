"""Reads what is known of reports without their texts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.records import Summary
from indexer.archive.catalogue.tables.conditions import select_each
from indexer.archive.catalogue.tables.schema import REPORT
from indexer.report.doubt import Doubt
from indexer.report.report import Region
from indexer.text.damage import Damage

SUMMARY = sa.select(*(column for column in REPORT.c if column.name not in ("content", "reading")))
"""The columns of a summary, of all reports."""


def read_summaries(connection: sa.Connection, query: sa.Select[Any]) -> tuple[Summary, ...]:
    """Return the summaries that a query finds, each with its other versions.

    Args:
        query: made of `SUMMARY`.
    """
    rows = connection.execute(query).mappings().all()
    identities = select_each({row["identity"] for row in rows})
    same = sa.select(REPORT.c.identity, REPORT.c.id).where(REPORT.c.identity.in_(identities))
    by_identity: dict[str, list[str]] = {}
    for identity, report_id in connection.execute(same.order_by(REPORT.c.identity, REPORT.c.version)):
        by_identity.setdefault(identity, []).append(report_id)
    return tuple(_summary(row, by_identity[row["identity"]]) for row in rows)


def _summary(row: sa.RowMapping, versions: Iterable[str]) -> Summary:
    return Summary(
        row["id"],
        row["kind"],
        row["year"],
        Region.parse(row["region_codes"], row["region_path"]),
        row["body"],
        row["title"],
        json.loads(row["source"])["name"],
        row["sections"],
        row["tables"],
        tuple(map(Doubt.from_json, json.loads(row["doubts"]))),
        tuple(other for other in versions if other != row["id"]),
        row["superseded_by"] or "",
        tuple(Damage(**damage) for damage in json.loads(row["damage"])),
    )
