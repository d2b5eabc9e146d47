"""`/reports/<id>/citation.<form>`: a reference to a report or to one of its paragraphs, as a file."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from indexer.errors import NotFound
from indexer.report.anchor import format_anchor
from indexer.report.cited_line import find_cited_line
from web.context import the_archive
from web.display.reports.citations import FORMS, make_citation, name_place
from web.host import make_permanent_address

pages = Blueprint("citations", __name__)

_FORMS = f"any({', '.join(FORMS)})"


@pages.get(f"/reports/<report_id>/citation.<{_FORMS}:form>")
def citation(report_id: str, form: str) -> Response:
    """The reference; with `paragraph`, the anchor of a paragraph (`s5-12`), to that.

    Raises:
        Moved, NotFound: there is no such report, or it has no such paragraph.
    """
    record = the_archive().read_report(report_id)
    address = make_permanent_address(f"/reports/{quote(record.id)}")
    place, anchor = "", request.args.get("paragraph", "").strip().removeprefix("#")
    if anchor:
        line = find_cited_line(record.report, anchor)
        if line is None:
            raise NotFound(
                f"这份报告没有编号为“{anchor[:20]}”的段落，请从报告页上该段的链接复制编号，例如 s5-12。"
            )
        address += f"#{format_anchor(line.section.number, line.number)}"
        place = name_place(record, line)
    cited = make_citation(record, address, place)
    written = FORMS[form]
    answer = Response(written.write(cited), content_type=written.media)
    if form != "txt":
        answer.headers["Content-Disposition"] = f"attachment; filename={cited.key}.{form}"
    return answer
