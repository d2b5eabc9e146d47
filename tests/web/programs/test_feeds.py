"""Feeds: whoever follows one learns of everything that comes, and of nothing twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import Correction
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.settings import Settings
from tests.conftest import ROOT
from tests.web.programs.follower import Follower
from web import create_app
from web.pages.programs.feeds import ENTRIES

SCHEMA = etree.RelaxNG(file=str(Path(__file__).parent / "schemas" / "atom.rng"))
EAST = ROOT / "corpus" / "disclosure" / "东湖区"
FEEDS = (
    "/archive.atom",
    "/search.atom?q=公开",
    "/search.atom?q=公开&year=2020&sort=newest&view=report&page=3",
    "/search.atom?q=没有这样的词语",
    "/places/990101.atom",
    "/places/100000.atom",
    "/bodies/990101.atom",
)


@pytest.fixture
def client(invented_settings: Settings) -> FlaskClient:
    return create_app(Settings(), open_archive(invented_settings)).test_client()


class Desk:
    """An archive that is worked on: files of a folder are added, and what they became."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "home", wait_seconds=1)
        self._folder = folder / "files"
        self._folder.mkdir()
        self.client = create_app(self.settings).test_client()

    def add(self, *names: str, more: str = "") -> list[str]:
        """Add files of the corpus, with more text at their end; the ids of their reports."""
        for name in names:
            shutil.copyfile(EAST / name, self._folder / name)
            if more:
                text = (self._folder / name).read_text("utf-8")
                (self._folder / name).write_text(text.replace("</body>", f"<p>{more}</p></body>"), "utf-8")
        ids: list[str] = []
        add(
            [self._folder / name for name in names],
            self.settings,
            lambda outcome, _total: ids.append(outcome.id),
        )
        return ids


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.client.application.config[ENTRIES] = 2
    return desk


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_valid_and_leads_back_to_its_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.content_type.startswith("application/atom+xml")
    SCHEMA.assertValid(etree.fromstring(answer.data))
    read = feedparser.parse(answer.data)
    assert not read.bozo
    links = {link.rel: link.href for link in read.feed.links}
    assert client.get(links["self"]).data == answer.data
    assert client.get(links["alternate"]).status_code == 200
    for entry in read.entries[:3]:
        page = BeautifulSoup(client.get(entry.link).text, "lxml")
        assert page.find("h1").get_text() == entry.title  # type: ignore[union-attr]
    assert bool(read.entries) == ("没有" not in path)


def test_the_same_search_in_any_spelling_is_the_same_feed(client: FlaskClient) -> None:
    """Order, view and page of an address say how its hits are shown, and not what is followed."""
    one, other = (
        feedparser.parse(client.get(f"/search.atom?{query}").data)
        for query in ("q=公开&year=2020", "year=2020&view=place&sort=oldest&q=公开&page=7")
    )
    assert one.feed.id == other.feed.id
    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]


def test_a_report_is_one_entry_of_each_search_that_finds_it(client: FlaskClient) -> None:
    """Readers that know entries of all feeds together would hide it in the second one."""
    ids = [
        {entry.id for entry in feedparser.parse(client.get(f"/search.atom?q={word}").data).entries}
        for word in ("公开", "政务")
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("/", "新收录的报告"),
        ("/archive", "新收录的报告"),
        ("/search?q=公开&year=2020&page=2", "这个检索的新报告"),
        ("/search?q=没有这样的词语", "这个检索的新报告"),
        ("/search?q=公开&view=place", "这个检索的新报告"),
        ("/places/990101", "东湖区的新报告"),
        ("/places/440117", "从化区的新报告"),
        ("/reports/disclosure-990101-2020", "东湖区人民政府的新报告"),
    ],
)
def test_pages_name_their_feed_to_programs_and_to_people(client: FlaskClient, page: str, title: str) -> None:
    soup = BeautifulSoup(client.get(page).text, "lxml")
    (link,) = soup.select("head link[rel=alternate][type='application/atom+xml']")
    assert link["title"] == title
    shown = [each["href"] for each in soup.select(".feed a")]
    assert link["href"] in shown
    assert client.get(str(link["href"])).status_code == 200


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, sample_settings: Settings) -> None:
    first = client.get("/archive.atom")
    assert client.get("/archive.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    sample = create_app(sample_settings).test_client()
    when = sample.get("/archive.atom").headers["Last-Modified"]
    assert sample.get("/archive.atom", headers={"If-Modified-Since": when}).status_code == 304
    assert sample.get(
        "/places/990101.atom", headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    ).data


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/places/000001.atom", 404),
        ("/bodies/no-such.atom", 404),
        ("/search.atom?q=(((", 400),
        ("/archive.atom?before=x", 400),
        ("/archive.atom?before=0", 400),
        ("/archive.atom?before=1", 200),
    ],
)
def test_what_cannot_be_followed_is_said(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_followers_miss_nothing_and_see_nothing_twice(desk: Desk) -> None:
    """Additions, a correction, rebuilds and withdrawals, as somebody meets them who looks after each."""
    desk.add("2019.html", "2020.html")
    everything, place, words = (
        Follower(desk.client, path)
        for path in ("/archive.atom", "/places/990101.atom", "/search.atom?q=公开")
    )
    west = Follower(desk.client, "/search.atom?district=西岭区")
    here = (everything, place, words)
    assert [len(each.look()) for each in here] == [2, 2, 2]
    assert west.look() == []
    assert [each.look() for each in here] == [[], [], []]
    assert [each.fresh for each in here] == [1, 1, 1]

    # More at once than a page holds.
    (first, *_) = desk.add("2021.html", "2022.html", "2023.html", "2024.html", "2017.html")
    assert [len(each.look()) for each in here] == [5, 5, 5]

    # A report turns out to be of another place: old for those who had it, new for who follows that place.
    correct(first, Correction(region="990102", who="甲"), desk.settings)
    assert [each.look() for each in here] == [[], [], []]
    assert len(west.look()) == 1

    before = everything.fresh
    reindex(desk.settings, lambda _outcome, _total: None)
    assert [each.look() for each in (*here, west)] == [[], [], [], []]
    assert everything.fresh == before

    # A new version is something new, and who comes only now does not see the old one.
    (second,) = desk.add("2020.html", more="补充公开一件事。")
    assert second.endswith("-2")
    assert [len(each.look()) for each in here] == [1, 1, 1]
    late = Follower(desk.client, "/archive.atom")
    assert len(late.look()) == 7

    # The new version is withdrawn: the old one is current again, and new for who came late.
    remove(second, desk.settings)
    assert [each.look() for each in here] == [[], [], []]
    assert len(late.look()) == 1
    assert late.look() == []

    # What is withdrawn and added again is no news.
    desk.add("2020.html", more="补充公开一件事。")
    assert [each.look() for each in (*here, late, west)] == [[], [], [], [], []]


def test_who_does_not_turn_pages_misses_no_change(desk: Desk) -> None:
    """Many readers look at the first page alone: what changes comes to stand there, however old it is."""
    (oldest,) = desk.add("2017.html")
    desk.add("2021.html", "2022.html")
    west = Follower(desk.client, "/places/990102.atom", paging=False)
    everything = Follower(desk.client, "/archive.atom", paging=False)
    assert west.look() == []
    assert len(everything.look()) == 2
    moved = correct(oldest, Correction(region="990102", who="甲"), desk.settings)
    assert len(west.look()) == 1
    correct(moved.id, Correction(region="990101", who="乙"), desk.settings)
    assert west.look() == []
