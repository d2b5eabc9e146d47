"""Makes OFD files of what is printed in a PDF, as an office's printer driver does (GB/T 33190-2016).

Written with `zipfile` and `xml.etree`, so that what reads such files is not what made them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Any
from xml.etree import ElementTree as etree

import pdfplumber
from pdfplumber.page import Page

_SPACE = "http://www.ofdspec.org/2016"
_MILLIMETRES = 25.4 / 72
_BASELINE = 0.88


def make_ofd(pdf: bytes, template: str = "", compressed: bool = False, folder: str = "Doc_0") -> bytes:
    """The pages of a PDF as an OFD file.

    Args:
        template: words that lie under every page, as a template does.
        compressed: equal steps between characters are written once (`g 5 4.94`).
        folder: where the document is in the package.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        pages = [_page(page, compressed, bool(template)) for page in file.pages]
        box = " ".join(_number(each) for each in (0, 0, file.pages[0].width, file.pages[0].height))
    parts = {f"{folder}/Pages/Page_{at}/Content.xml": page for at, page in enumerate(pages)}
    common = _element("CommonData", _element("PageArea", _element("PhysicalBox", text=box)))
    common.append(_element("PublicRes", text="PublicRes.xml"))
    fonts = _element("Fonts", _element("Font", ID="1", FontName="宋体"))
    parts[f"{folder}/PublicRes.xml"] = _element("Res", fonts)
    if template:
        common.append(_element("TemplatePage", ID="2", BaseLoc="Tpls/Tpl_0/Content.xml"))
        layer = _element("Layer", _text(template, [30.0 + 6 * at for at in range(len(template))], 40.0, 5.0))
        parts[f"{folder}/Tpls/Tpl_0/Content.xml"] = _element("Page", _element("Content", layer))
    listed = [
        _element("Page", ID=str(at + 10), BaseLoc=f"Pages/Page_{at}/Content.xml") for at in range(len(pages))
    ]
    parts[f"{folder}/Document.xml"] = _element("Document", common, _element("Pages", *listed))
    body = _element("DocBody", _element("DocRoot", text=f"{folder}/Document.xml"))
    parts["OFD.xml"] = _element("OFD", body, DocType="OFD", Version="1.0")
    return pack({name: etree.tostring(part, "UTF-8") for name, part in parts.items()})


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _page(page: Page, compressed: bool, templated: bool) -> etree.Element:
    layer = _element("Layer", Type="Body")
    for image in page.images:
        box = (image["x0"], image["top"], image["width"], image["height"])
        layer.append(_element("ImageObject", Boundary=" ".join(map(_number, box)), ResourceID="9"))
    for shape in [*page.rects, *page.lines, *page.curves]:
        layer.append(_path(shape))
    key = lambda char: (round(char["top"], 1), char["size"])  # noqa: E731
    for (top, size), run in groupby(page.chars, key):
        chars = list(run)
        places = [char["x0"] * _MILLIMETRES for char in chars]
        text = "".join(char["text"] for char in chars)
        layer.append(_text(text, places, top * _MILLIMETRES, size * _MILLIMETRES, compressed))
    made = _element("Page", _element("Content", layer))
    if templated:
        made.insert(0, _element("Template", TemplateID="2", ZOrder="Background"))
    return made


def _text(text: str, places: list[float], top: float, size: float, compressed: bool = False) -> etree.Element:
    steps = [f"{right - left:.3f}" for left, right in pairwise(places)]
    if compressed:
        runs = [(step, len(list(same))) for step, same in groupby(steps)]
        steps = [f"g {times} {step}" if times > 1 else step for step, times in runs]
    code = _element("TextCode", X="0", Y=f"{_BASELINE * size:.3f}", DeltaX=" ".join(steps), text=text)
    boundary = f"{places[0]:.3f} {top:.3f} {places[-1] - places[0] + size:.3f} {size:.3f}"
    return _element("TextObject", code, Boundary=boundary, Font="1", Size=f"{size:.3f}")


def _path(shape: Mapping[str, Any]) -> etree.Element:
    points = [((x - shape["x0"]) * _MILLIMETRES, (y - shape["top"]) * _MILLIMETRES) for x, y in shape["pts"]]
    data = " ".join(f"{'L' if at else 'M'} {x:.3f} {y:.3f}" for at, (x, y) in enumerate(points))
    outline = _element("AbbreviatedData", text=data + (" C" if shape["object_type"] == "rect" else ""))
    box = (shape["x0"], shape["top"], shape["width"], shape["height"])
    made = _element("PathObject", Boundary=" ".join(map(_number, box)), LineWidth="0.35")
    made.set("Stroke", "true" if shape["stroke"] else "false")
    made.set("Fill", "true" if shape["fill"] else "false")
    for name, color in (("FillColor", "non_stroking_color"), ("StrokeColor", "stroking_color")):
        parts = shape[color] if isinstance(shape[color], (tuple, list)) else (shape[color],)
        if len(parts) in (1, 3) and all(isinstance(part, int | float) for part in parts):
            full = parts * 3 if len(parts) == 1 else parts
            made.append(_element(name, Value=" ".join(str(round(part * 255)) for part in full)))
    made.append(outline)
    return made


def _number(points: float) -> str:
    return f"{points * _MILLIMETRES:.3f}"


def _element(name: str, *children: etree.Element, text: str = "", **attributes: str) -> etree.Element:
    made = etree.Element(f"{{{_SPACE}}}{name}", attributes)
    made.text = text or None
    _extend(made, children)
    return made


def _extend(element: etree.Element, children: Iterable[etree.Element]) -> None:
    for child in children:
        element.append(child)
