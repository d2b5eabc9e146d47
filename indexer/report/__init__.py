"""A report as a value, and pure functions over it."""
