"""Spreadsheets of the statutory tables, joined to the reports that they belong to."""
