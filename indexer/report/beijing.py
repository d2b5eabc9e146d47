"""The time that reports and their readers go by: that of Beijing, wherever the machine is."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""The time of all of China, all year."""


def read_now() -> datetime:
    """Return what time it is in Beijing."""
    return datetime.now(BEIJING)


def read_today() -> date:
    """Return what day it is in Beijing."""
    return read_now().date()
