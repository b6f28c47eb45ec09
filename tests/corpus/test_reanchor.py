"""Quotes of a study are bound to their texts; when a text changes, what is sure moves and the rest is reviewed."""

from pathlib import Path

from detente.corpus.reanchor import FILE, Rebound, reanchor
from detente.corpus.store import open_store
from detente.study.read import read_study
from tests.corpus.shelves import document, put
from tests.folders import SMALL, write_study

MINUTE = """\
MINUTE OF A CONVERSATION

The Minister said that the agreement on trade would be signed within the week. He added that
nobody in Tirana doubted the friendship of the two peoples, and that credits were awaited.

The Ambassador answered that Moscow would study the request with the greatest goodwill.
"""
PASSAGES = """\
id,source,locator,gist,quote
p1,hoxha,p. 1,On trade.,the agreement on trade would be signed
p2,hoxha,p. 1,On friends.,"nobody in Tirana doubted the friendship ... credits were awaited"
p3,hoxha,p. 1,On Moscow.,words that nobody said
p4,frus,"d12, the talk",On the talk.,Moscow would study the request
p5,letter,p. 1,No text.,a quote without a text
"""


def made_study(folder: Path) -> Path:
    sources = SMALL["sources.yaml"].replace("  - id: hoxha\n", "  - id: hoxha\n    document: documents/minute.txt\n")
    sources = sources.replace("  - id: frus\n", "  - id: frus\n    document: frus\n")
    write_study(folder, passages_csv=PASSAGES, sources_yaml=sources, testimony_csv=None)
    (folder / "documents").mkdir()
    (folder / "documents" / "minute.txt").write_text(MINUTE)
    put(folder.parent, "frus", [document("frus/d12", "He said so.", "Moscow would study the request, he said.")])
    return folder


def run(folder: Path, *accepted: str) -> Rebound:
    study, complaints = read_study(folder)
    assert not [each for each in complaints if each.span.file == FILE]
    return reanchor(folder, study, open_store(folder.parent / "corpus.sqlite"), accepted)


def rows(folder: Path) -> dict[str, tuple[str, str]]:
    return {row.passage: (row.found, row.exact) for row in read_study(folder)[0].anchors}


def test_quotes_are_bound_to_the_studys_own_texts_and_to_installed_ones(tmp_path: Path) -> None:
    folder = made_study(tmp_path / "study")
    done = run(folder)
    assert rows(folder) == {
        "p1": ("sure", "the agreement on trade would be signed"),
        "p2": ("sure", "nobody in Tirana doubted the friendship of the two peoples, and that credits were awaited"),
        "p3": ("lost", ""),
        "p4": ("sure", "Moscow would study the request"),
    }
    assert [each.passage.id for each in done.review] == ["p3"]
    assert done.without_text == ("p5",)


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder = made_study(tmp_path / "study")
    run(folder)
    before = (folder / FILE).read_bytes()
    run(folder)
    assert (folder / FILE).read_bytes() == before


def test_when_the_text_changes_only_the_lines_of_what_moved_change(tmp_path: Path) -> None:
    folder = made_study(tmp_path / "study")
    run(folder)
    before = (folder / FILE).read_text().splitlines()
    new = "SCANNED AGAIN\n\n" + MINUTE.replace("friendship", "friend-\nship").replace(
        "the agreement on", "tbe agreement on"
    )
    (folder / "documents" / "minute.txt").write_text(new)
    done = run(folder)
    study = read_study(folder)[0]
    for row in study.anchors[:2]:
        assert row.start is not None
        assert row.end is not None
        assert new[int(row.start) : int(row.end)] == row.exact
    assert [each.passage.id for each in done.bound if each.has_moved and each.landing.end] == ["p1", "p2"]
    after = (folder / FILE).read_bytes()
    run(folder)
    assert (folder / FILE).read_bytes() == after
    assert [line for line in before if line.startswith(("p3", "p4"))] == [
        line for line in (folder / FILE).read_text().splitlines() if line.startswith(("p3", "p4"))
    ]


def test_a_quote_that_left_the_text_keeps_its_anchor_and_is_reviewed(tmp_path: Path) -> None:
    folder = made_study(tmp_path / "study")
    run(folder)
    bound = {row.passage: row for row in read_study(folder)[0].anchors}["p1"]
    (folder / "documents" / "minute.txt").write_text(MINUTE.replace("the agreement on trade would be signed", "so"))
    assert "p1" in [each.passage.id for each in run(folder).review]
    row = {row.passage: row for row in read_study(folder)[0].anchors}["p1"]
    assert row.found == "lost"
    assert (row.start, row.exact, row.digest) == (bound.start, bound.exact, bound.digest)
    (folder / "documents" / "minute.txt").write_text(MINUTE)
    run(folder)
    assert rows(folder)["p1"] == ("sure", bound.exact)


def test_a_doubtful_place_is_taken_when_somebody_says_so(tmp_path: Path) -> None:
    folder = made_study(tmp_path / "study")
    (folder / "documents" / "minute.txt").write_text(MINUTE * 2)
    assert {each.passage.id for each in run(folder).review} == {"p1", "p2", "p3"}
    assert {each.passage.id for each in run(folder, "p1").review} == {"p2", "p3"}
    assert rows(folder)["p1"] == ("sure", "the agreement on trade would be signed")
    assert {each.passage.id for each in run(folder).review} == {"p2", "p3"}, "and it stays so"
