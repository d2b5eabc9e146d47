"""Pages that count and compare what reports say."""
