"""What the site of a made study says, and how its pages hang together."""

import csv
import io
import itertools
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from detente.report.account import Account
from detente.report.site import Site, render_site
from tests.report.conftest import FILES, account_for, write_study
from tests.report.pages import pages_of


def words(site: Mapping[str, bytes], path: str) -> str:
    return " ".join(pages_of({path: site[path]})[path].text.split())


def table(site: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site[f"tables/{name}.csv"].decode("utf-8-sig"))))


def test_every_page_is_there(site: Mapping[str, bytes]) -> None:
    assert {path for path in site if path.endswith(".html")} == {
        *("index.html", "report.html", "chronology.html", "relation.html", "figures.html", "coverage.html"),
        *("claims.html", "hypotheses.html", "periods.html", "sources.html", "diagnostics.html"),
        *("actors.html", "codebook.html", "comparisons.html", "network.html", "balance.html"),
        *(f"chronology/{year}.html" for year in ("1949", "1950", "1951", "undated")),
    }


def test_every_link_and_anchor_resolves(site: Mapping[str, bytes]) -> None:
    pages = pages_of(site)
    for page in pages.values():
        assert len(page.anchors) == len(set(page.anchors)), page.path
        for path, anchor in page.targets:
            assert path in site, (page.path, path)
            assert not anchor or anchor in pages[path].anchors, (page.path, path, anchor)


def test_an_event_is_found_under_its_year_and_id(site: Mapping[str, bytes]) -> None:
    assert "ev-trade" in pages_of(site)["chronology/1949.html"].anchors


def test_each_page_has_one_first_heading_and_leaves_out_no_level(site: Mapping[str, bytes]) -> None:
    for page in pages_of(site).values():
        levels = [int(name[1]) for name in page.headings]
        assert levels[0] == 1, page.path
        assert levels.count(1) == 1, page.path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), page.path


def test_every_table_has_a_caption_and_scoped_headers(site: Mapping[str, bytes]) -> None:
    for page in pages_of(site).values():
        names = [name for name, _ in page.elements]
        if page.path != "report.html":
            assert names.count("table") == names.count("caption"), page.path
        assert all("scope" in attributes for name, attributes in page.elements if name == "th"), page.path


def test_nothing_is_loaded_from_elsewhere_and_no_script_stands_in_a_page(site: Mapping[str, bytes]) -> None:
    for page in pages_of(site).values():
        policy = next(a["content"] for n, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
        assert "unsafe" not in policy
        for name, attributes in page.elements:
            assert "style" not in attributes, page.path
            assert not attributes.get("src", "").startswith(("http", "//", "data"))
            assert name != "link" or not attributes["href"].startswith("http")
            assert name != "script" or attributes["src"].endswith("static/script.js")
            if attributes.get("href", "").startswith("http"):
                assert attributes.get("rel") == "noreferrer", attributes


def test_silence_is_shown_as_what_it_is(site: Mapping[str, bytes]) -> None:
    year = words(site, "chronology/1949.html")
    for words_ in ("Yugoslavia (access refused)", "United States (archive closed)", "Britain (records lost)"):
        assert words_ in year
    assert "Greece (not read)" in year
    assert "4 sides (not looked for)" in year
    assert "Not looked for: Yugoslavia, United States, Britain, Greece." in year
    silent = words(site, "chronology/1951.html")
    assert "Soviet Union (nothing found)" in silent
    assert "nothing found in RGANI; sought: grain in the minutes" in silent
    assert "expected: a line at least" in silent


def test_an_event_opens_to_what_each_side_says(site: Mapping[str, bytes]) -> None:
    year = words(site, "chronology/1949.html")
    assert "Soviet Union → Albania · AID, material cooperation · economy · major" in year
    assert "Na premtuan grurë." in year
    assert "in translation from sq We were promised grain." in year
    assert "dates it 12 April 1949" in year
    assert "The study follows this version: he was there" in year
    assert "written “1949-03-15” (julian)" in year
    assert "disputed" in year


def test_a_statement_of_one_side_is_marked(site: Mapping[str, bytes]) -> None:
    assert "attested by Albania alone" in words(site, "chronology/1950.html")
    assert {(row["by"], row["side"], row["statement"]) for row in table(site, "one-sided")} >= {
        ("speaker", "ALB", "talks"),
        ("publisher", "ALB", "talks"),
        ("archive", "AQSH", "talks"),
    }


def test_counts_say_whose_they_are(site: Mapping[str, bytes]) -> None:
    assert "counts of this study’s events, not of what happened" in words(site, "relation.html")
    assert "Every event between them is of a certain year." in words(site, "relation.html")
    assert "1 event is of no certain year" in words(site, "coverage.html")


def test_a_year_without_events_is_a_dash_and_no_nought(site: Mapping[str, bytes]) -> None:
    row = site["relation.html"].decode().split('<th scope="row">1948</th>')[1].split("</tr>")[0]
    assert row.count("–") == 8
    assert ">0<" not in row


def test_figures_keep_their_intervals_units_and_kinds(site: Mapping[str, bytes]) -> None:
    figures = words(site, "figures.html")
    for words_ in ("12.5 (11 to 14)", "8 to 9", "1,250.50", "million rouble, prices of 1950", "promised", "delivered"):
        assert words_ in figures
    assert site["figures.html"].count(b"<svg") == 1


def test_a_claim_stands_with_what_is_for_and_against_it(site: Mapping[str, bytes]) -> None:
    claims = words(site, "claims.html")
    assert "moderate confidence" in claims
    for title in ("For 1 passage", "Differing 1 passage", "Against 1 passage", "Context 1 passage"):
        assert title in claims


def test_a_verdict_says_what_it_hangs_on(site: Mapping[str, bytes]) -> None:
    hypotheses = words(site, "hypotheses.html")
    for title in ("What the evidence says", "How the rivals stand", "What would turn it", "Confidence is", "The board"):
        assert title in hypotheses
    assert "much more to be expected under fear than under faith" in hypotheses
    assert "claim Moscow moved first. together with event 10 April 1949: Moscow promises grain." in hypotheses
    assert "very likely under faith" in hypotheses
    assert "0.2 to 0.4 probable under faith" in hypotheses
    assert "Predicted December 2025. The prediction: borne out." in hypotheses
    assert "Before this evidence −3 to 3 dB over even" in hypotheses
    assert "event:nowhere" in hypotheses


def test_gaps_between_periods_are_shown(site: Mapping[str, bytes]) -> None:
    assert "No stage from 28 June to 31 December 1948" in words(site, "periods.html")


def test_a_source_stands_with_its_passages_and_what_they_bear_on(site: Mapping[str, bytes]) -> None:
    sources = words(site, "sources.html")
    assert "Hoxha, Enver. Letters." in sources
    for words_ in ("version of Notes", "known through Hoxha, Letters", "depends on Hoxha, Letters"):
        assert words_ in sources
    assert "C, fairly reliable: written to be read" in sources
    assert "credibility 2, probably true" in sources
    assert "attests 10 April 1949: Moscow promises grain." in sources
    assert "coded Grain by AE" in sources


def test_the_report_cites_and_links_and_shows_markup_as_text(site: Mapping[str, bytes]) -> None:
    html = site["report.html"].decode()
    assert 'href="chronology/1949.html#ev-trade"' in html
    assert 'href="figures.html#fig-g49"' in html
    assert 'href="claims.html#cl-cl-first"' in html
    assert "[ev:nothing-such]" in html
    assert "Enver Hoxha, <em>Letters</em>" in html
    assert "&lt;b onclick=" in html
    assert "javascript:" not in html


def test_findings_are_listed_with_place_and_help(site: Mapping[str, bytes], account: Account) -> None:
    findings = words(site, "diagnostics.html")
    for finding in account.diagnostics:
        assert finding.code in findings
        assert finding.message.replace("`", "") in findings
    assert len(table(site, "diagnostics")) == len(account.diagnostics)


def test_tables_hold_the_studys_columns(site: Mapping[str, bytes]) -> None:
    assert table(site, "events")[0]["summary"] == "Moscow promises grain."
    assert [row["n"] for row in table(site, "relation-by-year") if (row["side"], row["time"]) == ("ALB", "1950")] == [
        "1",
        "1",
    ]
    assert table(site, "coverage")[1] | {"SUN_events": "2"} == table(site, "coverage")[1]


def test_the_banner_says_on_every_page_what_was_taken_away(site_without_albania: Mapping[str, bytes]) -> None:
    for page in pages_of(site_without_albania).values():
        text = " ".join(page.text.split())
        assert "Taken away, with all that rests on it alone: all that Albania says speaker:ALB" in text, page.path


def test_a_whole_study_has_no_banner(site: Mapping[str, bytes]) -> None:
    assert not any("Taken away" in page.text for page in pages_of(site).values())


def test_the_colophon_names_title_input_and_version(site: Mapping[str, bytes], account: Account) -> None:
    for page in pages_of(site).values():
        assert f"Compiled by Detente {account.version} from input 0123456789ab" in page.text


def test_same_input_same_bytes(site: Mapping[str, bytes], account: Account) -> None:
    again = render_site(account)
    assert list(again) == list(site)
    assert again == site


def test_drawn_charts_need_no_drawing_program(site: Mapping[str, bytes]) -> None:
    code = (
        "import sys, detente.report.site; sys.exit(any(m in sys.modules for m in ('vl_convert', 'jinja2', 'pypandoc')))"
    )
    assert site
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("path", ["static/style.css", "static/script.js"])
def test_style_and_script_are_on_the_site(site: Mapping[str, bytes], path: str) -> None:
    assert site[path]


def test_a_comparison_shows_who_bears_an_answer_and_leaves_what_is_open_open(site: Mapping[str, bytes]) -> None:
    page = site["comparisons.html"].decode()
    assert "Moscow promised grain." in page
    assert 'href="sources.html#p-p4"' in page
    assert "Of 4 answers (2 cases, 2 questions) 3 are known" in page
    assert page.count('<span class="gap">–</span>') == 1
    assert b"ALB-YUG,credit,Belgrade lent flour.,0.7,ALB,p4," in site["tables/comparison-1.csv"]


def test_without_a_side_an_answer_is_gone_from_the_comparison(site_without_albania: Mapping[str, bytes]) -> None:
    page = site_without_albania["comparisons.html"].decode()
    assert "Belgrade lent flour." not in page
    assert page.count('<span class="gap">–</span>') == 2


def test_the_codebook_lists_what_was_coded_by_side_and_where_coders_disagree(site: Mapping[str, bytes]) -> None:
    text = " ".join(pages_of(site)["codebook.html"].text.split())
    assert "AE: plain" in text
    assert "BY: it names maize" in text
    assert "Where coders disagree: domain" in text
    assert "BY: party (the party spoke)" in text


def test_a_network_names_its_strained_ties_and_what_is_not_known(tmp_path: Path) -> None:
    """Three states, one quarrel: each of the three ties is strained in a third of the best divisions."""
    rows = """\
        id,date,actors,targets,action,summary
        a,1949,SUN,ALB,AID,Moscow helps.
        b,1949,YUG,ALB,AID,Belgrade helps.
        c,1949,SUN,YUG,ACCUSE,Moscow accuses.
        """
    account = account_for(write_study(tmp_path / "s", {**FILES, "events.csv": rows}))
    made = render_site(account)
    found = {(row["a"], row["b"]): row for row in table(made, "network")}
    assert {pair for pair, row in found.items() if row["share_strained"].startswith("0.33")} == {
        *(("ALB", "SUN"), ("ALB", "YUG"), ("SUN", "YUG")),
    }
    assert (found["ALB", "USA"]["sign"], found["ALB", "USA"]["share_strained"]) == ("", "")
    assert "not known" in words(made, "network.html")
    assert made["charts/network-1949.svg"].startswith(b"<svg xmlns=")


def test_shares_of_weight_and_of_passages_add_up(site: Mapping[str, bytes], account: Account) -> None:
    rows = table(site, "balance-of-passages")
    assert {way: sum(int(r["passages"]) for r in rows if r["by"] == way) for way in ("speaker", "archive")} == {
        "speaker": len(account.study.passages),
        "archive": len(account.study.passages),
    }
    weights = table(site, "balance-of-weight")
    assert weights
    assert abs(sum(float(row["share"]) for row in weights if row["by"] == "publisher") - 1) < 0.001


def test_each_page_says_how_it_is_read(site: Mapping[str, bytes]) -> None:
    """Three sentences or more, in one panel at the end."""
    for path, html in site.items():
        if path.endswith(".html"):
            panel = re.findall(r'<details class="about">.*?<p>(.*?)</p>', html.decode(), re.DOTALL)
            assert len(panel) == 1, path
            assert len(re.findall(r"[.?](?:\s|$)", panel[0])) >= 3, path


def test_every_chart_can_be_taken_along(account: Account) -> None:
    made = Site(account, live=True)
    html = (made.file("periods.html") or b"").decode()
    assert 'href="charts/periods.svg"' in html
    assert 'href="charts/periods.png"' in html
    again = Site(account, live=True)
    assert (again.file("charts/periods.png") or b"").startswith(b"\x89PNG")
    assert again.file("charts/periods.gif") is None
    assert again.file("charts/none.svg") is None
