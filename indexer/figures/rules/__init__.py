"""The rules that figures must keep (勾稽关系), each declared once, and the list of them.

`RULES` is all of them; a new one is one entry in its family's file.
"""

from __future__ import annotations

from indexer.figures.rules import children, prose, sums, years
from indexer.figures.rules.base import Rule, Yearly
from indexer.figures.rules.children import covers_children

RULES: tuple[Rule, ...] = (*sums.RULES, *prose.RULES, *years.RULES, *children.RULES)
"""Every rule, in the order of the report."""

RULE_NAMES = {rule.id: rule.name for rule in RULES}
"""Chinese names by id."""

__all__ = [
    "RULES",
    "RULE_NAMES",
    "Rule",
    "Yearly",
    "covers_children",
]
