"""Figures ↔ JSON: what the catalogue stores of a report's statutory tables, and what scripts are given."""

from __future__ import annotations

from typing import Any

from indexer.figures.figure import CellPlace, Figure, Figures, Meaning, StatutoryTable, Unread

Json = dict[str, Any]
_MEANINGS = {meaning.value: meaning for meaning in Meaning}


def to_json(figures: Figures) -> Json:
    """Figures as plain dictionaries and lists; `from_json` gives them back exactly."""
    return {
        "form": figures.form,
        "tables": [
            {
                "number": table.number,
                "form": table.form,
                "missing": list(table.missing),
                "cells": [cell_to_json(figure) for figure in table.figures],
            }
            for table in figures.tables
        ],
        "unread": [{"number": unread.number, "reason": unread.reason} for unread in figures.unread],
    }


def from_json(data: Json) -> Figures:
    """The figures that `to_json` turned into `data`."""
    return Figures(
        data["form"],
        tuple(
            StatutoryTable(
                table["number"],
                table["form"],
                tuple(cell_from_json(cell) for cell in table["cells"]),
                tuple(table["missing"]),
            )
            for table in data["tables"]
        ),
        tuple(Unread(unread["number"], unread["reason"]) for unread in data["unread"]),
    )


def cell_to_json(figure: Figure) -> Json:
    """One cell; `at` is line, table, row and column of its place; only recognised ones have `sure`."""
    place = figure.place
    return {
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "row_labels": list(figure.row_labels),
        "column_labels": list(figure.column_labels),
        "text": figure.text,
        "meaning": figure.meaning.value,
        "value": figure.value,
        "section": place.section,
        "at": [place.line, place.table, place.row, place.column],
    } | ({} if figure.sure is None else {"sure": figure.sure})


def cell_from_json(data: Json) -> Figure:
    """The cell that `cell_to_json` turned into `data`."""
    return Figure(
        data["table"],
        data["row"],
        data["column"],
        tuple(data["row_labels"]),
        tuple(data["column_labels"]),
        data["text"],
        _MEANINGS[data["meaning"]],
        data["value"],
        CellPlace(data["section"], *data["at"]),
        data.get("sure"),
    )
