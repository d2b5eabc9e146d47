"""What could not be read of a report for certain, and what of the report each doubt is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a doubt is about."""

    YEAR = "year"
    BODY = "body"
    REGION = "region"
    TITLE = "title"
    SECTIONS = "sections"
    TABLES = "tables"
    """The statutory tables."""
    IDENTITY = "identity"
    """Whether the report is another one's version, under another body, year or region."""
    UNKNOWN = "unknown"
    """Not recorded: catalogues of earlier versions hold sentences alone."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could not be read for certain.

    Attributes:
        about: the part of the report that it is about; decisions depend on this, never on the sentence.
        sentence: what people are shown, in Chinese.
    """

    about: Topic
    sentence: str

    def to_json(self) -> dict[str, str]:
        """Return the doubt in values of JSON; `from_json` gives it back exactly."""
        return {"about": self.about.value, "sentence": self.sentence}

    @classmethod
    def from_json(cls, data: dict[str, str] | str) -> Doubt:
        """Return the doubt that `to_json` turned into `data`; a sentence alone is one about something
        unknown.
        """
        if isinstance(data, str):
            return cls(Topic.UNKNOWN, data)
        return cls(Topic(data["about"]), data["sentence"])
