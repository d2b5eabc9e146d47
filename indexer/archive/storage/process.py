"""What this process is called, for those who wait for it."""

from __future__ import annotations

import sys
from pathlib import Path

_LONGEST_NAME = 60


def describe_command() -> str:
    """Return this process's command, in words that its user knows."""
    program = Path(sys.argv[0]).stem
    words = [word for word in sys.argv[1:2] if not word.startswith("-")]
    # The name alone: arguments may hold what is nobody else's business.
    name = " ".join(["nianbao" if program == "cli" else program, *words])
    return "".join(c for c in name if c.isprintable())[:_LONGEST_NAME]
