"""What databases say differently in SQL: each of it in one place, for all that read and write tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared by its characters' numbers: ranges of it are asked for."""
Number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
"""A number of up to 63 bits, as SQLite's own are."""

_VALUE = sa.column("value", sa.Text())


class EachOf(FunctionElement[Any]):
    """The texts of a JSON list, as the rows of a table."""

    name = "json_each"
    inherit_cache = True


class Field(FunctionElement[str]):
    """A text in a JSON object, by its name."""

    name = "json_field"
    type = sa.Text()
    inherit_cache = True


class PositionOf(FunctionElement[int]):
    """Where a text begins in another, from 1; 0 where it does not."""

    name = "instr"
    type = sa.Integer()
    inherit_cache = True


class Unindexed(FunctionElement[Any]):
    """A column, not to be looked up by its index: the order of the rows comes from elsewhere."""

    name = "unindexed"
    type = sa.Text()
    inherit_cache = True


@compiles(EachOf)
def _each(element: EachOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(EachOf, "postgresql")
def _each_element(element: EachOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"


@compiles(Field)
def _field(element: Field, compiler: SQLCompiler, **options: Any) -> str:
    column, name = (compiler.process(each, **options) for each in element.clauses)
    return f"json_extract({column}, '$.' || {name})"


@compiles(Field, "postgresql")
def _field_of_object(element: Field, compiler: SQLCompiler, **options: Any) -> str:
    column, name = (compiler.process(each, **options) for each in element.clauses)
    return f"(CAST({column} AS json) ->> {name})"


@compiles(PositionOf)
def _position(element: PositionOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(PositionOf, "postgresql")
def _string_position(element: PositionOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(Unindexed)
def _unindexed(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} || '')"


@compiles(Unindexed, "postgresql")
def _plain(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    # Its planner weighs both ways by what it knows of the tables.
    return f"({compiler.process(element.clauses, **options)})"


def make_rows(values: Collection[str]) -> sa.TableValuedAlias:
    """Return values as the rows of a table with the one column `value`: a statement may have only so many
    variables, and this is one.
    """
    # No text has this character, and PostgreSQL has no place for it.
    written = json.dumps([value.replace("\0", "\ufffd") for value in values])
    return EachOf(sa.literal(written)).table_valued(_VALUE)


def read_field(column: sa.ColumnElement[str], name: str) -> sa.ColumnElement[str]:
    """Return the text that a JSON object in a column has under a name, which is the program's own."""
    return Field(column, sa.literal_column(f"'{name}'"))


def find_position(text: sa.ColumnElement[str], part: str) -> sa.ColumnElement[int]:
    """Return where a text first has a part, from 1; 0 where it does not."""
    return PositionOf(text, sa.literal(part))


def unindex(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """Return a column such that its index does not serve a condition on it."""
    return Unindexed(column)


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of plain values, all of the same columns.

    They go to the driver as they are: to look at each value of each row for what its type asks for, which
    is nothing, takes SQLAlchemy as long as writing them takes SQLite.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        # A package of an extra.
        from indexer.archive.databases.postgresql.rows import copy_rows

        copy_rows(connection, table, rows)
    else:
        connection.exec_driver_sql(_insertion(table, tuple(rows[0])), list(rows))


@lru_cache(maxsize=64)
def _insertion(table: sa.Table, columns: tuple[str, ...]) -> str:
    return str(table.insert().compile(dialect=sqlite.dialect(paramstyle="named"), column_keys=columns))


def insert_missing(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Write a row unless there is one of its primary key; for one writer at a time."""
    key = sa.and_(*(column == row[column.name] for column in table.primary_key))
    values = sa.select(*(sa.literal(value, table.c[name].type) for name, value in row.items()))
    missing = values.where(~sa.exists().where(key))
    connection.execute(table.insert().from_select(list(row), missing))


def has_tables(connection: sa.Connection, names: Collection[str]) -> bool:
    """Return whether there are tables of all these names."""
    if connection.dialect.name == "postgresql":  # asked for a page: in one statement
        found = sa.select(sa.func.count()).select_from(make_rows(names).alias("wanted"))
        there = found.where(sa.func.to_regclass(sa.column("value")).is_not(None))
        return connection.scalar(there) == len(names)
    return set(sa.inspect(connection).get_table_names()).issuperset(names)
