"""The terminal that people read in."""

from __future__ import annotations

from rich.console import Console

_WIDEST = 10_000


def open_console() -> Console:
    """Return the console to print on; lines for a file or another program are not broken at its width."""
    screen = Console(highlight=False, soft_wrap=True)
    if not screen.is_terminal:
        screen.width = _WIDEST
    return screen
