"""What `/batch` is asked for ↔ its address or its form, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from indexer.search.auditing.batch import PhraseList, read_list
from indexer.search.query.tree import Query
from indexer.settings import Settings
from web.parameters.address import format_address
from web.parameters.scope import Scope


@dataclass(frozen=True, slots=True)
class BatchAsked:
    """What is asked for.

    Attributes:
        lines: the phrases, one a line, as typed.
        scope: in which reports; each of its districts is counted by itself.
    """

    lines: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)

    @classmethod
    def read(cls, values: MultiDict[str, str]) -> BatchAsked:
        """Take the parameters of an address, or the fields of a form.

        Raises:
            QueryError: there are too many values of a filter.
        """
        lines = (line.strip() for text in values.getlist("phrases") for line in text.splitlines())
        return cls(tuple(line for line in lines if line), Scope.read(values))

    def phrases(self, settings: Settings) -> PhraseList:
        """Return what is looked for.

        Raises:
            QueryError: there is too much of it.
        """
        return read_list(self.lines, settings)

    def with_lines(self, lines: tuple[str, ...]) -> BatchAsked:
        """The same with other phrases."""
        return replace(self, lines=lines)

    def of(self, phrases: tuple[Query, ...]) -> BatchAsked:
        """The same for some of the phrases."""
        return replace(self, lines=tuple(phrase.typed for phrase in phrases))

    def pairs(self) -> list[tuple[str, str]]:
        """The fields of a form that asks for the same."""
        return [("phrases", "\n".join(self.lines)), *self.scope.pairs()]

    def url(self, path: str = "/batch") -> str:
        """The address of the page that answers."""
        return format_address(path, self.pairs()) if self.lines else path

    @property
    def command(self) -> str:
        """The command that counts the same without hurry, its list in a file."""
        options = {"year": self.scope.year, "district": self.scope.district}
        options |= {"section": self.scope.section, "kind": self.scope.kind}
        said = [f"--{name} {value}" for name, values in options.items() for value in values]
        return " ".join(["nianbao batch 词语.txt", *said, "--export 结果.xlsx"])
