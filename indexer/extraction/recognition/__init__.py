"""Pictures of printed pages to characters at their places: what `layout` then reads as it reads a PDF.

Needs the extra `nianbao[ocr]` (rapidocr, onnxruntime); the models are in rapidocr's wheel, and nothing is
asked of the network.
"""

from __future__ import annotations

from importlib.util import find_spec

INSTALL = "pip install 'nianbao[ocr]'"
"""The command that installs what recognition needs."""
MOST_PAGES = 100
"""Pages of a file that are recognised at most: the longest printed report seen has 60."""


def is_available() -> bool:
    """Return whether what recognition needs is installed; nothing is loaded."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))
