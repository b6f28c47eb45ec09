"""An archival source cannot be ordered with the reference given.

A reader in the reading room needs the repository, the fond or record group, and the file, box or folder. With one
of them missing the document can be neither found nor checked, and the study's best evidence rests on trust.

    archival: {repository: AQSH, fond: 14/AP, inventory: MPKBS, file: 12/1949, folio: 3-5}

A source read in an edition or in translation needs none, even where `holder` names the archive.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True

_FOND = ("fond", "record_group", "record group", "group", "collection")
_FILE = ("file", "box", "folder", "dossier", "volume", "reel", "item")
_UNPRINTED = ("manuscript", "personal_communication", "document")


def check(study: Study, texts: Texts) -> Findings:
    for source in study.sources:
        parts, csl = source.archival, source.csl
        was_seen = source.holder and source.consulted_as in ("original", "photograph") and source.type in _UNPRINTED
        if not parts and not was_seen:
            continue
        has_location = bool(csl.get("archive_location"))
        has = {
            "repository": bool(parts.get("repository") or source.holder or csl.get("archive")),
            "fond": has_location or any(parts.get(name) for name in _FOND),
            "file": has_location or any(parts.get(name) for name in _FILE),
        }
        missing = [f"`{name}`" for name, is_there in has.items() if not is_there]
        if missing:
            message = f"the archival reference of `{source.id}` has no {' and no '.join(missing)}"
            yield Finding(source, "archival" if parts else "holder", message, help="add it to `archival`")
