"""Everything that can go wrong, as one tree.

::

    NianbaoError
     ├─ SourceError            one file cannot be added; the others go on
     │   ├─ EmptySource          no bytes, or nothing but blanks
     │   ├─ UnreadableSource     not there, a folder, no permission
     │   ├─ UnreachableSource    an address gives no file, or may not be asked
     │   ├─ OversizedSource      beyond a limit of `Settings`
     │   ├─ UnknownFormat        bytes of no format that is read
     │   ├─ UndecodableSource    no encoding makes sense of the bytes
     │   └─ NotAReport           text, but not an annual report
     ├─ SettingError           a setting without a usable value
     ├─ QueryError             a query that cannot be answered as typed
     ├─ NotFound               no such report, page or original
     │   └─ Moved                has another id since a report was corrected
     ├─ TooDifferent           two texts that cannot be compared in time
     ├─ VerdictError           a verdict that makes no sense
     ├─ CorrectionError        a correction that makes no sense
     ├─ StaffError             an account or a password that cannot be as asked for
     ├─ UnwritableFile         a file to be written where it cannot be
     └─ ArchiveError           the archive itself
         ├─ ArchiveMissing       nothing has been added yet
         ├─ ArchiveBusy          another process is writing
         ├─ ArchiveDamaged       catalogue or index cannot be read
         ├─ EngineUnreachable    the engine on another machine gives no answer; it may later
         ├─ DatabaseUnreachable  the database on another machine gives no answer; it may later
         └─ OriginalsUnreachable  what keeps the originals on another machine gives no answer; it may later

Messages are single sentences in Chinese that say what is wrong, where, and
what to do. `code` names the error for scripts; `status` is its HTTP status.
"""

from __future__ import annotations


class NianbaoError(Exception):
    """Base of all errors that are meant for people."""

    code = "error"
    status = 500

    @property
    def message(self) -> str:
        """The sentence to show."""
        return str(self)


class SourceError(NianbaoError):
    """A file cannot be added."""

    code = "source"
    status = 422


class EmptySource(SourceError):
    """The file holds no bytes, or nothing but blanks."""

    code = "empty"


class UnreadableSource(SourceError):
    """The file cannot be opened."""

    code = "unreadable"


class UnreachableSource(SourceError):
    """An address gives no file, or may not be asked for one."""

    code = "unreachable"


class OversizedSource(SourceError):
    """The file is larger, deeper or longer than the limits allow."""

    code = "too_large"
    status = 413


class UnknownFormat(SourceError):
    """The bytes are of no format that is read."""

    code = "unknown_format"
    status = 415


class UndecodableSource(SourceError):
    """No encoding makes sense of the bytes."""

    code = "undecodable"


class NotAReport(SourceError):
    """The text is not an annual report."""

    code = "not_a_report"


class SettingError(NianbaoError):
    """A setting in the environment has no usable value."""

    code = "setting"


class QueryError(NianbaoError):
    """The query cannot be answered as it was typed."""

    code = "query"
    status = 400


class NotFound(NianbaoError):
    """What was asked for is not in the archive."""

    code = "not_found"
    status = 404


class Moved(NotFound):
    """What was asked for under the id `was` now has the id `now`."""

    def __init__(self, message: str, was: str, now: str) -> None:
        super().__init__(message)
        self.was, self.now = was, now


class TooDifferent(NianbaoError):
    """Two texts are too long and too different to be compared while somebody waits."""

    code = "too_different"
    status = 422


class VerdictError(NianbaoError):
    """A verdict makes no sense as it was given."""

    code = "verdict"
    status = 400


class CorrectionError(NianbaoError):
    """A correction makes no sense as it was given.

    Attributes:
        part: the part of it, or the field of a form, that makes none; "" where that is not one alone.
    """

    code = "correction"
    status = 400

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


class StaffError(NianbaoError):
    """An account or a password cannot be as it was asked for."""

    code = "staff"
    status = 400


class UnwritableFile(NianbaoError):
    """A file cannot be written as it was asked for."""

    code = "unwritable"
    status = 400


class ArchiveError(NianbaoError):
    """The archive cannot answer."""

    code = "archive"
    status = 503


class ArchiveMissing(ArchiveError):
    """Nothing has been published in this home yet."""

    code = "archive_missing"


class ArchiveBusy(ArchiveError):
    """Another process is writing to this home."""

    code = "archive_busy"


class ArchiveDamaged(ArchiveError):
    """Catalogue or index cannot be read."""

    code = "archive_damaged"


class EngineUnreachable(ArchiveError):
    """The engine that keeps the index on another machine gives no answer; asked again later it may."""

    code = "engine_unreachable"


class DatabaseUnreachable(ArchiveError):
    """The database on another machine gives no answer; asked again later it may."""

    code = "database_unreachable"


class OriginalsUnreachable(ArchiveError):
    """What keeps the originals on another machine gives no answer; asked again later it may."""

    code = "originals_unreachable"
