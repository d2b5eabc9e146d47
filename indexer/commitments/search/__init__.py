"""Commitments that are asked for: the filter, the search over all that are held, its facets and results."""
