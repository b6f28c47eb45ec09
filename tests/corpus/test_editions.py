"""Known editions come whole from their publishers or from a folder, under the same names."""

import io
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from detente.corpus.add import add_files
from detente.corpus.editions import KNOWN, edition_files, known_edition
from detente.corpus.errors import CorpusError
from detente.corpus.hsg_events import propose_events
from detente.corpus.store import open_store, open_writer
from detente.download import Patience
from tests.panel.served import publisher
from tests.shared import SHARED

HASTE = Patience(timeout=2, tries=2, pause=0.01)
VISIT = (
    "<visits><visit><id>7</id><start-date>1956-06-01</start-date><end-date>1956-06-03</end-date>"
    "<visitor>President Tito</visitor><from id='yugoslavia'>Yugoslavia</from><description>Talks.</description>"
    "</visit></visits>"
)
GUIDE = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A Guide to the United States’ '
    "History of Recognition, by Country: Albania</title></titleStmt></fileDesc></teiHeader><text><body><div>"
    "<head>Recognition</head><div><head>Mutual Recognition, 1922.</head><p>In July.</p></div>"
    "<div><head>Legation Closed, 1939.</head><p>In September.</p></div></div></body></text></TEI>"
)


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def ids() -> list[str]:
    with open_store() as store:  # type: ignore[union-attr]
        return [document.id for _, document in store.documents()]


def install(name: str, mirror: Path | None, *addresses: str) -> int:
    known, volume = known_edition(name) or (KNOWN["hsg"], "")
    if addresses:
        known = replace(known, addresses=addresses, volume="")
    with edition_files(known, volume, mirror, lambda done, whole: None, HASTE) as found, open_writer() as store:
        return add_files(store, found.files).documents


def test_an_edition_is_fetched_unpacked_and_read(home: Path) -> None:
    (home.parent / "fetched" / "left by a killed process").mkdir(parents=True)
    with publisher(zipped(**{"visits-master/data/1950s.xml": VISIT, "visits-master/README.md": "no"})) as owner:
        archive = f"{owner.url}?/github.com/HistoryAtState/visits/archive/refs/heads/master.zip"
        assert install("hsg", None, archive) == 1
    assert ids() == ["hsg/visit-7"]
    assert list((home.parent / "fetched").iterdir()) == []


def test_a_folder_gives_the_same_names_as_the_publisher(tmp_path: Path) -> None:
    with publisher(zipped(**{"visits-master/data/1950s.xml": VISIT})) as owner:
        install("hsg", None, f"{owner.url}?/github.com/HistoryAtState/visits/archive/refs/heads/master.zip")
    (tmp_path / "visits" / "data").mkdir(parents=True)
    (tmp_path / "visits" / "data" / "1950s.xml").write_text(VISIT, encoding="utf-8")
    assert install("hsg", tmp_path) == 0
    assert ids() == ["hsg/visit-7"]


def test_an_archive_within_an_archive_is_opened() -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:gz") as tar:
        for name, text in (("TXT/Session 11 - 1956/ALB_11_1956.txt", b"Peace."), ("TXT/notes.txt", b"no")):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("UNGDC.tgz", inner.getvalue())
    with publisher(outer.getvalue()) as owner:
        assert install("ungdc", None, owner.url) == 1
    assert ids() == ["ungdc/ALB_11_1956"]


@pytest.mark.parametrize("name", ["../../ALB_11_1956.txt", "/tmp/ALB_11_1956.txt"])  # noqa: S108
def test_a_name_that_climbs_out_of_an_archive_is_refused(name: str) -> None:
    with publisher(zipped(**{name: "Peace."})) as owner, pytest.raises(CorpusError, match="leads out of it"):
        install("ungdc", None, owner.url)


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.corpus.editions.MAX_UNPACKED_BYTES", 1000)
    with publisher(zipped(**{"ALB_11_1956.txt": "x" * 2000})) as owner, pytest.raises(CorpusError, match="unpacks to"):
        install("ungdc", None, owner.url)


def test_a_publisher_that_does_not_answer_is_said() -> None:
    with pytest.raises(CorpusError, match="cannot be fetched"):
        install("hsg", None, "http://127.0.0.1:9/x.zip")


def test_a_folder_without_the_edition_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no file of `frus`"):
        install("frus", tmp_path)


def test_frus_is_fetched_by_the_volume() -> None:
    with pytest.raises(CorpusError, match="by the volume"):
        install("frus", None)


def test_lists_propose_dated_events(tmp_path: Path) -> None:
    for name, text in (("visits/data/1950s.xml", VISIT), ("rdcr/articles/albania.xml", GUIDE)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    install("hsg", tmp_path)
    with open_store() as store:  # type: ignore[union-attr]
        found = [
            (
                p.document,
                str(p.event.date),
                p.event.actors,
                p.event.targets,
                p.event.action,
                p.event.mode,
                p.event.status,
            )
            for p in propose_events(store)
        ]
    guide = "hsg/rdcr/articles/albania"
    assert found == [
        (guide, "1922", ("USA",), ("ALB",), "COOPERATE", "", "draft"),
        (guide, "1939", ("USA",), ("ALB",), "SANCTION", "discontinue", "draft"),
        ("hsg/visit-7", "1956-06-01/1956-06-03", ("YUG",), ("USA",), "CONSULT", "visit", "draft"),
    ]


HSG = SHARED / "texts" / "hsg"


@pytest.mark.skipif(not HSG.is_dir(), reason="the lists are not beside the checkout")
def test_the_lists_of_the_historian_date_what_is_known(tmp_path: Path) -> None:
    """Truth: the legation at Tirana was given up in 1939; Tito was in Washington on 17 October 1963."""
    install("hsg", HSG)
    with open_store() as store:  # type: ignore[union-attr]
        events = [p.event for p in propose_events(store)]
        documents = sum(1 for _ in store.documents())
    assert documents > 13_000
    assert len({event.id for event in events}) == len(events)
    severed = [e for e in events if e.targets == ("ALB",) and e.action == "SANCTION"]
    assert "1939" in [str(e.date) for e in severed]
    visits = [e for e in events if e.actors == ("YUG",) and "Tito" in e.summary]
    assert any(e.date is not None and e.date.contains(parse("1963-10-17")) for e in visits)


def parse(text: str) -> int:
    from detente.model.dates import parse_date

    day = parse_date(text).bounds().first
    assert day is not None
    return day
