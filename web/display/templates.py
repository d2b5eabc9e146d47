"""How templates are kept: what all of them know is one dictionary."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Flask's environment, quicker where a page begins."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows beside what it is given."""
        # Jinja makes a ChainMap of it, which is walked through name by name for every page.
        return self.globals if d is None else super().make_globals(d)
