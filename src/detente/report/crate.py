"""A study as an RO-Crate: a folder that says in JSON-LD what it holds, and in HTML to whoever opens it.

Sefton, P., and others, RO-Crate Metadata Specification 1.3, https://w3id.org/ro/crate/1.3.
"""

import json
import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution, version
from typing import Any, Final
from urllib.parse import quote

from detente.argument.json_form import verdicts_json
from detente.model.records import Source
from detente.report.account import Account
from detente.report.places import safe_id
from detente.report.references import csl_items
from detente.report.safe_html import plain_text, safe_url
from detente.report.site import environment, render_site
from detente.study.export import json_lines_of
from detente.study.together import together

SPECIFICATION: Final = "https://w3id.org/ro/crate/1.3"
METADATA: Final = "ro-crate-metadata.json"
PREVIEW: Final = "ro-crate-preview.html"
FOLDERS: Final = {
    "study/": "The study's own files, as its authors wrote them: plain text, from which all else here is made.",
    "site/": "The study as pages to be read in any browser, with every table as CSV and every chart as SVG.",
    "results/": "What was found: verdicts and every record as JSON, and the sources that are cited.",
}
TYPES: Final = {
    **{"csv": "text/csv", "yaml": "application/yaml", "md": "text/markdown", "json": "application/json"},
    **{"jsonl": "application/jsonl", "html": "text/html", "css": "text/css", "js": "text/javascript"},
    **{"svg": "image/svg+xml", "txt": "text/plain"},
}
NAMES: Final = {
    "results/verdicts.json": "Verdicts on the sets of rivals",
    "results/records.jsonl": "Every record of the study, a line each",
    "results/references.json": "The sources, as CSL JSON",
    "results/environment.json": "With what it was made",
}
FILES: Final = {"study": "A file of the study", "site": "Part of the study's pages", "results": "A result"}
PYTHON: Final = "https://www.python.org/"
Entity = dict[str, Any]


def crate_of(account: Account, own: Mapping[str, bytes], published: str, license_: str) -> dict[str, bytes]:
    """Return every file of the crate, path to bytes; the same for the same input, date and installed versions.

    ``own`` are the study's files, which are taken along as they are; ``published`` is a date [YYYY-MM-DD]; ``license_``
    an address, or empty where none is named.
    """
    installed = versions()
    running_on = {"detente": account.version, "python": platform.python_version()}
    made = {
        "results/verdicts.json": _json(verdicts_json(account.verdicts.values())),
        "results/records.jsonl": "".join(f"{line}\n" for line in json_lines_of(account.study)).encode(),
        "results/references.json": _json(csl_items(account.study.sources)),
        "results/environment.json": _json(running_on | {"packages": installed}),
    }
    files = {
        **{f"study/{name}": data for name, data in sorted(own.items())},
        **{f"site/{name}": data for name, data in sorted(render_site(account).items())},
        **made,
    }
    graph = [_plain(entity) for entity in _entities(account, files, installed, published, license_)]
    metadata = _json({"@context": f"{SPECIFICATION}/context", "@graph": graph})
    return {METADATA: metadata, PREVIEW: _preview(account, graph, files, installed, published), **files}


def versions() -> dict[str, str]:
    """Return what Detente asks for, each with the version that is installed."""
    asked = [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in _requirements()]
    found = {}
    for name in sorted(set(asked)):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _requirements() -> list[str]:
    try:
        return [line for line in distribution("detente").requires or () if "extra ==" not in line]
    except PackageNotFoundError:
        return []


def _entities(
    account: Account, files: Mapping[str, bytes], installed: Mapping[str, str], published: str, license_: str
) -> Iterator[Entity]:
    study = account.study
    yield {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
        "name": "What the crate holds",
    }
    authors = [{"@id": f"#author-{n}"} for n, _ in enumerate(study.authors, 1)]
    works = {source.id: _work_address(source) for source in study.sources}
    cited = [{"@id": address} for address in dict.fromkeys(works.values()) if not address.startswith("#")]
    mentioned = [{"@id": address} for address in dict.fromkeys(works.values()) if address.startswith("#")]
    folders = [name for name in FOLDERS if any(path.startswith(name) for path in files)]
    title = study.title or "A study"
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": study.abstract or study.subtitle or title,
        "datePublished": published,
        "inLanguage": study.language,
        **({"author": authors} if authors else {}),
        **({"license": {"@id": license_}} if license_ else {}),
        **({"temporalCoverage": str(study.period)} if study.period else {}),
        "identifier": {"@id": "#input"},
        "hasPart": [{"@id": name} for name in folders],
        "mentions": [{"@id": "#build"}, *mentioned],
        **({"citation": cited} if cited else {}),
    }
    yield {"@id": "#input", "@type": "PropertyValue", "propertyID": "detente-input", "name": "Hash of the input"} | {
        "value": account.digest
    }
    if license_:
        about = "The terms under which the crate is given"
        yield {"@id": license_, "@type": "CreativeWork", "name": license_, "description": about, "url": license_}
    for n, author in enumerate(study.authors, 1):
        yield {"@id": f"#author-{n}", "@type": "Person", "name": author}
    for folder in folders:
        parts = [{"@id": _address(path)} for path in files if path.startswith(folder)]
        yield {"@id": folder, "@type": "Dataset", "name": folder, "description": FOLDERS[folder], "hasPart": parts}
    for path, data in files.items():
        yield {
            "@id": _address(path),
            "@type": "File",
            "name": path.partition("/")[2],
            "description": NAMES.get(path) or FILES[path.partition("/")[0]],
            "contentSize": str(len(data)),
            **({"encodingFormat": kind} if (kind := TYPES.get(path.rpartition(".")[2])) else {}),
        }
    yield {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "The study compiled",
        "instrument": [{"@id": "#detente"}, {"@id": PYTHON}, *({"@id": _package(name)} for name in installed)],
        "object": [{"@id": name} for name in folders if name == "study/"],
        "result": [{"@id": name} for name in folders if name != "study/"],
    }
    yield {"@id": "#detente", "@type": "CreativeWork", "name": "Detente", "version": account.version}
    running = {"name": "Python", "version": platform.python_version(), "url": PYTHON}
    yield {"@id": PYTHON, "@type": "ComputerLanguage", **running}
    for name, own in installed.items():
        yield {"@id": _package(name), "@type": "SoftwareApplication", "name": name, "version": own} | {
            "url": _package(name)
        }
    for address, named in together(study.sources, lambda source: works[source.id]).items():
        names = "; ".join(plain_text(account.references[source.id].html) for source in named)
        place = {} if address.startswith("#") else {"url": address}
        yield {"@id": address, "@type": "CreativeWork", "name": names, **place}


def _plain(entity: Entity) -> Entity:
    """Return an entity whose lists of one are that one, as the specification asks."""
    return {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in entity.items() if v != []}


def _work_address(source: Source) -> str:
    """Return what names a source in the crate: its address on the web, where it has one."""
    return safe_url(str(source.csl.get("URL") or "")) or f"#source-{safe_id(source.id)}"


def _package(name: str) -> str:
    return f"https://pypi.org/project/{name}/"


def _address(path: str) -> str:
    return quote(path)


def _preview(
    account: Account, graph: list[Entity], files: Mapping[str, bytes], installed: Mapping[str, str], published: str
) -> bytes:
    """Return a page for whoever opens the folder with nothing but a browser."""
    from markupsafe import Markup

    document = json.dumps({"@context": f"{SPECIFICATION}/context", "@graph": graph}, ensure_ascii=False)
    context = {
        **{"account": account, "study": account.study, "folders": FOLDERS, "files": files, "names": NAMES},
        **{"python": platform.python_version(), "installed": installed, "published": published},
        "cited": {source.id: plain_text(account.references[source.id].html) for source in account.study.sources},
        "json_ld": Markup(document.replace("<", "\\u003c")),  # noqa: S704
    }
    return environment().get_template("crate.html").render(context).encode("utf-8", "replace")


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
