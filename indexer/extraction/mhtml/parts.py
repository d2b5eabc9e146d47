"""The pictures in an archive of a page, by the addresses that the page gives them (RFC 2557, 5 and 8)."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from urllib.parse import unquote, urljoin


class MailParts:
    """The pictures of one archive."""

    def __init__(self, message: Message) -> None:
        """Decode nothing yet."""
        self._parts: dict[str, Message] = {}
        for part in message.walk():
            if part.get_content_maintype() == "image":
                for name in (_find_id(part), unquote(find_location(part))):
                    if name:
                        self._parts.setdefault(name, part)

    def find_beside(self, page: Message) -> Callable[[str], bytes | None]:
        """Return what finds the pictures that a page refers to."""
        base = find_location(page)

        def find(address: str) -> bytes | None:
            for name in map(unquote, (address.strip(), _join(base, address.strip()))):
                if name in self._parts:
                    body = self._parts[name].get_payload(decode=True)
                    return body if isinstance(body, bytes) else None
            return None

        return find


def find_location(part: Message) -> str:
    """Return the address of a part, "" where it has none."""
    return str(part.get("Content-Location", "")).strip()


def _find_id(part: Message) -> str:
    name = str(part.get("Content-ID", "")).strip().strip("<>")
    return f"cid:{name}" if name else ""


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
