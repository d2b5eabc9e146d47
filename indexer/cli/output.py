"""What any command prints: sentences for people, JSON for scripts."""

from __future__ import annotations

import json
import sys
from typing import Any


def show_json(value: object) -> None:
    """Print JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def show_error(code: str, message: str, as_json: bool) -> None:
    """Print what went wrong: a sentence on standard error, or JSON on standard output."""
    if as_json:
        show_json({"error": {"code": code, "message": message}})
    else:
        print(message, file=sys.stderr)


def show_done(sentence: str, facts: dict[str, Any], as_json: bool) -> None:
    """Print that something was done: a sentence for people, facts for scripts."""
    if as_json:
        show_json(facts)
    else:
        print(sentence)
