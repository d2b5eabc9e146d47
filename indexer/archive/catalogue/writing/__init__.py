"""Writing to the catalogue: the rows of a report, and what they change of those of others."""
