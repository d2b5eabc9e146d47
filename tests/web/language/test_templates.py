"""What pages hand to their templates does not hide what every template has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from indexer.settings import Settings
from web import create_app

WEB = Path(__file__).parents[3] / "web"


def _handed() -> Iterator[tuple[str, str]]:
    """Names of values that are handed to templates, with the file that hands them."""
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                yield from ((path.name, keyword.arg) for keyword in node.keywords if keyword.arg)


def test_no_value_has_the_name_of_what_all_templates_use(sample_settings: Settings) -> None:
    app: Flask = create_app(sample_settings)
    handed = set(_handed())
    assert len(handed) > 50
    assert {each for each in handed if each[1] in app.jinja_env.globals} == set()
