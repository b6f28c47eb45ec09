"""Photographed documents come in from Tropy."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.study.imports.remarks import ImportFileError
from detente.study.imports.tropy import import_tropy, read_tropy
from detente.study.read import read_study
from tests.folders import write_study

DETENTE = str(Path(sys.executable).parent / "detente")
TROPY = "https://tropy.org/v1/tropy#"
DC = "http://purl.org/dc/elements/1.1/"
CONTEXT = {
    **{"@version": 1.1, "@vocab": TROPY, "Titel": f"{DC}title", "creator": f"{DC}creator", "source": f"{DC}source"},
    "date": {"@id": f"{DC}date", "@type": f"{TROPY}date"},
    "fond": "http://purl.org/dc/terms/isPartOf",
    "identifier": f"{DC}identifier",
}
ITEM: dict[str, Any] = {
    **{"@type": "Item", "Titel": "Letter of Hoxha to Stalin", "creator": "Enver Hoxha", "source": "AQSH"},
    **{"fond": "14/AP", "box": "3", "folder": "12/1949", "identifier": "7", "tag": ["read", "grain"], "colour": "blue"},
    "date": {"@type": f"{TROPY}date", "@value": "1949-04"},
    "photo": [
        {
            "@type": "Photo",
            "note": [{"@type": "Note", "html": {"@value": "<p>Asks for <b>grain</b></p><p>a &amp; b</p>"}}],
            "selection": [{"transcription": [{"text": {"@value": "Dear comrade"}}]}],
        }
    ],
}


def export(folder: Path, *items: Any) -> Path:
    path = folder / "tropy.json"
    path.write_text(json.dumps({"@context": CONTEXT, "@graph": [*items], "version": "1.17"}))
    return path


def test_an_item_is_a_source_under_its_archive_and_its_notes_are_passages(tmp_path: Path) -> None:
    write_study(tmp_path / "s")
    done = subprocess.run(
        [DETENTE, "import", "tropy", str(export(tmp_path, ITEM)), "--study", str(tmp_path / "s")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "added: 1 source and 2 passages" in done.stderr
    assert "tags, which a study does not hold" in done.stderr
    study, complaints = read_study(tmp_path / "s")
    assert not complaints
    source = study.sources[-1]
    assert (source.title, source.holder, str(source.made)) == ("Letter of Hoxha to Stalin", "AQSH", "1949-04")
    assert dict(source.archival) == {
        **{"repository": "AQSH", "fond": "14/AP", "inventory": "3", "file": "12/1949", "folio": "7"}
    }
    passages = [(p.locator, p.gist, p.quote) for p in study.passages_of[source.id]]
    assert passages == [
        ("photograph 1", "Asks for grain a & b", ""),
        ("photograph 1, selection 1", "", "Dear comrade"),
    ]
    again, _, n_known = import_tropy(*read_tropy(tmp_path / "tropy.json"), study)
    assert (again.entries, n_known) == ({}, 1)


def test_what_has_no_place_is_named_and_a_date_that_is_none_is_kept(tmp_path: Path) -> None:
    write_study(tmp_path / "s")
    item = ITEM | {"date": "spring, 1949?", "photo": None}
    additions, remarks, _ = import_tropy(*read_tropy(export(tmp_path, item)), read_study(tmp_path / "s")[0])
    entry = additions.entries["sources"][0]
    assert ("made" not in entry, entry["issued"]) == (True, "spring, 1949?")
    assert {*remarks.by_kind} >= {"fields that a source does not hold", "dates that are no EDTF, kept as written"}


@pytest.mark.parametrize("text", ["{", "[]", '{"@graph": [{"@type": "Photo"}]}', "null", "[" * 100_000])
def test_what_is_no_export_of_tropy_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(text)
    with pytest.raises(ImportFileError):
        read_tropy(tmp_path / "t.json")


def test_odd_values_do_not_crash_it(tmp_path: Path) -> None:
    write_study(tmp_path / "s")
    odd: list[Any] = [None, 3, True, [], {}, [[1]], {"@value": [{}]}, "x" * 10]
    items = [{"@type": "Item", key: value} for key in ("Titel", "date", "photo", "tag", "fond", "box") for value in odd]
    items += [{"@type": "Item", "photo": [{"note": value, "selection": value}]} for value in odd]
    import_tropy(*read_tropy(export(tmp_path, *items)), read_study(tmp_path / "s")[0])
