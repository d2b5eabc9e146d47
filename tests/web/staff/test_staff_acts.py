"""What staff see of a file before it is published, and what is recorded of what they did."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from indexer.archive.archive import open_archive
from indexer.archive.contributions.acts import Act, Acts, Deed, clean_reason
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.errors import NotFound
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.item import Standing
from indexer.settings import Settings
from tests.web.visitor import make_staff_settings, sign_in, token
from web import create_app
from web.display.names import format_day, format_moment

FOLDER = Path(__file__).parents[3] / "corpus" / "disclosure" / "东湖区"
REPORT = (FOLDER / "2019.html").read_bytes()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_staff_settings(tmp_path)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return sign_in(settings)


def upload(client: FlaskClient, **files: bytes) -> TestResponse:
    sent = [(io.BytesIO(data), f"{name}.html") for name, data in files.items()]
    return client.post("/staff/upload", data={"csrf_token": token(client), "files": sent})


def show_list(client: FlaskClient) -> dict[str, tuple[str, bool]]:
    """The word that each waiting file has, and whether it is ticked."""
    page = BeautifulSoup(client.get("/staff").text, "html.parser")
    return {
        item.strong.text: (item.select_one(".standing").text, item.input.has_attr("checked"))
        for item in page.select(".waiting > li")
    }


def test_what_is_doubtful_is_said_so_and_not_ticked(client: FlaskClient, settings: Settings) -> None:
    add([FOLDER / "2019.html", FOLDER / "2020.html"], settings, lambda _outcome, _total: None)
    said = "".join(f"第{n}件是另外的事，办了{n * n}次。" for n in range(60))
    title = re.search(r"<h1>(.+?)</h1>", REPORT.decode())
    assert title is not None
    other = f"<title>{title[1]}</title><h1>{title[1]}</h1><h2>一、总体情况</h2><p>{said}</p>"
    upload(
        client,
        held=REPORT,
        later=REPORT.replace("培训".encode(), "学习".encode()),
        fresh=(FOLDER / "2021.html").read_bytes(),
        apart=other.encode(),
        nowhere=REPORT.replace("东湖区".encode(), "某某区".encode()),
        nothing=b"nothing",
    )
    assert show_list(client) == {
        "held.html": ("已收录", False),
        "later.html": ("替换", True),
        "fresh.html": ("新增", True),
        "apart.html": ("存疑", False),
        "nowhere.html": ("存疑", False),
        "nothing.html": ("拒收", False),
    }
    # What needs a look comes first.
    assert [word for word, _ in show_list(client).values()][:3] == ["存疑", "存疑", "拒收"]
    assert {item.standing for item in WaitingArea(settings).list_all()} == set(Standing) - {
        Standing.RECOGNISING
    }


def test_each_act_has_its_name_and_leads_to_what_was_published(
    client: FlaskClient, settings: Settings
) -> None:
    upload(client, a=REPORT, b=(FOLDER / "2021.html").read_bytes(), c=b"nothing")
    files = {item.name: item.sha256 for item in WaitingArea(settings).list_all()}
    said = {"csrf_token": token(client), "file": [files["a.html"], files["b.html"]], "do": "publish"}
    page = client.post("/staff/publish", data=said, follow_redirects=True)
    published = {summary.id for summary in open_archive(settings).list_summaries()}
    links = BeautifulSoup(page.text, "html.parser").select("section.notice a")
    assert {str(link["href"]).rpartition("/")[2] for link in links} == published
    for link in links:
        assert client.get(link["href"]).status_code == 200
    client.post("/staff/publish", data={**said, "file": files["c.html"], "do": "discard"})
    for _ in range(2):
        discarded, act = Acts(Home(settings.home)).list_last(9)
        assert (act.deed, act.who, set(act.reports)) == (Deed.PUBLISH, "王芳", published)
        assert (discarded.deed, discarded.who, discarded.details) == (Deed.DISCARD, "王芳", ("c.html",))
        reindex(settings, lambda _outcome, _total: None)
    assert "王芳 发布" in client.get("/staff/acts").text
    assert create_app(settings).test_client().get("/staff/acts").status_code == 303
    # Gone meanwhile, or never there: the page is whole without it.
    for done in ("x", "../../current", f"{act.id}x"):
        assert client.get("/staff", query_string={"done": done}).status_code == 200


def test_acts_are_verified_and_paged(client: FlaskClient, settings: Settings) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    acts = Acts(Home(settings.home))
    recorded = [acts.record(Act(Deed.SHOW, f"第{n}人")) for n in range(102)]
    assert verify(settings, lambda _outcome, _total: None).losses == ()
    page = client.get("/staff/acts").text
    assert "第101人" in page
    assert "第0人" not in page
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    page = client.get(following[1]).text
    assert "第1人" in page
    assert "第0人" in page
    assert 'rel="next"' not in page
    (settings.home / "acts" / f"{recorded[5].id}.json").write_text("{")
    (loss,) = verify(settings, lambda _outcome, _total: None).losses
    assert "操作记录" in loss
    assert recorded[5].id in loss
    assert len(acts.list_last(200)) == 101


@pytest.mark.parametrize("act_id", ["", "..", "../secret", "x" * 99, "20260101T000000000000-00000000"])
def test_no_act_is_no_path(settings: Settings, act_id: str) -> None:
    with pytest.raises(NotFound):
        Acts(Home(settings.home)).get(act_id)


@given(st.text())
def test_a_reason_is_kept_as_it_was_written(text: str) -> None:
    kept = clean_reason(text)
    assert kept == clean_reason(kept)
    assert len(kept) <= 1000
    assert all(char.isprintable() or char == "\n" or ord(char) > 0x7F for char in kept)


@pytest.mark.parametrize(
    ("moment", "day", "time"),
    [
        ("2026-01-04T23:30:00+00:00", "2026 年 1 月 5 日", "2026 年 1 月 5 日 07:30"),
        ("2026-01-04T15:59:59+00:00", "2026 年 1 月 4 日", "2026 年 1 月 4 日 23:59"),
        ("2026-01-05", "2026 年 1 月 5 日", "2026 年 1 月 5 日 00:00"),
        ("昨天", "昨天", "昨天"),
    ],
)
def test_times_are_those_of_beijing(moment: str, day: str, time: str) -> None:
    assert (format_day(moment), format_moment(moment)) == (day, time)


def test_a_report_is_withdrawn_with_its_reason_and_brought_back(
    client: FlaskClient, settings: Settings
) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    (summary,) = open_archive(settings).list_summaries()
    said = {"csrf_token": token(client, f"/staff/withdraw/{summary.id}"), "reason": "<b>重复</b>"}
    page = client.post(f"/staff/withdraw/{summary.id}", data=said, follow_redirects=True)
    assert "已撤下" in page.text
    assert "王芳 撤下" in page.text
    assert "理由：&lt;b&gt;重复" in page.text
    assert client.get(f"/reports/{summary.id}").status_code in (404, 410)
    # The same file, sent in again, is not published unseen.
    upload(client, again=REPORT)
    (item,) = WaitingArea(settings).list_all()
    assert item.standing is Standing.DOUBTFUL
    assert any("曾被撤下" in doubt and "王芳" in doubt and "重复" in doubt for doubt in item.doubts)
    assert client.post(f"/staff/undo/{summary.id}", data={"csrf_token": "x"}).status_code == 400
    stranger = create_app(settings).test_client()
    csrf = {"csrf_token": token(stranger, "/sign-in")}
    assert stranger.post(f"/staff/undo/{summary.id}", data=csrf).location.startswith("/sign-in")
    page = client.post(f"/staff/undo/{summary.id}", data=said, follow_redirects=True)
    assert "已恢复这份报告" in page.text
    assert page.request.path == f"/reports/{summary.id}"
    assert WaitingArea(settings).get(item.sha256).standing is Standing.HELD
    again = client.post(f"/staff/undo/{summary.id}", data=said, follow_redirects=True)
    assert "没有恢复" in again.text
    assert "没有撤下的报告" in again.text
