"""Rows as files for people and programs. A new format is one file here and one entry below."""

from __future__ import annotations

from indexer.export import csv, json, xlsx
from indexer.export.base import Column, ExportFormat, ExportTable, Fact, Terms, Value

FORMATS: dict[str, ExportFormat] = {"csv": csv, "xlsx": xlsx, "json": json}
"""The formats by the suffix of their files."""

__all__ = ["FORMATS", "Column", "ExportFormat", "ExportTable", "Fact", "Terms", "Value"]
