"""What keeps the numbers of findings (`schema.FINDING_COUNT`) while findings come and go."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

_OF_ROWS = """
CREATE TRIGGER finding_{name} AFTER {event} ON finding WHEN {when} BEGIN
  INSERT INTO finding_tally (year, rule, outcome, number)
  VALUES ({row}.year, {row}.rule, {row}.outcome, {number})
  ON CONFLICT (year, rule, outcome) DO UPDATE SET number = number + excluded.number;
END
"""
_SQLITE = (
    {"name": "added", "event": "INSERT", "when": "new.current", "row": "new", "number": "1"},
    {"name": "gone", "event": "DELETE", "when": "old.current", "row": "old", "number": "-1"},
    {
        "name": "replaced",
        "event": "UPDATE OF current",
        "when": "old.current <> new.current",
        "row": "new",
        "number": "new.current - old.current",
    },
)
# One call for all rows of a statement; the function looks for its tables where it was made.
_OF_STATEMENTS = """
CREATE FUNCTION count_findings_{name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO finding_tally (year, rule, outcome, number)
  SELECT year, rule, outcome, sum(number) FROM ({changes}) AS changes
  GROUP BY year, rule, outcome HAVING sum(number) <> 0
  ON CONFLICT (year, rule, outcome) DO UPDATE SET number = finding_tally.number + excluded.number;
  RETURN NULL;
END $$;
CREATE TRIGGER finding_{name} AFTER {event} ON finding REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION count_findings_{name}()
"""
_CAME = "SELECT year, rule, outcome, current AS number FROM came"
_WENT = "SELECT year, rule, outcome, -current AS number FROM went"
_POSTGRESQL = (
    {"name": "added", "event": "INSERT", "tables": "NEW TABLE AS came", "changes": _CAME},
    {"name": "gone", "event": "DELETE", "tables": "OLD TABLE AS went", "changes": _WENT},
    {
        "name": "replaced",
        "event": "UPDATE",
        "tables": "OLD TABLE AS went NEW TABLE AS came",
        "changes": f"{_CAME} UNION ALL {_WENT}",
    },
)


def list_triggers() -> Iterator[sa.DDLElement]:
    """Yield what makes the triggers, in each database its own."""
    for dialect, made, of in (("sqlite", _OF_ROWS, _SQLITE), ("postgresql", _OF_STATEMENTS, _POSTGRESQL)):
        for values in of:
            trigger: sa.DDL = sa.DDL(made.format(**values))  # type: ignore[no-untyped-call]
            yield trigger.execute_if(dialect=dialect)
