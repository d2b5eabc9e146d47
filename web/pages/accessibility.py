"""`/accessibility`: what is accessible and what is not, how it was tested, and who can be told."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.context import the_settings

pages = Blueprint("accessibility", __name__)

TESTED = "2026-11-29"
"""The day of the tests that the statement tells of (ISO 8601)."""


@pages.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement."""
    contact = the_settings().contact
    address = contact if contact.startswith(("http://", "https://")) else ""
    if not address and "@" in contact and " " not in contact:
        address = f"mailto:{contact}"
    return render_template("accessibility.html", contact=contact, address=address, tested=TESTED)
