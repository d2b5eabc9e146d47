"""The parts of a Word package, found by their relationships (ECMA-376 part 2), whatever their names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml.etree import _Element

from indexer.extraction.zip_parts import Parts

# Strict packages (ISO/IEC 29500-1) say the same as transitional ones under other names.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part: the last word of its type (`styles`), and the part that it leads to."""

    kind: str
    part: str


class Package:
    """Reads the parts of a Word file.

    Attributes:
        main: name of the part with the document's text, "" where there is none.
        links: the relationships of that part by their id.
    """

    def __init__(self, data: bytes) -> None:
        """Args: data: the whole file.

        Raises:
            zipfile.BadZipFile: it is no package.
        """
        self._parts = Parts(data, "Word 文件")
        roots = self._links("").values()
        found = [link.part for link in roots if link.kind == "officeDocument" and self.has(link.part)]
        self.main = next(iter(found), "word/document.xml" if self.has("word/document.xml") else "")
        self.links: Mapping[str, Link] = self._links(self.main) if self.main else {}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return self._parts.has(name)

    def list_related(self, kind: str) -> _Element | None:
        """The root of the part that the main one names for a purpose (`styles`), None where there is none."""
        folder = posixpath.dirname(self.main)
        names = [link.part for link in self.links.values() if link.kind == kind]
        found = next(filter(self.has, [*names, posixpath.join(folder, f"{kind}.xml")]), "")
        return self.read_tree(found) if found else None

    def read_tree(self, name: str) -> _Element:
        """The root of a part; no entity is ever expanded, nothing is fetched.

        Raises:
            OversizedSource: it has more than 100 MB.
            UnreadableSource: it declares a document type.
            etree.XMLSyntaxError: it is no XML.
        """
        data = self.read(name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return self._parts.parse(data)

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            OversizedSource: more than 100 MB.
        """
        return self._parts.read(name)

    def _links(self, part: str) -> dict[str, Link]:
        """The relationships of a part, "" for the package, that lead to parts of it."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listed):
            return {}
        links = {}
        for element in self.read_tree(listed):
            kind, target = str(element.get("Type", "")), unquote(str(element.get("Target", "")))
            if element.get("TargetMode") != "External" and not _OUTSIDE.match(target):
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                links[str(element.get("Id", ""))] = Link(kind.rpartition("/")[2], place)
        return links
