"""No page asks the catalogue for all of a large table: SQLite explains how it answers each statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from indexer.archive.archive import open_archive
from indexer.archive.catalogue.tables.schema import METADATA
from indexer.archive.catalogue.tables.supplement import SUPPLEMENT
from indexer.archive.storage.home import Home
from indexer.settings import Settings
from tests.web.serving.hostile_addresses import list_paths
from web import create_app

TABLES = frozenset((*METADATA.tables, *SUPPLEMENT.tables))
SMALL = frozenset(("run", "gone", "finding_tally", "commitment_change"))
"""Tables that grow with what was done, or with rules and years, not with what is known of reports."""
CHOICES = "?q=%E5%85%AC%E5%BC%80&year=2021&district=%E4%B8%9C%E6%B9%96%E5%8C%BA&kind=work&page=2"

Asked = dict[str, tuple[Any, str]]
"""Statements with their parameters and the address that asked them first."""


@contextmanager
def record() -> Iterator[Asked]:
    """What the catalogue is asked meanwhile."""
    asked: Asked = {}
    address = ""

    def note(*given: Any) -> None:
        statement, parameters = given[2], given[3]
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.setdefault(statement, (parameters, address))

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)


def explain(settings: Settings, asked: Asked) -> Iterator[tuple[str, str]]:
    """Each step of each statement's plan, and the statement."""
    path = Home(settings.home).find_current().catalogue
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        for statement, (parameters, _) in asked.items():
            for *_, step in database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                yield step, statement


def walks_through(step: str) -> bool:
    """Whether a step looks at each row of a large table. In the order of an index it ends at the limit, or
    counts in the index alone; that is for reports, of which there are a hundred times fewer than of the rest.
    """
    kind, _, rest = step.partition(" ")
    table, _, how = rest.partition(" ")
    return kind == "SCAN" and table in TABLES - SMALL and not (table == "report" and how.startswith("USING"))


@pytest.fixture(scope="module")
def app(invented_settings: Settings) -> Flask:
    return create_app(invented_settings)


def test_no_page_walks_through_a_large_table(app: Flask, invented_settings: Settings) -> None:
    client, archive = app.test_client(), open_archive(invented_settings)
    # Files of one list ask the same, whatever their format.
    pages = [path for path in list_paths(app, archive) if not path.endswith((".csv", ".xlsx"))]
    paths = [path + more for path in pages for more in ("", CHOICES)]
    for path in paths:  # what is loaded once for all pages
        client.get(path).get_data()
    with record() as asked:
        for path in paths:
            client.get(path).get_data()
    assert len(asked) > 20
    assert not {found for found in explain(invented_settings, asked) if walks_through(found[0])}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT content FROM report WHERE title = ?", True),
        ("SELECT id FROM report WHERE id = ?", False),
        ("SELECT report FROM finding WHERE sentence = ?", True),
    ],
)
def test_what_walks_through_a_table_is_seen(
    invented_settings: Settings, statement: str, expected: bool
) -> None:
    steps = [step for step, _ in explain(invented_settings, {statement: (("x",), "")})]
    assert any(map(walks_through, steps)) is expected
