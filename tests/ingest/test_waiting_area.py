"""What waits for staff's yes: nothing of it lies about unseen, whatever stops the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings

PAGE = "<html><body><h1>云泽市教育局{}年政府信息公开工作年度报告</h1><p>一、总体情况</p></body></html>"


class Stopped(BaseException):
    """The program is killed here."""


@pytest.fixture
def area(tmp_path: Path) -> WaitingArea:
    return WaitingArea(Settings(home=tmp_path / "home"))


def _list_bytes(home: Path) -> set[str]:
    return {path.stem for path in (home / "waiting").glob("*.bin")}


def test_a_discard_that_was_stopped_is_completed(
    area: WaitingArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = area.take(PAGE.format(2021).encode(), "2021.html", "甲").items[0].sha256
    unlink = Path.unlink

    def stop(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".bin":
            raise Stopped
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", stop)
        with pytest.raises(Stopped):
            area.discard(gone)
    assert _list_bytes(tmp_path / "home") == {gone}
    assert not area.list_all()
    kept = area.take(PAGE.format(2022).encode(), "2022.html", "甲").items[0].sha256
    assert _list_bytes(tmp_path / "home") == {kept}


def test_bytes_whose_record_was_lost_are_kept(area: WaitingArea, tmp_path: Path) -> None:
    """Nobody let them go: `verify` tells of the record, and the file is there for who asks for it."""
    lost = area.take(PAGE.format(2021).encode(), "2021.html", "甲").items[0].sha256
    (tmp_path / "home" / "waiting" / f"{lost}.json").unlink()
    kept = area.take(PAGE.format(2022).encode(), "2022.html", "甲").items[0].sha256
    assert _list_bytes(tmp_path / "home") == {lost, kept}
