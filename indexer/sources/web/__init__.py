"""Reports fetched from the web."""
