"""nianbao: full-text search over archives of Chinese government annual reports.

What stands in `__all__` is the public surface; the portal imports nothing else.
"""

from indexer.amendment import correct, show
from indexer.analysis import load_dictionary
from indexer.archive import Archive, Original, open_archive
from indexer.build import remove
from indexer.commitments.asking import parse_promise_filter
from indexer.commitments.facet import VERDICTS as PROMISE_VERDICTS
from indexer.commitments.record import HAVING as PROMISE_PARTS
from indexer.commitments.record import STATE_NAMES as PROMISE_STATES
from indexer.commitments.record import Answer, Dossier, Likeness, Promise, PromiseFilter, Promises
from indexer.comparison import Item, Point, compare, item, items
from indexer.correction import Correction, parse_correction
from indexer.damage import Damage, fate
from indexer.damage import count as count_damage
from indexer.demand import Demand, Told, Wanted, kept_form
from indexer.difference import Altered, AlteredTable, Line, Same, SectionDifference, differ
from indexer.document import Cell, Table
from indexer.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveMissing,
    CorrectionError,
    Moved,
    NianbaoError,
    NotFound,
    QueryError,
    TooDifferent,
    VerdictError,
)
from indexer.export import FORMATS, Fact, Listing
from indexer.figure import Figure, Figures, Meaning, Place, StatutoryTable, Unread
from indexer.filing import Body, Filed, FindingFilter, Findings, Heading, Judged
from indexer.finding import Finding, Mention, Outcome
from indexer.form import APPLICANTS
from indexer.holdings import Area, Count, Coverage, Overview
from indexer.listings import (
    OUTCOME_NAMES,
    list_cells,
    list_findings,
    list_hits,
    list_points,
    list_promises,
)
from indexer.originals import Source
from indexer.query import District, Node, Query, Sort, Years, parse_query
from indexer.records import Reading, Record, Run, Summary
from indexer.refiling import Refiled
from indexer.report import SECTION_NAMES, UNKNOWN, BodyKind, Kind, Paragraph, Region, Report, Section
from indexer.results import FacetValue, Hit, Results, Snippet, Span
from indexer.rules import RULE_NAMES, RULES, Rule
from indexer.settings import Settings
from indexer.snippet import marks
from indexer.table_difference import AlteredCell
from indexer.text.change import Change
from indexer.text.difference import Piece
from indexer.text.trace import cut, placed, undo
from indexer.verdict import VERDICT_NAMES, WITHDRAWN, Subject, Verdict
from indexer.verdicts import Verdicts
from indexer.versions import alike
from indexer.waiting import WaitingArea
from indexer.waiting_item import Waiting

__all__ = [
    "APPLICANTS",
    "FORMATS",
    "OUTCOME_NAMES",
    "PROMISE_PARTS",
    "PROMISE_STATES",
    "PROMISE_VERDICTS",
    "RULES",
    "RULE_NAMES",
    "SECTION_NAMES",
    "UNKNOWN",
    "VERDICT_NAMES",
    "WITHDRAWN",
    "Altered",
    "AlteredCell",
    "AlteredTable",
    "Answer",
    "Archive",
    "ArchiveBusy",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveMissing",
    "Area",
    "Body",
    "BodyKind",
    "Cell",
    "Change",
    "Correction",
    "CorrectionError",
    "Count",
    "Coverage",
    "Damage",
    "Demand",
    "District",
    "Dossier",
    "FacetValue",
    "Fact",
    "Figure",
    "Figures",
    "Filed",
    "Finding",
    "FindingFilter",
    "Findings",
    "Heading",
    "Hit",
    "Item",
    "Judged",
    "Kind",
    "Likeness",
    "Line",
    "Listing",
    "Meaning",
    "Mention",
    "Moved",
    "NianbaoError",
    "Node",
    "NotFound",
    "Original",
    "Outcome",
    "Overview",
    "Paragraph",
    "Piece",
    "Place",
    "Point",
    "Promise",
    "PromiseFilter",
    "Promises",
    "Query",
    "QueryError",
    "Reading",
    "Record",
    "Refiled",
    "Region",
    "Report",
    "Results",
    "Rule",
    "Run",
    "Same",
    "Section",
    "SectionDifference",
    "Settings",
    "Snippet",
    "Sort",
    "Source",
    "Span",
    "StatutoryTable",
    "Subject",
    "Summary",
    "Table",
    "Told",
    "TooDifferent",
    "Unread",
    "Verdict",
    "VerdictError",
    "Verdicts",
    "Waiting",
    "WaitingArea",
    "Wanted",
    "Years",
    "alike",
    "compare",
    "correct",
    "count_damage",
    "cut",
    "differ",
    "fate",
    "item",
    "items",
    "kept_form",
    "list_cells",
    "list_findings",
    "list_hits",
    "list_points",
    "list_promises",
    "load_dictionary",
    "marks",
    "open_archive",
    "parse_correction",
    "parse_promise_filter",
    "parse_query",
    "placed",
    "remove",
    "show",
    "undo",
]
