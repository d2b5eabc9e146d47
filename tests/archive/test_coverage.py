"""What an archive holds: counted as it is, shown whole while it is small, level by level when it is large."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.archive.archive import Archive, open_archive
from indexer.archive.catalogue import coverage as holdings
from indexer.figures.finding import Outcome
from indexer.figures.results import FindingFilter
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.settings import Settings
from web import create_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


@pytest.fixture
def client(sample_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The portal of an archive that counts as a large one."""
    monkeypatch.setattr(holdings, "_MOST_ROWS", 1)
    return create_app(sample_settings).test_client()


def get(client: FlaskClient, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status, path
    return BeautifulSoup(response.data, "lxml")


def test_counts_are_those_of_the_reports(archive: Archive) -> None:
    summaries = archive.list_summaries()
    overview = archive.counts.read_overview()
    assert overview.reports == overview.samples == len(summaries)
    assert overview.years == tuple(sorted({s.year for s in summaries if s.year}))
    assert overview.kinds == Counter(s.kind for s in summaries)
    assert overview.districts == len({s.region for s in summaries if s.region})
    assert overview.damaged == sum(bool(s.damage) for s in summaries)
    own = Counter((s.region.codes if s.region else (), s.year) for s in summaries)
    rows = archive.counts.list_coverage()
    assert {(r.area.codes, year): c.reports for r in rows for year, c in r.years.items()} == own
    assert [row.area for row in rows] == list(archive.counts.list_areas())


def test_a_level_counts_all_that_lies_below(archive: Archive) -> None:
    (top,) = archive.counts.list_coverage_below(())
    assert (top.area.name, top.area.depth) == ("示例省", 0)
    assert sum(count.reports for count in top.years.values()) == archive.counts.read_overview().reports
    (city,) = archive.counts.list_coverage_below(top.area.codes)
    districts = archive.counts.list_coverage_below(city.area.codes)
    assert [row.area.name for row in districts] == ["东湖区", "西岭区", "南浦区"]
    assert archive.counts.list_coverage_below(districts[1].area.codes) == ()


def test_lists_come_in_pages(archive: Archive) -> None:
    codes = next(area.codes for area in archive.counts.list_areas() if area.name == "东湖区")
    total, first = archive.list_reports(codes, (), 5)
    assert total == sum(s.region is not None and s.region.codes == codes for s in archive.list_summaries())
    _, rest = archive.list_reports(codes, (), 100, 5)
    whole = [*first, *rest]
    assert len(whole) == len({s.id for s in whole}) == total
    assert [s.year for s in whole] == sorted((s.year or 0 for s in whole), reverse=True)
    assert {s.id: s for s in archive.list_summaries()}.items() >= {s.id: s for s in whole}.items()
    assert archive.list_reports(None, (2021,), 1)[0] == sum(s.year == 2021 for s in archive.list_summaries())
    assert archive.list_reports((), (None,), 1) == (0, ())


def test_large_archive_is_shown_level_by_level(client: FlaskClient) -> None:
    top = get(client, "/archive")
    assert [a.get_text() for a in top.select("table.coverage tbody th a")] == ["示例省"]
    province = get(client, "/archive?district=示例省")
    assert [a.get_text() for a in province.select("table.coverage tbody th a")] == ["云泽市"]
    assert not province.select(".listed")
    city = get(client, "/archive?district=云泽市")
    assert {a.get_text() for a in city.select("table.coverage tbody th a")} >= {"东湖区", "西岭区"}
    assert "云泽市下级地区" in city.select_one("caption").get_text()  # type: ignore[union-attr]
    assert city.select(".listed li")
    leaf = get(client, "/archive?district=西岭区&year=2021")
    assert len(leaf.select(".listed li")) == 1
    get(client, "/archive?district=西岭区&year=1999", 404)
    get(client, "/archive?year=x", 404)
    get(client, "/archive?district=没有这里", 404)
    get(client, "/archive?district=西岭区&page=x", 400)


def test_findings_are_counted_as_they_are(tmp_path: Path) -> None:
    folder, settings = tmp_path / "in", Settings(home=tmp_path / "home")
    shutil.copytree(ROOT / "corpus" / "disclosure" / "南浦区", folder)

    def check() -> None:
        counts = open_archive(settings).findings.find(FindingFilter(), limit=0)
        each = list(open_archive(settings).findings.iterate(FindingFilter()))
        assert counts.outcomes == Counter(found.finding.outcome for found in each)
        assert counts.rules == Counter(found.finding.rule for found in each)
        assert counts.years == Counter(found.heading.year for found in each)
        some = FindingFilter(years=(2019,), outcomes=(Outcome.HOLDS,))
        assert open_archive(settings).findings.find(some, limit=0).total == len(
            [f for f in each if f.heading.year == 2019 and f.finding.outcome is Outcome.HOLDS]
        )

    def add_folder() -> None:
        add([folder], settings, lambda _outcome, _total: None)

    add_folder()
    check()
    page = folder / "2019.html"
    first = page.read_text("utf-8")
    for text in (
        first.replace("</body>", "<p>　　另有一份附表，见政府网站。</p></body>"),
        first,
    ):  # replaced, and back
        page.write_text(text, "utf-8")
        add_folder()
        check()
    remove(open_archive(settings).list_summaries()[-1].id, settings)
    check()
    reindex(settings, lambda _outcome, _total: None)
    check()
