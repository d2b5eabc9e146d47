"""A close look: the file beside what was read, headings and cells mended, with the record of who and why."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.archive.contributions.acts import Acts, Deed
from indexer.archive.contributions.text_corrections import list_tables
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings
from tests.web.visitor import make_staff_settings, sign_in, token
from web import create_app

FOLDER = Path(__file__).parents[3] / "corpus" / "disclosure" / "东湖区"
REPORT = (FOLDER / "2019.html").read_bytes()
EAST = "disclosure-990101-2019"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_staff_settings(tmp_path)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return sign_in(settings)


def upload(client: FlaskClient, settings: Settings, data: bytes, name: str = "年报.html") -> str:
    sent = {"csrf_token": token(client), "files": (io.BytesIO(data), name)}
    client.post("/staff/upload", data=sent)
    return next(item.sha256 for item in WaitingArea(settings).list_all() if item.name == name)


def fill(client: FlaskClient, address: str, **changes: str) -> dict[str, str]:
    """What the form of a page sends, some of it changed."""
    form = BeautifulSoup(client.get(address).text, "html.parser").select_one("form.staff-form")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    for field in form.select("select"):
        chosen = field.select_one("option[selected]")
        fields[field["name"]] = chosen["value"] if chosen else ""
    assert changes.keys() <= fields.keys()
    return fields | changes


def test_file_and_other_report_stand_beside_what_was_read(client: FlaskClient, settings: Settings) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    later = REPORT.replace("培训".encode(), "学习".encode()).replace(
        b"</body>", b"<script>alert(1)</script></body>"
    )
    sha256 = upload(client, settings, later)
    page = BeautifulSoup(client.get(f"/staff/waiting/{sha256}").text, "html.parser")
    read, other = (each.text for each in page.select("div.beside-text"))
    assert "学习" in read
    assert "培训" in other
    frame = page.select_one("iframe")
    assert frame.has_attr("sandbox")
    shown = client.get(frame["src"])
    assert "学习" in shown.text
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    stranger = create_app(settings).test_client()
    for path in (frame["src"], f"/staff/waiting/{sha256}/headings", f"/staff/correct/{EAST}/tables/1"):
        assert stranger.get(path).location.startswith("/sign-in")
    published = BeautifulSoup(client.get(f"/staff/correct/{EAST}").text, "html.parser")
    assert client.get(published.select_one("iframe")["src"]).status_code == 200


@pytest.mark.parametrize("path", ["waiting/x/original", "waiting/..%2Fsecret/original", "correct/x/headings"])
def test_what_is_not_there_is_not_found(client: FlaskClient, settings: Settings, path: str) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    assert client.get(f"/staff/{path}").status_code == 404
    assert client.get(f"/staff/correct/{EAST}/tables/9").status_code == 404


def test_a_missed_heading_is_added_before_publishing(client: FlaskClient, settings: Settings) -> None:
    missed = "还有一些不足"
    sha256 = upload(
        client, settings, REPORT.replace("五、存在的主要问题及改进情况".encode(), missed.encode())
    )
    assert WaitingArea(settings).get(sha256).doubts
    address = f"/staff/waiting/{sha256}/headings"
    wrong = client.post(address, data=fill(client, address, new="哪里都没有这一段"))
    assert wrong.status_code == 400
    (invalid,) = BeautifulSoup(wrong.text, "html.parser").select("[aria-invalid]")
    assert invalid["name"] == "new"
    assert invalid["value"] == "哪里都没有这一段"
    said = {"new": missed, "new-text": "五、还有一些不足", "new-number": "5", "reason": "原文没有编号"}
    client.post(address, data=fill(client, address, **said))
    item = WaitingArea(settings).get(sha256)
    assert item.doubts == ()
    assert "五、还有一些不足" in item.sections
    assert "headings" in item.corrected
    # Seen again as it was said; cleared it is gone.
    assert fill(client, address)["added-0"] == "五、还有一些不足"
    client.post(address, data=fill(client, address, **{"added-0": ""}))
    assert WaitingArea(settings).get(sha256).corrected == ()
    client.post(address, data=fill(client, address, **said))
    said = {"csrf_token": token(client), "file": sha256, "do": "publish"}
    client.post("/staff/publish", data=said)
    for _ in range(2):
        record = open_archive(settings).read_report(EAST)
        assert "五、还有一些不足" in [section.heading for section in record.report.sections]
        assert any("章节标题（1 处）" in note for note in record.reading.notes)
        (record_note,) = (note for note in record.reading.notes if "以上由工作人员于" in note)
        assert "王芳" not in record_note
        assert "理由：原文没有编号。" in record_note
        reindex(settings, lambda _outcome, _total: None)


def test_a_published_cell_is_corrected_with_its_record(client: FlaskClient, settings: Settings) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    address = f"/staff/correct/{EAST}/tables/2"
    form = fill(client, address)
    name = next(name for name, value in form.items() if value.isdecimal() and name.startswith("c"))
    row, column = map(int, name[1:].split("-"))
    page = client.post(address, data=form | {name: "4321", "reason": "转录之误"}, follow_redirects=True)
    assert "已按您的改正重新读取并发布" in page.text
    assert "已改 1 格" in page.text
    for _ in range(2):
        record = open_archive(settings).read_report(EAST)
        table = list_tables(record.report.sections)[1]
        (cell,) = (each for each in table.cells if (each.row, each.column) == (row, column))
        assert cell.text == "4321"
        reindex(settings, lambda _outcome, _total: None)
    (act,) = Acts(Home(settings.home)).list_last(9)
    assert (act.deed, act.who, act.reason, act.reports) == (Deed.CORRECT, "王芳", "转录之误", (EAST,))
    assert act.details == (f"第 2 张表第 {row + 1} 行第 {column + 1} 列：{form[name]} → 4321",)
    assert verify(settings, lambda _outcome, _total: None).sound
    # Year and the like leave it alone; typed back, it is as it was read.
    client.post(
        f"/staff/correct/{EAST}", data={"csrf_token": token(client), "body": "云泽市东湖区人民政府办公室"}
    )
    (summary,) = open_archive(settings).list_summaries()
    known = open_archive(settings).read_correction(summary.id)
    assert [each.text for each in known.cells] == ["4321"]
    address = f"/staff/correct/{summary.id}/tables/2"
    client.post(address, data=fill(client, address, **{name: form[name]}))
    assert open_archive(settings).read_correction(summary.id).cells == ()


def test_errors_stand_at_their_fields(client: FlaskClient, settings: Settings) -> None:
    sha256 = upload(client, settings, REPORT)
    address = f"/staff/waiting/{sha256}"
    for part, value in (("year", "18"), ("region", "鼓楼区"), ("body", "长" * 61), ("kind", "x")):
        page = client.post(address, data={"csrf_token": token(client), part: value})
        soup = BeautifulSoup(page.text, "html.parser")
        (invalid,) = soup.select("[aria-invalid]")
        assert invalid["name"] == part
        assert soup.select_one(f"#{invalid['aria-describedby']}").text


def test_a_long_table_is_corrected_page_by_page(client: FlaskClient, settings: Settings) -> None:
    rows = "".join(f"<tr><td>第{n}项</td><td>{n}</td></tr>" for n in range(400))
    long = REPORT.replace(b"</table>", f"{rows}</table>".encode(), 1)
    sha256 = upload(client, settings, long)
    address = f"/staff/waiting/{sha256}/tables/1"
    form = fill(client, address)
    assert len(form) < 320
    following = BeautifulSoup(client.get(address).text, "html.parser").select_one("a[rel=next]")
    second = fill(client, following["href"])
    name = [name for name in second if name.startswith("c")][-1]
    assert client.post(following["href"], data=second | {name: "777"}).status_code == 303
    assert client.post(address, data=form).status_code == 303  # the other page leaves it alone
    assert fill(client, following["href"])[name] == "777"
