"""Reports that were withdrawn: their addresses say when and why, and what is held instead."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from indexer.archive.preservation.withdrawn import find_withdrawn
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError, NotFound
from web.context import the_archive, the_settings
from web.display.names import format_day
from web.problem import answer

STATUS = 410
_CODE = "gone"
_SAME = re.compile(r"(.+-(?:\d{4}|x))(?:-\d{1,3})?")
"""An id, and behind it the number of a further version."""
_MOST_VERSIONS = 9


@dataclass(frozen=True, slots=True)
class Gone:
    """A report that was withdrawn.

    Attributes:
        day: when, in words; reason: why; "" where that is not known.
        instead: id of the report of the same body and year that is held now, and title its title; "" where
            there is none.
    """

    id: str
    day: str
    reason: str
    instead: str = ""
    title: str = ""

    @property
    def sentence(self) -> str:
        """Return all of it in one line, for scripts."""
        day = f"已于 {self.day}撤下" if self.day else "已经撤下"
        reason = f"，原因：{self.reason.rstrip('。')}" if self.reason else ""
        instead = f"。现在收录的是 {self.instead}" if self.instead else ""
        return f"报告 {self.id} {day}{reason}{instead}。"


def answer_withdrawn() -> Response | None:
    """Return the answer to a request for a report that was withdrawn, None for any other."""
    is_reading = request.path.startswith(("/reports/", "/api/"))
    asked = str((request.view_args or {}).get("report_id", "")) if is_reading else ""
    gone = _find(asked) if asked else None
    if gone is None:
        return None
    if request.path.startswith("/api/"):
        return answer(STATUS, _CODE, gone.sentence)
    return make_response(render_template("withdrawn.html", gone=gone), STATUS)


def _find(report_id: str) -> Gone | None:
    with suppress(ArchiveError):
        found = find_withdrawn(Home.of(the_settings()), report_id)
        if found is None:
            return None
        withdrawal = found.source.withdrawn
        day, reason = (format_day(withdrawal.at), withdrawal.reason) if withdrawal else ("", "")
        instead, title = _find_instead(found.source.report)
        return Gone(report_id, day, reason, instead, title)
    return None


def _find_instead(report_id: str) -> tuple[str, str]:
    """Return id and title of the report that has the same place, body and year."""
    same = _SAME.fullmatch(report_id)
    base = same[1] if same else report_id
    for other in (base, *(f"{base}-{number}" for number in range(2, _MOST_VERSIONS + 1))):
        with suppress(NotFound):
            record = the_archive().read_report(other)
            return record.superseded_by or record.id, record.report.title
    return "", ""
