"""A query as a tree, and how it is read from what people type."""
