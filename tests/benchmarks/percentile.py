"""Percentiles of times."""

from __future__ import annotations


def percentile(times: list[float], share: float = 0.95) -> float:
    """The time that a share of all times does not exceed."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]
