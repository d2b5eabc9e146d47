"""The catalogue of reports: the only home of SQL."""
