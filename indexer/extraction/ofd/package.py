"""The pages of an OFD file and what they draw on: documents, templates, resources (GB/T 33190-2016, 7)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from indexer.errors import OversizedSource, UnreadableSource
from indexer.extraction.zip_parts import Parts

_MOST_PAGES = 1_000
_A4 = (0.0, 0.0, 210.0, 297.0)
Numbers = tuple[float, ...]


def name_of(element: _Element) -> str:
    """The name of an element without its namespace, which programs write in several ways; "" of a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def find_all(element: _Element, *names: str) -> list[_Element]:
    """The descendants of an element by a path of names."""
    found = [element]
    for name in names:
        found = [child for each in found for child in each if name_of(child) == name]
    return found


def read_numbers(text: str) -> Numbers:
    """Numbers between blanks.

    Raises:
        ValueError: something else is among them, or one that is no place on a page.
    """
    numbers = tuple(float(part) for part in text.split())
    if not all(abs(number) < 1e6 for number in numbers):
        raise ValueError(f"no place on a page: {text[:40]}")
    return numbers


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by id: names of fonts, settings for drawing, composed drawings, and names of the
    parts with pictures."""

    fonts: dict[str, str] = field(default_factory=dict)
    settings: dict[str, _Element] = field(default_factory=dict)
    composed: dict[str, _Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its box in millimetres (left, top, width, height), and what is drawn, the lowest first."""

    box: Numbers
    contents: tuple[_Element, ...]
    resources: Resources


class OfdPackage:
    """Reads the pages of an OFD file."""

    def __init__(self, data: bytes) -> None:
        """Args: data: the whole file.

        Raises:
            UnreadableSource: it is locked.
            zipfile.BadZipFile: it is no ZIP.
        """
        self._parts = Parts(data, "OFD 文件")
        if self._parts.has("Encryptions.xml"):
            raise UnreadableSource("OFD 文件已加密，请另存为不加密的文件后再收录。")

    def list_pages(self) -> Iterator[OfdPage]:
        """Yield the pages of all documents in the file.

        Raises:
            KeyError: a part that is named is not there.
            OversizedSource: more than 1,000 pages.
            ValueError: a number is none.
            etree.XMLSyntaxError: a part is no XML.
        """
        count = 0
        for root in find_all(self._tree("OFD.xml"), "DocBody", "DocRoot"):
            path = _resolve("", root.text)
            document = self._tree(path)
            common = next(iter(find_all(document, "CommonData")), document)
            resources = self._read_resources(common, path)
            usual = next(_find_boxes(find_all(common, "PageArea")), _A4)
            templates = {
                each.get("ID", ""): _resolve(path, each.get("BaseLoc"))
                for each in find_all(common, "TemplatePage")
            }
            for each in find_all(document, "Pages", "Page"):
                count += 1
                if count > _MOST_PAGES:
                    raise OversizedSource(f"OFD 超过 {_MOST_PAGES} 页，未读取，请拆分后再收录。")
                yield self._read_page(_resolve(path, each.get("BaseLoc")), usual, templates, resources)

    def read_picture(self, page: OfdPage, resource: str) -> bytes:
        """The file of a picture that a page shows.

        Raises:
            KeyError: it is not there.
            OversizedSource: more than 100 MB.
        """
        return self._parts.read(page.resources.pictures[resource])

    def _read_page(
        self, path: str, usual: Numbers, templates: Mapping[str, str], resources: Resources
    ) -> OfdPage:
        page = self._tree(path)
        box = next(_find_boxes(find_all(page, "Area")), usual)
        below: list[_Element] = []
        above: list[_Element] = []
        for each in find_all(page, "Template"):
            if template := templates.get(each.get("TemplateID", "")):
                layer = find_all(self._tree(template), "Content")
                (above if each.get("ZOrder") == "Foreground" else below).extend(layer)
        for each in find_all(page, "PageRes"):
            self._add_resources(resources, _resolve(path, each.text))
        return OfdPage(box, (*below, *find_all(page, "Content"), *above), resources)

    def _read_resources(self, common: _Element, path: str) -> Resources:
        resources = Resources()
        for name in ("PublicRes", "DocumentRes"):
            for each in find_all(common, name):
                self._add_resources(resources, _resolve(path, each.text))
        return resources

    def _add_resources(self, resources: Resources, path: str) -> None:
        if not self._parts.has(path):
            return  # fonts and colors that are missing leave the text as it is
        tree = self._tree(path)
        for each in find_all(tree, "Fonts", "Font"):
            resources.fonts[each.get("ID", "")] = each.get("FontName") or each.get("FamilyName") or ""
        for each in find_all(tree, "DrawParams", "DrawParam"):
            resources.settings[each.get("ID", "")] = each
        base = _resolve(path, f"{tree.get('BaseLoc', '')}/.")
        for each in find_all(tree, "MultiMedias", "MultiMedia"):
            for file in find_all(each, "MediaFile"):
                resources.pictures[each.get("ID", "")] = _resolve(f"{base}/", file.text)
        for name in ("CompositeGraphicUnit", "CompositeGraphicsUnit"):  # both are written
            for each in find_all(tree, f"{name}s", name):
                resources.composed[each.get("ID", "")] = each

    def _tree(self, path: str) -> _Element:
        return self._parts.parse(self._parts.read(path))


def _resolve(base: str, location: str | None) -> str:
    """The part that a location names, beside the part that names it or from the top."""
    location = (location or "").strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location)).lstrip("/")


def _find_boxes(areas: Iterable[_Element]) -> Iterator[Numbers]:
    for area in areas:
        for name in ("PhysicalBox", "ApplicationBox"):
            for box in find_all(area, name):
                numbers = read_numbers(box.text or "")
                if len(numbers) == 4 and min(numbers[2:]) > 0:
                    yield numbers
