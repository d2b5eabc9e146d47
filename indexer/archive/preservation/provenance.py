"""The chain from a file as it came to a report as it is shown, in the words of W3C PROV (PROV-JSON)."""

from __future__ import annotations

from typing import Any

from indexer.archive.archive import Archive
from indexer.archive.catalogue.records import Record
from indexer.errors import NotFound

_PREFIX = {"nb": "urn:nianbao:", "prov": "http://www.w3.org/ns/prov#"}
"""`urn:nianbao:` names things of any portal: the same original has the same name everywhere."""


def describe_provenance(archive: Archive, record: Record, site: str) -> dict[str, Any]:
    """Return where a report comes from and what became of it on the way.

    Entities are the address that it came from, the original and the report; activities that it was added,
    read and corrected. Repairs are numbers of damaged places by kind; notes are sentences for people.

    Args:
        site: `https://host` that addresses begin with; "" leaves paths.
    """
    source = record.source
    original, report = f"nb:original/{source.sha256}", f"nb:report/{record.id}"
    correction = archive.read_correction(record.id)
    entities: dict[str, Any] = {
        original: {
            "prov:label": source.name,
            "nb:sha256": source.sha256,
            "nb:size": source.size,
            "prov:location": f"{site}/reports/{record.id}/original",
        },
        report: {
            "prov:label": record.report.title or record.id,
            "prov:location": f"{site}/reports/{record.id}",
            "nb:former": list(source.former),
        },
    }
    activities: dict[str, Any] = {
        "nb:added": {"prov:label": "收录", "prov:endTime": source.added},
        "nb:read": {
            "prov:label": "读取",
            "nb:format": record.reading.format,
            "nb:encoding": record.reading.encoding,
            "nb:outline": record.report.outline,
            "nb:repairs": [damage.sentence for damage in record.report.damage],
            "nb:notes": list(record.reading.notes),
            "nb:doubts": [doubt.sentence for doubt in record.report.doubts],
        },
    }
    generated = {"_:g1": _generate(original, "nb:added"), "_:g2": _generate(report, "nb:read")}
    used = {"_:u1": {"prov:activity": "nb:read", "prov:entity": original}}
    derived: dict[str, Any] = {"_:d1": {"prov:generatedEntity": report, "prov:usedEntity": original}}
    for number, each in enumerate(archive.files.list_attached(record)):
        name = f"nb:original/{each.sha256}"
        entities[name] = {
            "prov:label": each.name,
            "nb:sha256": each.sha256,
            "nb:size": each.size,
            "prov:location": f"{site}/reports/{record.id}/attached/{each.sha256}",
        }
        used[f"_:a{number}"] = {"prov:activity": "nb:read", "prov:entity": name}
        derived[f"_:t{number}"] = {"prov:generatedEntity": report, "prov:usedEntity": name}
    if source.address:
        entities["nb:page"] = {"prov:label": "来源网页", "prov:location": source.address}
        used["_:u2"] = {"prov:activity": "nb:added", "prov:entity": "nb:page"}
        derived["_:d2"] = {"prov:generatedEntity": original, "prov:usedEntity": "nb:page"}
    if correction.parts:
        when = {"prov:endTime": correction.given} if correction.given else {}
        activities["nb:corrected"] = {"prov:label": "人工改正", "nb:parts": list(correction.parts), **when}
        generated["_:g3"] = _generate(report, "nb:corrected")
    for number, version in enumerate(_list_earlier(archive, record), 1):
        name = f"nb:report/{version.id}"
        entities[name] = {
            "prov:label": version.report.title or version.id,
            "prov:location": f"{site}/reports/{version.id}",
            "nb:sha256": version.source.sha256,
            "nb:differences": f"{site}/reports/{record.id}/against/{version.id}",
        }
        derived[f"_:r{number}"] = {
            "prov:generatedEntity": report,
            "prov:usedEntity": name,
            "prov:type": {"$": "prov:Revision", "type": "prov:QUALIFIED_NAME"},
        }
    return {
        "prefix": _PREFIX,
        "entity": entities,
        "activity": activities,
        "wasGeneratedBy": generated,
        "used": used,
        "wasDerivedFrom": derived,
    }


def _list_earlier(archive: Archive, record: Record) -> list[Record]:
    """The versions of the same report that were added before it."""
    found = []
    for version in record.versions:
        try:
            found.append(archive.read_report(version))
        except NotFound:  # removed meanwhile
            continue
    return [each for each in found if each.source.sequence < record.source.sequence]


def _generate(entity: str, activity: str) -> dict[str, str]:
    return {"prov:entity": entity, "prov:activity": activity}
