"""Reading a study's folder: values, places, and complaints that lead to them."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.model.diagnostics import Diagnostic, Span
from detente.study.columns import TABLES
from detente.study.read import read_study
from tests.folders import write_study


def found(folder: Path) -> list[tuple[str, str, int, int]]:
    return [(d.code, d.span.file, d.span.line, d.span.column) for d in read_study(folder)[1]]


def test_a_small_study_reads_without_complaint(tmp_path: Path) -> None:
    study, diagnostics = read_study(write_study(tmp_path))
    assert diagnostics == ()
    assert [event.id for event in study.events] == ["e1", "e2", "e3"]
    assert study.events[0].actors == ("ALB", "SUN")
    assert study.figures[0].value == Decimal(160)
    assert study.figures[0].low is None
    assert study.source_by_id["hoxha"].csl["author"] == [{"family": "Hoxha", "given": "Enver"}]


def test_every_value_has_its_place(tmp_path: Path) -> None:
    study, _ = read_study(write_study(tmp_path))
    place = study.places.place
    assert place(study.events[1], "summary") == Span("events.csv", 3, 3, 39, 76)
    assert place(study.events[0], "actors", "SUN") == Span("events.csv", 2, 2, 19, 21)
    assert place(study.sources[1], "title") == Span("sources.yaml", 13, 13, 12, 33)
    assert place(study.sources[0], "no such column") == study.sources[0].span


def test_unknown_columns_are_kept(tmp_path: Path) -> None:
    study, diagnostics = read_study(write_study(tmp_path, claims_csv="id,kind,text,mood\nc1,fact,So it was.,glum\n"))
    assert study.claims[0].extra == {"mood": "glum"}
    assert diagnostics == ()


def test_semicolons_tabs_comments_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeff# kept by hand\r\nid;kind;text\r\n\r\n# second half\r\nc1;fact;Është, kështu\r\n;;\r\n"
    study, diagnostics = read_study(write_study(tmp_path, claims_csv=text))
    assert [claim.text for claim in study.claims] == ["Është, kështu"]
    assert study.claims[0].span.line == 5
    assert diagnostics == ()


def test_what_looks_like_a_truth_value_in_yaml_stays_text(tmp_path: Path) -> None:
    text = "references:\n- {id: no, type: book, title: 1984, issued: 1949, speaker: ALB}\n"
    study, _ = read_study(write_study(tmp_path, sources_yaml=text))
    assert (study.sources[0].id, study.sources[0].title) == ("no", "1984")


def test_a_julian_date_is_converted(tmp_path: Path) -> None:
    text = "id,date,calendar,actors,summary\ne1,1917-10-25,julian,RUS,They take the palace.\n"
    study, _ = read_study(write_study(tmp_path, events_csv=text))
    assert str(study.events[0].date) == "1917-11-07"


def test_a_day_that_only_the_julian_calendar_has_is_read(tmp_path: Path) -> None:
    text = "id,date,calendar,actors,summary\ne1,1900-02-29,julian,RUS,A leap day.\n"
    study, diagnostics = read_study(write_study(tmp_path, events_csv=text))
    assert (str(study.events[0].date), diagnostics) == ("1900-03-13", ())


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("events_csv", "id,date,actors,summary\ne1,1949-4-1,ALB,x\n", ("DAT001", "events.csv", 2, 10)),
        ("events_csv", "id,date,actors,summary\ne1,,ALB,x\n", ("VAL001", "events.csv", 2, 4)),
        ("events_csv", "id,date,actors,summary\ne 1,1949,ALB,x\n", ("VAL004", "events.csv", 2, 1)),
        ("events_csv", "id,date,actors,summary\ne1,1949,ALB,x, y\n", ("SYN004", "events.csv", 2, 15)),
        ("events_csv", 'id,date,actors,summary\ne1,1949,ALB,"x\n', ("SYN008", "events.csv", 2, 13)),
        ("events_csv", "id,date,actors\ne1,1949,ALB\n", ("STU006", "events.csv", 1, 0)),
        ("events_csv", "id,date,date,actors,summary\n", ("SYN005", "events.csv", 1, 9)),
        ("events_csv", "id,date,actor,summary\n", ("STU004", "events.csv", 1, 9)),
        ("claims_csv", "id,kind,text\nc1,facts,x\n", ("VAL002", "claims.csv", 2, 4)),
        (
            "indicators_csv",
            "id,indicator,actor,date,value,unit\nf1,x,ALB,1949,'1,5',t\n",
            ("SYN004", "indicators.csv", 2, 21),
        ),
        (
            "indicators_csv",
            'id,indicator,actor,date,value,unit\nf1,x,ALB,1949,"1,5",t\n',
            ("VAL003", "indicators.csv", 2, 16),
        ),
        ("sources_yaml", "references:\n- id: a\n  id: b\n  type: book\n  title: x\n", ("SYN010", "sources.yaml", 3, 3)),
        ("sources_yaml", "references: &a\n- *a\n", ("SYN009", "sources.yaml", 1, 13)),
        ("sources_yaml", "references: [\n", ("SYN003", "sources.yaml", 2, 1)),
        ("sources_yaml", "references: 3\n", ("SYN011", "sources.yaml", 1, 13)),
        ("sources_yaml", "- id: a\n", ("SYN011", "sources.yaml", 1, 1)),
        ("study_yaml", "format: 2\ntitle: x\ndyad: [A, B]\nperiod: 1944\n", ("STU002", "study.yaml", 1, 0)),
        ("claims_csv", "id,kind,text\nc1,fact,a\0b\n", ("SYN002", "claims.csv", 2, 10)),
    ],
)
def test_a_complaint_leads_to_its_place(
    tmp_path: Path, file: str, text: str, expected: tuple[str, str, int, int]
) -> None:
    assert expected in found(write_study(tmp_path, **{file: text}))


def test_bytes_that_are_not_utf8_are_named_with_their_place(tmp_path: Path) -> None:
    write_study(tmp_path)
    (tmp_path / "claims.csv").write_bytes(b"id,kind,text\nc1,fact,Shqip\xebri\n")
    assert found(tmp_path) == [("SYN001", "claims.csv", 2, 14)]
    (tmp_path / "claims.csv").write_bytes("id\n".encode("utf-16"))
    assert found(tmp_path)[0][0] == "SYN001"


def test_two_hundred_columns_are_refused(tmp_path: Path) -> None:
    header = ",".join(["id", "kind", "text", *(f"c{n}" for n in range(200))])
    assert found(write_study(tmp_path, claims_csv=header + "\n")) == [("SYN007", "claims.csv", 1, 0)]


def test_a_cell_of_ten_megabytes_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "id,kind,text\nc0,fact," + "x" * 10_000_000 + "\nc1,fact,x\n"
    study, diagnostics = read_study(write_study(tmp_path, claims_csv=text))
    assert [claim.id for claim in study.claims] == ["c1"]
    assert [(d.code, d.span.line) for d in diagnostics] == [("SYN006", 2)]


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, "- " * 50_000 + "x", "{a: " * 5_000, "\n".join(" " * n + "a:" for n in range(999))]
)
def test_nesting_without_end_is_refused(tmp_path: Path, bomb: str) -> None:
    assert found(write_study(tmp_path, sources_yaml=bomb))[0][0] in ("SYN003", "SYN009")


def test_a_link_out_of_the_study_is_not_followed(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    (tmp_path / "secret.csv").write_text("id,kind,text\nc9,fact,secret\n")
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").symlink_to(tmp_path / "secret.csv")
    study, diagnostics = read_study(folder)
    assert study.claims == ()
    assert [d.code for d in diagnostics] == ["STU005"]


def test_a_device_is_not_read(tmp_path: Path) -> None:
    write_study(tmp_path, claims_csv=None)
    os.mkfifo(tmp_path / "claims.csv")
    assert [code for code, *_ in found(tmp_path)] == ["STU005"]


def test_a_folder_without_a_study_says_so(tmp_path: Path) -> None:
    assert [code for code, *_ in found(tmp_path)] == ["STU001"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), table=st.sampled_from(TABLES), keep_header=st.booleans())
def test_no_bytes_in_any_file_give_a_traceback_or_change_it(
    tmp_path: Path, data: bytes, table: object, keep_header: bool
) -> None:
    from detente.study.columns import Table

    assert isinstance(table, Table)
    write_study(tmp_path)
    head = f"{table.key}:\n- " if table.key else table.header + "\n"
    (tmp_path / table.file).parent.mkdir(exist_ok=True)
    content = (head.encode() if keep_header else b"") + data
    (tmp_path / table.file).write_bytes(content)
    _, diagnostics = read_study(tmp_path)
    assert all(isinstance(d, Diagnostic) and d.span.file for d in diagnostics)
    assert (tmp_path / table.file).read_bytes() == content
    for each in TABLES:
        if each.file != table.file:
            (tmp_path / each.file).unlink(missing_ok=True)
