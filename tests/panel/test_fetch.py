"""Data sets are fetched whole or not at all."""

import errno
import hashlib
import multiprocessing
import os
import resource
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.download import Patience
from detente.panel import PanelError
from detente.panel.datasets import DATASETS
from detente.panel.declare import Dataset, Distribution
from detente.panel.fetch import fetch
from detente.panel.store import installed, verify
from tests.panel.served import publisher

HASTE = Patience(timeout=0.3, tries=3, pause=0.01)
ROWS = "".join(f"{code},{year},{code / 7}\n" for code in range(1, 60) for year in range(1900, 1990))
BODY = f"ccode,year,imports,exports\n{''.join(line + ',1.5' + chr(10) for line in ROWS.splitlines())}".encode()


def _dataset(url: str, sha256: str = "", body_columns: dict[str, str] | None = None) -> Dataset:
    place = Distribution("publisher", url, "csv", sha256, body_columns or {}, page=url)
    return replace(DATASETS["trade-national"], distributions=(place,))


def test_a_file_is_fetched_prepared_and_verified(empty_home: Path) -> None:
    told: list[tuple[int, int]] = []
    with publisher(BODY) as owner:
        found = fetch(_dataset(owner.url), say=lambda done, whole: told.append((done, whole)))
    assert found.rows == 59 * 90
    assert found.sha256 == hashlib.sha256(BODY).hexdigest()
    assert told[-1] == (len(BODY), len(BODY))
    assert verify(found) == ""
    assert not list(empty_home.rglob("*.part"))


def test_what_is_there_is_not_fetched_again(empty_home: Path) -> None:
    with publisher(BODY) as owner:
        fetch(_dataset(owner.url))
        fetch(_dataset(owner.url))
        assert len(owner.asked) == 1


def test_a_broken_download_is_taken_up_where_it_stopped(empty_home: Path) -> None:
    with publisher(BODY, "break") as owner:
        assert fetch(_dataset(owner.url), patience=HASTE).rows == 59 * 90
        assert owner.asked == ["", f"bytes={len(BODY) // 2}-"]


def test_a_file_that_changed_meanwhile_is_fetched_from_the_start(empty_home: Path) -> None:
    with publisher(BODY, "break", "break", "break") as owner, pytest.raises(PanelError, match="broke off"):
        fetch(_dataset(owner.url), patience=HASTE)
    with publisher(BODY) as other:
        other.etag = '"two"'
        found = fetch(_dataset(other.url), patience=HASTE)
    assert found.sha256 == hashlib.sha256(BODY).hexdigest()


def test_a_connection_that_goes_silent_is_given_up_and_tried_again(empty_home: Path) -> None:
    with publisher(BODY, "hang") as owner:
        assert fetch(_dataset(owner.url), patience=HASTE).rows == 59 * 90


@pytest.mark.parametrize("fault", ["error", "redirect", "slow"])
def test_errors_are_tried_again_and_redirections_followed_and_slowness_borne(fault: str, empty_home: Path) -> None:
    with publisher(BODY, fault) as owner:
        assert fetch(_dataset(owner.url), patience=HASTE).rows == 59 * 90


def test_a_web_page_in_place_of_data_is_refused(empty_home: Path) -> None:
    with publisher(b"<html>log in</html>", "page") as owner, pytest.raises(PanelError, match="web page"):
        fetch(_dataset(owner.url), patience=HASTE)
    assert installed("trade-national") is None


def test_corrupt_bytes_are_refused_by_their_hash(empty_home: Path) -> None:
    with publisher(BODY.replace(b"1900", b"1901", 1)) as owner, pytest.raises(PanelError, match="sha256"):
        fetch(_dataset(owner.url, hashlib.sha256(BODY).hexdigest()), patience=HASTE)
    assert installed("trade-national") is None


def test_a_table_that_is_not_as_declared_is_refused_with_the_difference(empty_home: Path) -> None:
    body = BODY.replace(b"imports", b"import_", 1)
    with publisher(body) as owner, pytest.raises(PanelError, match="`imports` is missing"):
        fetch(_dataset(owner.url), patience=HASTE)
    assert installed("trade-national") is None


def test_a_mirrors_file_with_a_strange_column_is_refused(empty_home: Path, tmp_path: Path) -> None:
    table = pa.table({"ccode": [339], "year": [1950], "imports": ["many"], "exports": [1.5], "more": [1]})
    pq.write_table(table, tmp_path / "odd.parquet")
    odd = replace(DATASETS["trade-national"], distributions=(Distribution("mirror", "odd.parquet"),))
    with pytest.raises(PanelError) as refused:
        fetch(odd, tmp_path)
    assert "`imports` is string, not float; `more` is not declared" in refused.value.message


def test_the_owners_list_of_states_is_read_from_its_dates_in_parts(empty_home: Path) -> None:
    body = b"stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    body += b"ALB,339,Albania,1944,11,17,2016,12,31,2016\nBAD,267,Baden,1816,1,1,1871,1,18,2016\n"
    with publisher(body) as owner:
        place = Distribution("publisher", owner.url, "cow-states")
        found = fetch(replace(DATASETS["cow-system"], distributions=(place,)))
    rows = pq.read_table(found.path).to_pylist()
    assert [(row["code"], str(row["first"]), str(row["last"])) for row in rows] == [
        (267, "1816-01-01", "1871-01-18"),
        (339, "1944-11-17", "2025-12-31"),
    ]


def test_rows_outside_the_declared_years_are_refused(empty_home: Path) -> None:
    with publisher(BODY.replace(b",1900,", b",1492,")) as owner, pytest.raises(PanelError, match="1492:1989"):
        fetch(_dataset(owner.url), patience=HASTE)


def test_without_a_network_one_is_told_what_to_do(empty_home: Path) -> None:
    with pytest.raises(PanelError) as refused:
        fetch(_dataset("http://127.0.0.1:9/data.csv"), patience=HASTE)
    assert "cannot be fetched" in refused.value.message
    assert "--from DIR" in refused.value.help


def test_an_older_install_stays_when_a_new_fetch_fails(empty_home: Path) -> None:
    with publisher(BODY) as owner:
        before = fetch(_dataset(owner.url))
    with pytest.raises(PanelError):
        fetch(_dataset("http://127.0.0.1:9/data.csv"), again=True, patience=HASTE)
    assert installed("trade-national") == before
    assert verify(before) == ""


def test_a_full_disk_is_said_and_nothing_half_written_is_used(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    with publisher(BODY) as owner, pytest.raises(PanelError, match="No space left"):
        fetch(_dataset(owner.url), patience=HASTE)
    assert installed("trade-national") is None
    assert not list(empty_home.rglob("*.part"))


def _fetch_on_a_small_disk(url: str, home: str) -> None:
    os.environ["DETENTE_HOME"] = home
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
    with pytest.raises(PanelError, match="cannot be written"):
        fetch(_dataset(url), patience=HASTE)


def test_a_disk_that_fills_during_the_download_is_said_and_the_next_fetch_is_whole(empty_home: Path) -> None:
    with publisher(BODY) as owner:
        child = multiprocessing.get_context("spawn").Process(
            target=_fetch_on_a_small_disk, args=(owner.url, str(empty_home))
        )
        child.start()
        child.join(30)
        assert child.exitcode == 0
        assert installed("trade-national") is None
        assert fetch(_dataset(owner.url)).sha256 == hashlib.sha256(BODY).hexdigest()


def test_where_the_owners_file_has_another_shape_one_is_told_where_it_is(empty_home: Path) -> None:
    with pytest.raises(PanelError, match="another shape") as refused:
        fetch(DATASETS["atop"], patience=HASTE)
    assert "atop_5.1__.csv_.zip" in refused.value.help


def test_the_owners_ideal_points_are_dated_by_their_sessions(empty_home: Path) -> None:
    body = b"Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,Q95%,Q100%,iso3c,Countryname\n"
    body += b"1,2,1,42,1.675486,0.9,1.348943,1.4,1.67,1.93,2.028481,2.7,USA,United States\n"
    with publisher(body) as owner:
        place = Distribution("publisher", owner.url, "csv")
        found = fetch(replace(DATASETS["ideal-points"], distributions=(place,)))
    row = pq.read_table(found.path).to_pylist()[0]
    assert (row["code"], row["year"], row["n_un_votes"], row["ideal_point_low"]) == (2, 1946, 42, 1.348943)


def test_what_the_owner_keeps_to_himself_is_not_taken_from_a_mirror(empty_home: Path, tmp_path: Path) -> None:
    with pytest.raises(PanelError, match="from its owner only"):
        fetch(DATASETS["cow-alliances"], tmp_path)


def test_a_mirror_without_the_file_is_named(empty_home: Path, tmp_path: Path) -> None:
    with pytest.raises(PanelError, match=r"holds no cow_nmc\.parquet"):
        fetch(DATASETS["nmc"], tmp_path)


def test_a_table_that_was_changed_on_disk_is_found_out(empty_home: Path) -> None:
    with publisher(BODY) as owner:
        found = fetch(_dataset(owner.url))
    found.path.write_bytes(found.path.read_bytes()[:-1] + b"x")
    assert "not what was installed" in verify(found)


def _fetch_in_child(url: str, home: str, ready: Any) -> None:
    os.environ["DETENTE_HOME"] = home
    ready.set()
    fetch(_dataset(url), patience=replace(HASTE, timeout=5))


def test_two_processes_fetch_one_file_once(empty_home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with publisher(BODY, "slow") as owner:
        arguments = (owner.url, str(empty_home), context.Event())
        children = [context.Process(target=_fetch_in_child, args=arguments) for _ in range(2)]
        for child in children:
            child.start()
        for child in children:
            child.join(30)
        assert [child.exitcode for child in children] == [0, 0]
        assert len(owner.asked) == 1
    found = installed("trade-national")
    assert found is not None
    assert verify(found) == ""


def test_a_killed_fetch_leaves_nothing_that_is_used_and_lets_the_next_go_on(empty_home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with publisher(BODY, "hang") as owner:
        ready = context.Event()
        child = context.Process(target=_fetch_in_child, args=(owner.url, str(empty_home), ready))
        child.start()
        assert ready.wait(20)
        deadline = time.monotonic() + 10
        while not list(empty_home.rglob("data.csv.part")) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join(10)
        assert installed("trade-national") is None
        assert fetch(_dataset(owner.url), patience=HASTE).sha256 == hashlib.sha256(BODY).hexdigest()
