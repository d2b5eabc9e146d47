"""A report as it is shown: its text, tables, mended places, findings and references."""
