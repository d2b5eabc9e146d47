"""What pages are about in the words of schema.org (JSON-LD), for search engines."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from indexer.archive.catalogue.coverage import Overview
from indexer.archive.catalogue.records import Record
from indexer.archive.places.place import HeldPlace
from indexer.report.names import KIND_NAMES
from indexer.report.report import Region
from web.display.places import format_place_address
from web.host import make_permanent_address

_CONTEXT = "https://schema.org"
_PORTAL = "政府年度报告全文检索"


def describe_report(record: Record) -> dict[str, Any]:
    """A report: who made it, about where and when, and the file that it is read from."""
    report = record.report
    address = make_permanent_address(f"/reports/{quote(record.id)}")
    place = _describe_place(report.region) if report.region else None
    government = {"@type": "GovernmentOrganization", "name": report.body, "areaServed": place}
    return _drop_empty(
        {
            "@context": _CONTEXT,
            "@type": "Report",
            "@id": address,
            "url": address,
            "name": report.title or record.id,
            "inLanguage": "zh-CN",
            "genre": KIND_NAMES[report.kind.value],
            "temporalCoverage": str(report.year) if report.year else "",
            "datePublished": report.published,
            "dateCreated": record.source.added,
            "author": _drop_empty(government) if report.body else None,
            "publisher": _drop_empty(government) if report.body else None,
            "spatialCoverage": place,
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "SHA-256",
                "value": record.source.sha256,
            },
            "encoding": {
                "@type": "MediaObject",
                "name": record.source.name,
                "contentUrl": f"{address}/original",
                "contentSize": str(record.source.size),
                "sha256": record.source.sha256,
            },
            "isAccessibleForFree": True,
        }
    )


def describe_place_page(place: HeldPlace) -> dict[str, Any]:
    """The reports about a place, as a data set."""
    address = make_permanent_address(format_place_address(place.code))
    name = place.region.name
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": f"{name}的政府年度报告",
        "description": f"本站收录的{name}政府信息公开工作年度报告和政府工作报告，可以逐段检索、核对数字。",
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "spatialCoverage": _describe_place(place.region),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": _PORTAL,
            "url": make_permanent_address("/"),
        },
    }


def describe_portal(overview: Overview) -> dict[str, Any]:
    """The portal itself: a site that can be searched, and a data set."""
    home = make_permanent_address("/")
    years = overview.years
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@type": "WebSite",
                "@id": f"{home}#site",
                "url": home,
                "name": _PORTAL,
                "inLanguage": "zh-CN",
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": make_permanent_address("/search?q={search_term_string}"),
                    },
                    "query-input": "required name=search_term_string",
                },
            },
            _drop_empty(
                {
                    "@type": "DataCatalog",
                    "@id": f"{home}#archive",
                    "url": make_permanent_address("/archive"),
                    "name": "收录的政府年度报告",
                    "description": "政府信息公开工作年度报告和政府工作报告，按年度、地区收录，可逐段检索。",
                    "temporalCoverage": f"{years[0]}/{years[-1]}" if years else "",
                    "isAccessibleForFree": True,
                }
            ),
        ],
    }


def _describe_place(region: Region) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for code, name in zip(region.codes, region.path, strict=True):
        within = {"containedInPlace": described} if described else {}
        described = {"@type": "AdministrativeArea", "name": name, "identifier": code, **within}
    return described


def _drop_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}
